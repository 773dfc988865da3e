import type { AuditEntry } from './audit.js';
import type { HouseControl } from './house.js';

/**
 * `GET /admin/api/live`: server-sent events, each with the name of its `type` and itself as JSON.
 * What says `changed` is to be asked for again.
 */
export type LiveEvent =
  | { readonly type: 'audit'; readonly record: AuditEntry }
  | {
      readonly type: 'changed';
      readonly what: 'keys' | 'approvals' | 'connections' | 'limits' | 'health';
    }
  | { readonly type: 'control'; readonly control: Pick<HouseControl, 'id' | 'state' | 'values'> };
