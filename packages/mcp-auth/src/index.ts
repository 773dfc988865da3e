export type { AuditLog, AuditQuery } from '@gatehouse/audit';
export type {
  Action,
  Approval,
  ApprovalEnd,
  ApprovalRequest,
  ApprovalStep,
  ApprovalStore,
  ApprovalVerdict,
  AuditEvent,
  AuditRecord,
  AuditStorage,
  Authorize,
  Consent,
  Decision,
  KeyId,
  KeyRecord,
  KeyRecordChange,
  KeyStore,
  KeyStoreEvent,
  LimitStore,
  Lock,
  Logger,
  McpAuthErrorCode,
  NewKeyRecord,
  Principal,
  Risk,
  StoreHeader,
  UsageStore,
} from '@gatehouse/core';
export { isMcpAuthError, McpAuthError } from '@gatehouse/core';
export type { Actor, CreatedKey, KeyManager, KeyRequest, KeyUpdate } from '@gatehouse/keys';
export type { ConsentDefaults, Explanation, PolicyOptions, RoleDefinition } from '@gatehouse/rbac';
export type { Authenticate, Authentication, Caller, Credential } from './authentication.js';
export { configDirectory, type Environment } from './config-directory.js';
export type { ApprovalOutcome, ApprovalProblem } from './consent/approval-outcome.js';
export type { ApprovalState, ApprovalView } from './consent/approval-state.js';
export type { Approvals } from './consent/approvals.js';
export type { Consents } from './consent/consents.js';
export { createMemoryApprovalStore } from './consent/memory-approval-store.js';
export type { ConsentAnswer, ConsentQuestion } from './consent/question.js';
export { createMcpAuth, type KeyReader, openKeyReader } from './create-mcp-auth.js';
export type { Decide } from './decide.js';
export type { DecisionContext } from './decision-context.js';
export type { McpAuthGuardOptions } from './guard.js';
export type { DecisionReport, Hooks } from './hooks.js';
export type { KeyActs } from './key-acts.js';
export { localPrincipal } from './local-principal.js';
export type { Lockouts, McpAuth } from './mcp-auth.js';
export type { MasterKeyInfo } from './open-ring.js';
export type { McpAuthOptions, RateLimitOptions, SealedValue } from './options.js';
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
export type { AuthRequest, Validation } from './validate-request.js';
