export type { AuthInfo } from '../http/auth-info.js';
export type { GateAuth } from '../http/gate-options.js';
export { type AuthenticatedRequest, principalOf } from '../node/admission.js';
export { createUpgradeGate, type UpgradeGate, type UpgradeGateOptions } from './upgrade-gate.js';
