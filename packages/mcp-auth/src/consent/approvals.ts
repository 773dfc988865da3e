import type {
  Approval,
  ApprovalStore,
  AuditSink,
  Authorize,
  Clock,
  EpochMs,
  Logger,
} from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { Actor, KeyManager } from '@gatehouse/keys';
import type { Decide } from '../decide.js';
import type { ApprovalOutcome, ApprovalProblem } from './approval-outcome.js';
import { type ApprovalView, stateOf, viewOf } from './approval-state.js';
import { deciderFields, deciderOf, requestEvent, SYSTEM } from './consent-events.js';
import { tidyApprovals } from './housekeeping.js';
import { approverProblem } from './may-decide.js';

/** The owner's side of the queue. Nothing that an MCP call reaches may hold one of these. */
export interface Approvals {
  /** @returns Undecided requests, the oldest first; then recent ones, the newest first. */
  list(): Promise<readonly ApprovalView[]>;
  /**
   * Lets the requester do this very act, once, within five minutes.
   *
   * @param actor - With a principal: may act as `admin:approvals`, and is not the requester, nor
   *   somebody whom the requester commands. Without: somebody who commands this machine.
   */
  approve(id: string, actor: Actor): Promise<ApprovalOutcome>;
  /** @param why - For the requester and the trail. */
  refuse(id: string, actor: Actor, why?: string): Promise<ApprovalOutcome>;
  /** Calls `listener` after each change by this or another process. @returns A function that ends it. */
  onChange(listener: () => void): () => void;
}

/** What {@link createApprovals} is made of. */
export interface ApprovalParts {
  readonly store: ApprovalStore;
  readonly keys: Pick<KeyManager, 'list' | 'principal'>;
  readonly authorize: Authorize;
  readonly decide: Decide;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Makes {@link Approvals} on a store. */
export function createApprovals(parts: ApprovalParts): Approvals {
  const { store, audit, clock, logger } = parts;
  const view = (approval: Approval): ApprovalView => viewOf(approval, clock.now());

  async function decideOn(
    id: string,
    actor: Actor,
    verdict: 'approved' | 'refused',
    why?: string,
  ): Promise<ApprovalOutcome> {
    const approval = await store.get(id);
    if (approval === undefined) return failure('unknown', `There is no request ${shownId(id)}.`);
    const closed = closedProblem(approval, clock.now());
    if (closed !== undefined) return { ...closed, approval: view(approval) };
    const problem = await approverProblem(parts, approval.request, actor, verdict);
    if (problem !== undefined) return { ...problem, approval: view(approval) };
    if (verdict === 'approved' && (await hasChanged(approval))) {
      await settleChanged(approval);
      return failure(
        'expired',
        'The key that asked was changed or ended since; it must ask again.',
      );
    }
    if (audit.state() === 'failing') {
      return failure('audit-unavailable', 'The audit trail cannot be written right now.');
    }
    return settle(approval, actor, { verdict, by: actor.id, at: clock.now(), ...reason(why) });
  }

  async function settle(
    approval: Approval,
    actor: Actor,
    verdict: NonNullable<Approval['verdict']>,
  ): Promise<ApprovalOutcome> {
    const { request } = approval;
    const step = await store.decide(request.id, verdict);
    if (step !== 'done') {
      return failure('decided', `Request ${request.id} was decided by somebody else just now.`);
    }
    const type = verdict.verdict === 'approved' ? 'approval.granted' : 'approval.refused';
    const more = { ...deciderFields(actor), ...reason(verdict.why) };
    try {
      await audit.record(requestEvent(type, request, deciderOf(actor), more));
    } catch (error) {
      if (!isMcpAuthError(error)) throw error;
      // It stands in the store, and is recorded again, or refused, when it is used.
      logger.warn('a decision could not be recorded', { approval: request.id, code: error.code });
    }
    return { ok: true, approval: view({ ...approval, verdict }) };
  }

  /** Whether the credential that asked is another one by now; those without a record do not change. */
  async function hasChanged({ request: { requester } }: Approval): Promise<boolean> {
    if (requester.kind !== 'key') return false;
    const principal = await parts.keys.principal(requester.id);
    return principal?.revision !== requester.revision;
  }

  async function settleChanged({ request, verdict }: Approval): Promise<void> {
    const at = clock.now();
    const step =
      verdict === undefined
        ? await store.decide(request.id, { verdict: 'expired', by: SYSTEM.id, at })
        : await store.end(request.id, { outcome: 'lapsed', at });
    if (step !== 'done') return;
    audit.note(requestEvent('approval.expired', request, SYSTEM, { reason: 'key-changed' }));
  }

  /** A key that was changed or ended has lost what it asked for. */
  async function tidied(): Promise<readonly Approval[]> {
    const kept = await tidyApprovals(parts);
    const current: Approval[] = [];
    for (const approval of kept) {
      const open = ['pending', 'approved'].includes(stateOf(approval, clock.now()));
      const lost = open && (await hasChanged(approval));
      if (lost) await settleChanged(approval);
      current.push(lost ? ((await store.get(approval.request.id)) ?? approval) : approval);
    }
    return current;
  }

  return {
    async list() {
      const views = (await tidied()).map(view);
      const pending = views.filter(({ state }) => state === 'pending');
      const recent = views.filter(({ state }) => state !== 'pending');
      return [...pending, ...recent.reverse()];
    },
    approve: (id, actor) => decideOn(id, actor, 'approved'),
    refuse: (id, actor, why) => decideOn(id, actor, 'refused', why),
    onChange: (listener) => store.watch(listener),
  };
}

/** Longest reason that is kept. */
const LONGEST_WHY = 500;

function reason(why: string | undefined): { readonly why?: string } {
  return why === undefined || why === '' ? {} : { why: why.slice(0, LONGEST_WHY) };
}

function failure(
  because: ApprovalProblem,
  problem: string,
): Extract<ApprovalOutcome, { ok: false }> {
  return { ok: false, reason: because, problem };
}

function closedProblem(
  approval: Approval,
  now: EpochMs,
): Extract<ApprovalOutcome, { ok: false }> | undefined {
  const { id } = approval.request;
  const state = stateOf(approval, now);
  if (state === 'pending') return undefined;
  if (state === 'expired') return failure('expired', `Request ${id} has expired.`);
  return failure('decided', `Request ${id} is ${state} already.`);
}

/** What somebody typed may be anything. */
function shownId(id: string): string {
  return /^[0-9A-Za-z_-]{1,40}$/.test(id) ? id : 'of that id';
}
