export type { FieldProblem } from './check-request.js';
export { checkKeyRequest } from './check-request.js';
export type { CheckContext } from './field-checks.js';
export type { KeyIdParts } from './key-format.js';
export { formatKeyId, KEY_PATTERN } from './key-format.js';
export type { KeyManagerOptions } from './key-manager.js';
export { createKeyManager } from './key-manager.js';
export type { KeyStatus } from './key-status.js';
export { keyStatus } from './key-status.js';
export type { KeyRule } from './lifecycle/refusals.js';
export type { KeyPolicy } from './lifetime-policy.js';
export type { KeyManager } from './manager.js';
export { createMemoryKeyStore } from './memory-store.js';
export type { ParsedKey } from './parse-key.js';
export { parseKey } from './parse-key.js';
export { pepperPlace } from './peppers.js';
export type {
  Actor,
  CheckGrant,
  CleanUpOptions,
  CreatedKey,
  Grant,
  IfUnchanged,
  KeyNotice,
  KeyRequest,
  KeyUpdate,
  NoticeOptions,
  RotatedKey,
  RotateOptions,
  Verification,
} from './types.js';
export { createMemoryUsageStore } from './usage/memory-usage-store.js';
export { createUsageTracker } from './usage/tracker.js';
export type { Schedule, UsageTracker, UsageTrackerOptions } from './usage/types.js';
