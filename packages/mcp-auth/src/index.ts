export type {
  Authenticate,
  Authentication,
  Credential,
  CredentialSource,
} from './authentication.js';
export type { Environment } from './config-directory.js';
export { createMcpAuth, type McpAuth } from './create-mcp-auth.js';
export { localPrincipal } from './local-principal.js';
export type { MasterKeyInfo } from './open-ring.js';
export type { McpAuthOptions, SealedValue } from './options.js';
