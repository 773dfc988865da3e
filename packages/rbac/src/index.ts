export type {
  Authorizer,
  AuthorizerOptions,
  Explanation,
  ExplanationStep,
  RoleDefinition,
} from './authorizer.js';
export { createAuthorizer } from './authorizer.js';
export type { ParsedPermission, Permission } from './permission.js';
export { parsePermission } from './permission.js';
export type { PermissionKind, RoleRule } from './roles.js';
export { BUILT_IN } from './roles.js';
