export type {
  Authorizer,
  AuthorizerExplanation,
  AuthorizerOptions,
  ShadowOptions,
} from './authorizer.js';
export { createAuthorizer } from './authorizer.js';
export type { ConsentDefaults } from './consent.js';
export type { Explanation, ExplanationStep } from './engine.js';
export type { Grant } from './grant-problem.js';
export type { ConsentPermission, ParsedPermission, Permission } from './permission.js';
export { parsePermission } from './permission.js';
export type { PolicyOptions, RoleDefinition } from './policy.js';
export type { PermissionKind, RoleRule } from './roles.js';
export { BUILT_IN } from './roles.js';
export type { ShadowReport } from './shadow.js';
