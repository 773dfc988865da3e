export type { AuthInfo } from '../http/auth-info.js';
export type { GateAuth, GateOptions } from '../http/gate-options.js';
export { createWebGate, type WebAdmission, type WebCaller, type WebGate } from './web-gate.js';
