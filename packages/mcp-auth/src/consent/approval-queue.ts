import type {
  Approval,
  ApprovalStore,
  AuditEvent,
  AuditSink,
  Clock,
  Logger,
  RandomBytes,
} from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { Schedule } from '../node/schedule.js';
import { Turns } from '../turns.js';
import { stateOf } from './approval-state.js';
import { questionEvent } from './consent-events.js';
import { tidyApprovals } from './housekeeping.js';
import { type ConsentAnswer, type ConsentQuestion, shownEffects } from './question.js';
import { untilDecided } from './until-decided.js';

/** What {@link createApprovalQueue} is made of. */
export interface ApprovalQueueParts {
  readonly store: ApprovalStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly schedule: Schedule;
  readonly logger: Logger;
}

/** The side of the queue that asks. Nothing that it is told can approve anything. */
export interface ApprovalQueue {
  ask(question: ConsentQuestion, binding: string): Promise<ConsentAnswer>;
}

/** How long the owner has. */
const PATIENCE_MS = 10 * 60_000;
/** How long a refusal holds against the same call. */
const REFUSED_MS = 10 * 60_000;
/** Undecided requests of one caller, and of all: a queue that nobody can read is none. */
const MOST_OF_ONE = 8;
const MOST = 64;

/** 32 letters and digits that people do not mix up; a byte picks one without bias. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 10;

const UNAVAILABLE: ConsentAnswer = { given: false, code: 'unavailable' };

/** Makes an {@link ApprovalQueue} on a store. */
export function createApprovalQueue(parts: ApprovalQueueParts): ApprovalQueue {
  const { store, audit, clock, random, logger } = parts;
  const turns = new Turns();

  /** Answers by what is in the queue, and puts a request there where none is. */
  async function look(question: ConsentQuestion, binding: string): Promise<ConsentAnswer> {
    const all = await tidyApprovals(parts);
    const found = relevant(all, binding, clock);
    if (found === undefined) return request(question, binding, all, 'approval_pending');
    const { id } = found.request;
    switch (stateOf(found, clock.now())) {
      case 'pending':
        return { given: false, code: 'approval_pending', ...until(found) };
      case 'approved':
        return (await used(question, found)) ?? request(question, binding, all, 'approval_pending');
      case 'refused':
        return holds(found) ? { given: false, code: 'approval_refused', approvalId: id } : again();
      case 'expired':
        return request(question, binding, all, 'approval_expired');
      default:
        return again();
    }

    function again(): Promise<ConsentAnswer> {
      return request(question, binding, all, 'approval_pending');
    }
  }

  function holds({ verdict }: Approval): boolean {
    return verdict !== undefined && clock.now() < verdict.at + REFUSED_MS;
  }

  /** @returns `undefined` when another call was first. */
  async function used(
    question: ConsentQuestion,
    { request: { id }, verdict }: Approval,
  ): Promise<ConsentAnswer | undefined> {
    if ((await store.end(id, { outcome: 'used', at: clock.now() })) !== 'done') return undefined;
    const details = { approval: id, approvedBy: verdict?.by ?? '' };
    const isRecorded = await recorded(questionEvent('approval.used', question, details));
    return isRecorded ? { given: true } : UNAVAILABLE;
  }

  /** What is not in the trail does not count: an approval that is used, and a request. */
  async function recorded(event: AuditEvent): Promise<boolean> {
    try {
      await audit.record(event);
      return true;
    } catch (error) {
      if (!isMcpAuthError(error)) throw error;
      logger.warn('a step of an approval could not be recorded', {
        type: event.type,
        code: error.code,
      });
      return false;
    }
  }

  async function request(
    question: ConsentQuestion,
    binding: string,
    all: readonly Approval[],
    code: 'approval_pending' | 'approval_expired',
  ): Promise<ConsentAnswer> {
    const { principal, tool, risk, effects } = question;
    const pending = all.filter((one) => stateOf(one, clock.now()) === 'pending');
    const own = pending.filter(({ request: { requester } }) => requester.id === principal.id);
    if (own.length >= MOST_OF_ONE || pending.length >= MOST) {
      logger.warn('too many requests wait for an approval', { principal: principal.id });
      return UNAVAILABLE;
    }
    const { id: requesterId, kind, name, role, revision } = principal;
    const requestedAt = clock.now();
    const made = {
      id: newId(random),
      requester: { id: requesterId, kind, name, role, revision },
      tool,
      risk,
      binding,
      effects: shownEffects(effects),
      requestedAt,
      expiresAt: requestedAt + PATIENCE_MS,
    };
    if ((await store.add(made)) === 'taken') return request(question, binding, all, code);
    if (!(await recorded(questionEvent('approval.requested', question, { approval: made.id })))) {
      await store.remove([made.id]);
      return UNAVAILABLE;
    }
    return { given: false, code, ...until({ request: made }) };
  }

  return {
    async ask(question, binding) {
      const turn = (): Promise<ConsentAnswer> => turns.take('queue', () => look(question, binding));
      const answer = await turn();
      const { waitMs = 0, signal } = question;
      if (answer.given || answer.code !== 'approval_pending' || waitMs <= 0) return answer;
      const decided = await untilDecided(parts, { id: answer.approvalId, waitMs, signal });
      return decided ? turn() : answer;
    },
  };
}

function until({ request: { id, expiresAt } }: Approval): {
  readonly approvalId: string;
  readonly expiresAt: number;
} {
  return { approvalId: id, expiresAt };
}

/** Of several requests for the same, the one that says most: approved, undecided, or the newest. */
function relevant(all: readonly Approval[], binding: string, clock: Clock): Approval | undefined {
  const same = all.filter(({ request }) => request.binding === binding);
  const now = clock.now();
  return (
    same.find((one) => stateOf(one, now) === 'approved') ??
    same.find((one) => stateOf(one, now) === 'pending') ??
    same.at(-1)
  );
}

function newId(random: RandomBytes): string {
  return [...random(ID_LENGTH)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}
