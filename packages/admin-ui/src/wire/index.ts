export type {
  AuditEntry,
  AuditExportQuery,
  AuditPage,
  AuditQuery,
  AuditVerification,
} from './audit.js';
export { auditExportQuery, auditQuery } from './audit.js';
export type {
  ActRequest,
  ActResult,
  HouseChoice,
  HouseCommand,
  HouseControl,
  HouseQuery,
  HouseRange,
  HouseView,
} from './house.js';
export { actRequest, houseQuery } from './house.js';
export type {
  ClientConfiguration,
  KeyChangeRequest,
  KeyList,
  KeyNotice,
  KeyStatus,
  KeyView,
  NewKey,
  NewKeyRequest,
  ReasonRequest,
  RotateRequest,
} from './keys.js';
export { keyChangeRequest, newKeyRequest, reasonRequest, rotateRequest } from './keys.js';
export type { LiveEvent } from './live.js';
export type {
  Activity,
  ActivityPoint,
  ActivityQuery,
  ApprovalEntry,
  Connection,
  Finding,
  Health,
  Limits,
  RefuseRequest,
  Settings,
  UnlockRequest,
} from './operations.js';
export { activityQuery, refuseRequest, unlockRequest } from './operations.js';
export type { SignedIn, SignInRequest } from './session.js';
export { signInRequest } from './session.js';
