export type {
  Action,
  Authorize,
  Decision,
  KeyId,
  KeyRecord,
  KeyStore,
  Logger,
  McpAuthErrorCode,
  Principal,
  Risk,
} from '@gatehouse/core';
export { isMcpAuthError, McpAuthError } from '@gatehouse/core';
export type { Actor, CreatedKey, KeyManager, KeyRequest, KeyUpdate } from '@gatehouse/keys';
export type { Explanation, RoleDefinition } from '@gatehouse/rbac';
export type { Authenticate, Authentication, Caller, Credential } from './authentication.js';
export type { Environment } from './config-directory.js';
export { createMcpAuth, type KeyReader, type McpAuth, openKeyReader } from './create-mcp-auth.js';
export { localPrincipal } from './local-principal.js';
export type { MasterKeyInfo } from './open-ring.js';
export type { McpAuthOptions, SealedValue } from './options.js';
export {
  type Binding,
  type BindingProblem,
  bindingProblem,
  defaultSecurityLevel,
  isLoopbackHost,
  isSecurityLevel,
  SECURITY_LEVELS,
  type SecurityLevel,
  type SecurityPolicy,
  securityPolicy,
} from './security-level.js';
