export type { AuthInfo } from '../http/auth-info.js';
export { type AuthenticatedRequest, principalOf } from '../node/admission.js';
export { type FastifyGateOptions, fastifyGate } from './fastify-gate.js';
