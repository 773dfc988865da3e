export type { AttemptSource } from './failure-buckets.js';
export type { LimitHeaders } from './limit-headers.js';
export { limitHeaders, retryAfterSeconds } from './limit-headers.js';
export type { Lockout, LockoutOptions } from './lockout.js';
export { createLockout } from './lockout.js';
export type { MemoryLimitStoreOptions } from './memory-limit-store.js';
export { createMemoryLimitStore } from './memory-limit-store.js';
export type { RequestLimiter, RequestLimiterOptions, RequestLimits } from './request-limiter.js';
export { createRequestLimiter } from './request-limiter.js';
