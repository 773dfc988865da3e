import type { Approval, ApprovalRequest, EpochMs, Principal, Risk } from '@gatehouse/core';

/** How long an approved act may wait until it is done. */
export const USABLE_MS: number = 5 * 60_000;

/** How a request stands at a moment. */
export type ApprovalState = 'pending' | 'approved' | 'refused' | 'expired' | 'used';

/** @returns How it stands: what time has ended counts as ended, whether or not anybody has noted it. */
export function stateOf({ request, verdict, end }: Approval, now: EpochMs): ApprovalState {
  if (end !== undefined) return end.outcome === 'used' ? 'used' : 'expired';
  if (verdict === undefined) return isWithin(request, now) ? 'pending' : 'expired';
  if (verdict.verdict !== 'approved') return verdict.verdict;
  return isUsable(verdict.at, now) ? 'approved' : 'expired';
}

/** A clock that is set back far must not open what was closed. */
function isWithin({ requestedAt, expiresAt }: ApprovalRequest, now: EpochMs): boolean {
  return now < expiresAt && now > requestedAt - USABLE_MS;
}

function isUsable(approvedAt: EpochMs, now: EpochMs): boolean {
  return now < approvedAt + USABLE_MS && now > approvedAt - USABLE_MS;
}

/** A request as people look at it. */
export interface ApprovalView {
  readonly id: string;
  readonly state: ApprovalState;
  readonly requester: Pick<Principal, 'id' | 'kind' | 'name' | 'role'>;
  readonly tool: string;
  readonly risk: Risk;
  /** What exactly would happen, one line each. */
  readonly effects: readonly string[];
  readonly requestedAt: EpochMs;
  /** Until when it can be decided. */
  readonly expiresAt: EpochMs;
  /** Who decided, when, and why; absent where nobody has. */
  readonly decided?: { readonly by: string; readonly at: EpochMs; readonly why?: string };
  /** Until when what was approved can be done. */
  readonly usableUntil?: EpochMs;
  readonly usedAt?: EpochMs;
}

/** @returns What people may see of a request: all but its binding. */
export function viewOf(approval: Approval, now: EpochMs): ApprovalView {
  const { request, verdict, end } = approval;
  const { binding: _, requester, ...shown } = request;
  const { revision: __, ...who } = requester;
  return {
    ...shown,
    requester: who,
    state: stateOf(approval, now),
    ...(verdict === undefined ? {} : { decided: decidedBy(verdict) }),
    ...(verdict?.verdict === 'approved' ? { usableUntil: verdict.at + USABLE_MS } : {}),
    ...(end?.outcome === 'used' ? { usedAt: end.at } : {}),
  };
}

function decidedBy({
  by,
  at,
  why,
}: NonNullable<Approval['verdict']>): NonNullable<ApprovalView['decided']> {
  return { by, at, ...(why === undefined ? {} : { why }) };
}
