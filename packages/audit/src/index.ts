export { createAuditLog } from './audit-log.js';
export { createMemoryAuditStorage } from './memory-storage.js';
export { createAuditReader } from './reader.js';
export { redactEvent } from './redact.js';
export type {
  AuditCheckpoint,
  AuditFilter,
  AuditLog,
  AuditLogOptions,
  AuditProblem,
  AuditProblemKind,
  AuditQuery,
  AuditReader,
  AuditReaderOptions,
  AuditRetention,
  AuditVerification,
  RedactOptions,
  Schedule,
} from './types.js';
