export { normaliseAddress } from '../http/address.js';
export type { AuthInfo } from '../http/auth-info.js';
export type { CredentialReading } from '../http/credential.js';
export type { GateAuth } from '../http/gate-options.js';
export { type ClientAddress, socketAddress } from './address.js';
export { type AuthenticatedRequest, principalOf } from './admission.js';
export { readCredential } from './credential.js';
export { createHttpGate, type HttpGate, type HttpGateOptions } from './http-gate.js';
export {
  type ClosableSession,
  createSessionRegistry,
  type SessionKeys,
  type SessionRegistry,
  type SessionRegistryOptions,
} from './sessions.js';
