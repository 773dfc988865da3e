import type { AuditBatch, EpochMs } from '@gatehouse/core';
import type { Chain, FoundState, Pending } from './chain.js';
import { parseLine, renderEvent } from './line.js';
import { OPENED, repaired } from './own-events.js';
import type { WaitingEvent } from './waiting-event.js';

/** What one append is to write. */
export interface WriteRequest {
  readonly now: EpochMs;
  readonly entries: readonly WaitingEvent[];
  /** When this process opened the trail, if it has yet to say so there. */
  readonly openedAt: EpochMs | undefined;
  /** Events that are lost, rendered, if any are. */
  readonly lost: Pending | undefined;
}

/** What an append writes, and in which order. */
export interface Plan {
  readonly batch: AuditBatch | undefined;
  /** The events of the batch's lines, in their order. */
  readonly events: readonly Pending[];
  /** Events of an earlier attempt that were found written. */
  readonly alreadyWritten: ReadonlySet<Pending>;
}

/**
 * What an attempt that failed has written after all: a storage may fail between the lines and the
 * head, or after both.
 */
function foundWritten(earlier: Plan | undefined, state: FoundState): ReadonlySet<Pending> {
  const lines = earlier?.batch?.lines ?? [];
  const last = lines.at(-1);
  if (earlier === undefined || last === undefined) {
    return new Set();
  }
  if (state.head?.mac === last.mac) {
    return new Set(earlier.events);
  }
  const macs = new Set(state.unconfirmed.map((text) => parseLine(text)?.mac));
  return new Set(earlier.events.filter((_event, index) => macs.has(lines[index]?.mac)));
}

/**
 * Decides under the storage's lock what is written.
 *
 * @param earlier - The plan of the last attempt, if that failed.
 * @throws As `Chain.trust` and `Chain.takeIn` do.
 */
export function planBatch(
  chain: Chain,
  state: FoundState,
  request: WriteRequest,
  earlier: Plan | undefined,
): Plan {
  const { unconfirmed, torn } = state;
  const head = chain.trust(state.head);
  const end = chain.takeIn(head, unconfirmed);
  const alreadyWritten = foundWritten(earlier, state);
  const { now, openedAt, lost } = request;
  const events: Pending[] = [];
  if (openedAt !== undefined) {
    events.push({ at: openedAt, rendered: renderEvent(openedAt, OPENED) });
  }
  if (torn || unconfirmed.length > 0) {
    events.push({ at: now, rendered: renderEvent(now, repaired(unconfirmed.length, torn)) });
  }
  if (lost !== undefined) {
    events.push(lost);
  }
  events.push(...request.entries.filter((entry) => !alreadyWritten.has(entry)));
  const batch = events.length === 0 ? undefined : chain.extend(head, end, events);
  return { batch, events, alreadyWritten };
}
