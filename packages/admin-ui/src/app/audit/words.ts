import type { AuditEntry } from '../../wire/index.js';
import { plural } from '../format.js';

/** What each type of event means, as it is read in a list: `<who>: <this>`. */
const MEANINGS: Readonly<Record<string, string>> = {
  'auth.accepted': 'Key accepted',
  'auth.refused': 'Key refused',
  'auth.limited': 'Too many requests',
  'auth.locked-out': 'Locked out',
  'auth.unlocked': 'Lock lifted',
  'decision.allowed': 'Allowed',
  'decision.denied': 'Denied',
  'decision.shadow': 'Would be judged differently',
  'consent.confirmed': 'Confirmed by a person',
  'consent.declined': 'Declined by a person',
  'consent.token-issued': 'Asked for confirmation',
  'approval.requested': 'Approval asked for',
  'approval.granted': 'Approved',
  'approval.refused': 'Refused by the owner',
  'approval.expired': 'Approval ran out',
  'approval.used': 'Approved act done',
  'key.created': 'Key created',
  'key.updated': 'Key changed',
  'key.enabled': 'Key enabled',
  'key.disabled': 'Key disabled',
  'key.rotated': 'Key replaced',
  'key.revoked': 'Key revoked',
  'key.deleted': 'Key deleted',
  'key.changed-outside': 'Key changed in its file',
  'key.notice': 'Key needs attention',
  'session.opened': 'Session opened',
  'session.closed': 'Session closed',
  'config.changed': 'Setting changed',
  'master-key.generated': 'Master key made',
  'master-key.rotated': 'Master key replaced',
  'audit.opened': 'Trail opened',
  'audit.closed': 'Trail closed',
  'audit.dropped': 'Events lost',
  'audit.pruned': 'Old records removed',
  'audit.rekeyed': 'Trail’s key replaced',
  'audit.repaired': 'Trail repaired',
};

const REASONS: Readonly<Record<string, string>> = {
  role: 'the role does not reach so far',
  'unknown-role': 'no such role',
  denied: 'a permission forbids it',
  'not-granted': 'no permission for it',
  'needs-grant': 'needs an explicit grant',
  'not-confirmed': 'nobody confirmed it',
  'not-approved': 'nobody approved it',
  target: 'outside its rooms and devices',
  expired: 'expired',
  'audit-unavailable': 'the trail could not be written',
  unknown: 'no such key',
  malformed: 'not a key',
  missing: 'no key given',
  invalid: 'wrong key',
  'rate-limited': 'too many requests',
  'locked-out': 'too many wrong keys',
  'key-changed': 'the key was changed meanwhile',
  'own-request': 'nobody approves their own request',
};

const OUTCOME_WORDS: Readonly<Record<AuditEntry['outcome'], string>> = {
  success: 'Success',
  denied: 'Denied',
  failed: 'Failed',
};

/** A line of a record's details. */
export interface DetailLine {
  readonly term: string;
  readonly values: readonly string[];
}

/** What a type of event means; an unknown one is made readable as well as can be. */
export function meaningOf(type: string): string {
  if (Object.hasOwn(MEANINGS, type)) return MEANINGS[type] ?? type;
  const words = type.replace(/[.\-_]+/g, ' ').trim();
  return words === '' ? 'Event' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why, in words where we have them. */
export function reasonText(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? reason) : reason;
}

/** How it ended. */
export function outcomeText(outcome: AuditEntry['outcome']): string {
  return OUTCOME_WORDS[outcome];
}

/** Types for a choice, with what they mean, by family and then as the trail names them. */
export function typeChoices(
  types: readonly string[],
): readonly { readonly type: string; readonly label: string }[] {
  return [...types].sort().map((type) => ({ type, label: `${meaningOf(type)} (${type})` }));
}

/** All that a record holds beyond its line, in a fixed order. */
export function detailLines(entry: AuditEntry): readonly DetailLine[] {
  const { actor, target, address, reason, requestId, sessionId, userAgent, details } = entry;
  const who = [actor.kind, actor.role].filter((one) => one !== undefined).join(', ');
  const known: readonly (readonly [string, string | undefined])[] = [
    ['Record', `no. ${entry.sequence}`],
    ['Type', entry.type],
    ['Actor', who === '' ? actor.id : `${actor.id} (${who})`],
    ['Target', target],
    ['Reason', reason],
    ['Address', address],
    ['Client', userAgent],
    ['Request', requestId],
    ['Session', sessionId],
  ];
  return [
    ...known.flatMap(([term, value]) => (value === undefined ? [] : [{ term, values: [value] }])),
    ...Object.entries(details ?? {}).map(([term, value]) => ({
      term,
      values: typeof value === 'object' ? value : [String(value)],
    })),
  ];
}

/** What a check of the trail found, in a sentence. */
export function verificationText(found: {
  readonly ok: boolean;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly problem?: string;
}): string {
  const { ok, count, from, to, problem } = found;
  if (!ok) return `The trail is not intact. ${problem ?? 'No more is known.'}`;
  if (count === 0) return 'The trail is empty; there is nothing to check.';
  const records =
    count === 1 ? `1 record (no. ${from})` : `${plural(count, 'record')} (no. ${from} to ${to})`;
  return `The trail is intact: ${records}, each continuing the one before it.`;
}
