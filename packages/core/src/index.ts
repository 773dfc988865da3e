export type { Action, ActionKind, ActionTarget, Risk } from './action.js';
export { RISKS } from './action.js';
export { activityName } from './activity/activity-name.js';
export { ActivityTable } from './activity/activity-table.js';
export { copyCounts, countProblem } from './activity/copy-counts.js';
export { emptyLatencies, latencyBucket, latencyQuantile } from './activity/latency.js';
export type { MemoryActivityStoreOptions } from './activity/memory-activity-store.js';
export { createMemoryActivityStore } from './activity/memory-activity-store.js';
export type { ActivityCount, ActivityRange, ActivityStore } from './activity-store.js';
export {
  ACTIVITY_BOUNDS_MS,
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_MAX_PAIRS,
  ACTIVITY_OTHER,
  ACTIVITY_SPAN_MS,
} from './activity-store.js';
export type { AddressList } from './address/address-list.js';
export { compileAddressList } from './address/address-list.js';
export type { IpAddress } from './address/ip-address.js';
export { parseIpAddress, parsePeerAddress } from './address/ip-address.js';
export type { IpRange, ParsedRange } from './address/ip-range.js';
export { networkOf, parseIpRange } from './address/ip-range.js';
export type {
  Approval,
  ApprovalEnd,
  ApprovalRequest,
  ApprovalRequester,
  ApprovalStep,
  ApprovalStore,
  ApprovalVerdict,
} from './approval.js';
export { isApprovalId } from './approval.js';
export type {
  AuditActor,
  AuditBatch,
  AuditEvent,
  AuditEventType,
  AuditHead,
  AuditLine,
  AuditRecord,
  AuditSink,
  AuditStorage,
  AuditValue,
  SealedChainKey,
} from './audit.js';
export { AUDIT_EVENT_TYPES } from './audit.js';
export { BoundedCache } from './bounded-cache.js';
export type { Authorize, Consent, Decision, DenyReason, NeededConsent } from './decision.js';
export { ALLOW, CONSENTS } from './decision.js';
export type { AnyMcpAuthError, McpAuthErrorCode, McpAuthErrorDetails } from './errors.js';
export { isMcpAuthError, McpAuthError } from './errors.js';
export type { KeyId, KeyRecord, KeyRecordChange, NewKeyRecord, Revocation } from './key-record.js';
export type {
  KeyStore,
  KeyStoreCapabilities,
  KeyStoreEvent,
  SealedPepper,
  StoreHeader,
} from './key-store.js';
export type {
  LimitResult,
  LimitStore,
  Lock,
  LockoutPolicy,
  LockState,
  RequestLimit,
} from './limit-store.js';
export type { LogFields, Logger } from './logger.js';
export { silentLogger } from './logger.js';
export type { BuiltInRole, Principal, PrincipalKind, RoleName } from './principal.js';
export { BUILT_IN_ROLES } from './principal.js';
export type { RandomBytes } from './random.js';
export { systemRandomBytes } from './random.js';
export type { Clock, EpochMs } from './time.js';
export { systemClock } from './time.js';
export type { KeyUsage, UsageStore } from './usage-store.js';
