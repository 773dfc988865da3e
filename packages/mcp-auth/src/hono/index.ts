export type { AuthInfo } from '../http/auth-info.js';
export type { GateAuth } from '../http/gate-options.js';
export { honoGate } from './hono-gate.js';
export type { HonoGateEnv, HonoGateOptions } from './types.js';
