export { activityStoreContract } from './contract/activity-store/activity-store-contract.js';
export type { ActivityStoreContractOptions } from './contract/activity-store/types.js';
export { approvalStoreContract } from './contract/approval-store/approval-store-contract.js';
export type { ApprovalStoreContractOptions } from './contract/approval-store/types.js';
export { auditStorageContract } from './contract/audit-storage/audit-storage-contract.js';
export type { AuditDamage, AuditStorageContractOptions } from './contract/audit-storage/types.js';
export { keyStoreContract } from './contract/key-store/key-store-contract.js';
export type {
  ChildProcessOptions,
  KeyStoreBackup,
  KeyStoreContractOptions,
  KeyStoreDamage,
} from './contract/key-store/types.js';
export { limitStoreContract } from './contract/limit-store/limit-store-contract.js';
export type { LimitStoreContractOptions } from './contract/limit-store/types.js';
export type { UsageStoreContractOptions } from './contract/usage-store/types.js';
export { usageStoreContract } from './contract/usage-store/usage-store-contract.js';
export type { FakeClock } from './fake-clock.js';
export { createFakeClock } from './fake-clock.js';
export type { ConnectAsOptions, Connectable } from './guarded/connect-as.js';
export { connectAs } from './guarded/connect-as.js';
export type { OfferRules, UnruledOffer } from './guarded/unruled-offers.js';
export { unruledOffers } from './guarded/unruled-offers.js';
export type { Route, RouteRules } from './guarded/unruled-routes.js';
export { unruledRoutes } from './guarded/unruled-routes.js';
export type { ManualSchedule } from './manual-schedule.js';
export { createManualSchedule } from './manual-schedule.js';
export { PRINCIPALS, testPrincipal } from './principals.js';
export type { RecordingAuditSink } from './recording-audit-sink.js';
export { createRecordingAuditSink } from './recording-audit-sink.js';
export type { LogEntry, LogLevel, RecordingLogger } from './recording-logger.js';
export { createRecordingLogger } from './recording-logger.js';
export { TEST_HASH, testHeader, testRecord } from './records.js';
export { createSeededRandom } from './seeded-random.js';
