import type { Approval, ApprovalStore, AuditSink, Clock } from '@gatehouse/core';
import { stateOf } from './approval-state.js';
import { requestEvent, SYSTEM } from './consent-events.js';

/** How long ended requests stay on the list, for people to look at. */
const SHOWN_MS = 60 * 60_000;
/** Of ended requests, so many stay; those that ended first go first. */
const MOST_ENDED = 200;

/** What {@link tidyApprovals} works with. */
export interface HousekeepingParts {
  readonly store: ApprovalStore;
  readonly audit: Pick<AuditSink, 'note'>;
  readonly clock: Clock;
}

/**
 * Notes what time has ended, once among all processes, and forgets what ended long ago.
 *
 * @returns The requests that are left.
 */
export async function tidyApprovals(parts: HousekeepingParts): Promise<readonly Approval[]> {
  const { store, clock } = parts;
  const all = await store.list();
  const kept: Approval[] = [];
  for (const approval of all) kept.push(await noted(parts, approval));
  const now = clock.now();
  const ended = kept
    .filter((one) => !['pending', 'approved'].includes(stateOf(one, now)))
    .sort((one, other) => endOf(other) - endOf(one));
  const old = new Set(ended.filter((one, at) => at >= MOST_ENDED || endOf(one) + SHOWN_MS <= now));
  if (old.size > 0) await store.remove([...old].map(({ request }) => request.id));
  return kept.filter((one) => !old.has(one));
}

/** Writes down that a request has expired, or that an approval was not used in time. */
async function noted(parts: HousekeepingParts, approval: Approval): Promise<Approval> {
  const { request, verdict, end } = approval;
  const { store, audit, clock } = parts;
  const now = clock.now();
  if (end !== undefined || stateOf(approval, now) !== 'expired') return approval;
  if (verdict?.verdict === 'expired') return approval;
  const step =
    verdict === undefined
      ? await store.decide(request.id, { verdict: 'expired', by: SYSTEM.id, at: now })
      : await store.end(request.id, { outcome: 'lapsed', at: now });
  if (step === 'done') {
    const reason = verdict === undefined ? 'not-decided' : 'not-used';
    audit.note(requestEvent('approval.expired', request, SYSTEM, { reason }));
  }
  return (await store.get(request.id)) ?? approval;
}

function endOf({ request, verdict, end }: Approval): number {
  return end?.at ?? verdict?.at ?? request.expiresAt;
}
