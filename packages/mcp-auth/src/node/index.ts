export { type ClientAddress, normaliseAddress, socketAddress } from './address.js';
export type { AuthenticatedRequest, AuthInfo } from './auth-info.js';
export { type CredentialReading, readCredential } from './credential.js';
export { createHttpGate, type HttpGate, type HttpGateOptions } from './http-gate.js';
export {
  createSessionRegistry,
  type SessionRegistry,
  type SessionRegistryOptions,
} from './sessions.js';
