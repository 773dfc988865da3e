export type { AuthInfo } from '../http/auth-info.js';
export { type AuthenticatedRequest, principalOf } from '../node/admission.js';
export { type ExpressGate, type ExpressGateOptions, expressGate } from './express-gate.js';
