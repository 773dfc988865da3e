import type { AuditEntry, AuditPage } from '@gatehouse/admin-ui/wire';
import { HOSTILE } from './hostile.js';

type Sort = Omit<AuditEntry, 'sequence' | 'at'>;

const TABLET = { id: 'lmcp_operator_004', kind: 'key', role: 'operator' };
const OWNER = { id: 'lmcp_admin_001', kind: 'session', role: 'admin' };
const GUEST = { id: 'lmcp_monitor_007', kind: 'key', role: 'monitor' };

const SORTS: readonly Sort[] = [
  {
    type: 'decision.allowed',
    actor: TABLET,
    outcome: 'success',
    target: 'tool:loxone_lights',
    address: '192.168.1.20',
    userAgent: 'claude-code/2.1.0',
    details: { targets: ['Ceiling [Kitchen]', 'Spots [Hall]'], count: 2 },
  },
  {
    type: 'auth.accepted',
    actor: TABLET,
    outcome: 'success',
    target: 'lmcp_operator_004',
    address: '192.168.1.20',
  },
  {
    type: 'decision.denied',
    actor: GUEST,
    outcome: 'denied',
    target: 'tool:loxone_access',
    address: '192.168.1.77',
    reason: 'needs-grant',
  },
  { type: 'key.created', actor: OWNER, outcome: 'success', target: 'lmcp_monitor_007' },
  {
    type: 'auth.refused',
    actor: { id: 'anonymous' },
    outcome: 'failed',
    address: '203.0.113.9',
    reason: 'malformed',
    userAgent: HOSTILE.image,
  },
  { type: 'approval.granted', actor: OWNER, outcome: 'success', target: 'ap7k2m9q' },
];

/** Everything that can stand in `type` here. */
export const TRAIL_TYPES: readonly string[] = SORTS.map(({ type }) => type).sort();

/** A trail of so many records, the oldest first, the last one a moment before `now`. */
export function fakeTrail(count: number, now: number): readonly AuditEntry[] {
  return Array.from({ length: count }, (_, index) =>
    recordOf(index + 1, now - (count - index) * 97_000),
  );
}

/** A record of the trail. */
export function recordOf(sequence: number, at: number): AuditEntry {
  const sort = SORTS[sequence % SORTS.length] ?? SORTS[0];
  if (sort === undefined) throw new RangeError('sequence: there is no record of this number');
  return { sequence, at, ...sort };
}

/** What `GET /admin/api/audit` answers for these conditions. */
export function trailPage(records: readonly AuditEntry[], query: URLSearchParams): AuditPage {
  const limit = Number(query.get('limit') ?? 100);
  const found = records
    .filter((record) => isWanted(record, query))
    .sort((a, b) => b.sequence - a.sequence);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    records: page,
    types: TRAIL_TYPES,
    ...(found.length > limit && last !== undefined ? { next: last.sequence } : {}),
  };
}

function isWanted(record: AuditEntry, query: URLSearchParams): boolean {
  const at = (name: string): number => Number(query.get(name) ?? Number.NaN);
  const text = query.get('text')?.toLowerCase() ?? '';
  return (
    !(record.sequence >= at('before')) &&
    !(record.at < at('from')) &&
    !(record.at >= at('to')) &&
    (query.get('type') ?? record.type) === record.type &&
    (query.get('actor') ?? record.actor.id) === record.actor.id &&
    (query.get('outcome') ?? record.outcome) === record.outcome &&
    JSON.stringify(record).toLowerCase().includes(text)
  );
}
