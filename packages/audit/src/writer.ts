import type { AuditEvent, AuditSink, AuditStorage, Clock, EpochMs, Logger } from '@gatehouse/core';
import type { Plan } from './batch-plan.js';
import { planBatch } from './batch-plan.js';
import type { Chain, FoundState } from './chain.js';
import { renderEvent, writableTime } from './line.js';
import type { Lost } from './own-events.js';
import { lostEvent } from './own-events.js';
import { damaged, errorName, unavailable, writeError } from './problems.js';
import { EventQueue } from './queue.js';
import { awaitAnswer } from './silence.js';
import type { Schedule } from './types.js';
import type { Render } from './waiting-event.js';
import { WaitingEvent } from './waiting-event.js';

/** First pause after a failed write, and the longest: it doubles each time. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** What a writer is made of. */
export interface WriterOptions {
  readonly storage: AuditStorage;
  readonly chain: Chain;
  readonly clean: (event: AuditEvent) => AuditEvent;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly logger: Logger;
  readonly maxQueued: number;
  readonly batchMs: number;
  readonly timeoutMs: number;
}

/** What one append has written. */
interface Written {
  readonly plan: Plan;
  readonly entries: readonly WaitingEvent[];
  readonly lost: Lost;
}

/**
 * Writes events in groups: whatever comes while one append runs goes into the next, so that the cost
 * of making lines durable is shared.
 *
 * What cannot be written is never quiet: `record` rejects, {@link state} says `failing`, notes are
 * kept and tried again, and the number of what was lost is written as soon as anything can be.
 */
export class AuditWriter implements AuditSink {
  readonly #options: WriterOptions;
  readonly #queue: EventQueue;
  readonly #render: Render;
  #lost: Lost = { dropped: 0, rejected: 0 };
  readonly #openedAt: EpochMs;
  #announced = false;
  #failures = 0;
  #failing = false;
  #running = false;
  #closed = false;
  /** The attempt that runs has not been answered in time: nobody waits behind it. */
  #stuck = false;
  /** The plan of the last attempt, as long as it is not known to be written. */
  #unsettled: Plan | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#queue = new EventQueue(options.maxQueued);
    this.#render = (at, event) => renderEvent(at, options.clean(event));
    this.#openedAt = writableTime(options.clock.now());
  }

  state(): 'writing' | 'failing' {
    return this.#failing ? 'failing' : 'writing';
  }

  /** Whether this process has written anything. */
  get hasWritten(): boolean {
    return this.#announced;
  }

  note(event: AuditEvent): void {
    const entry = this.#entryOf(event, false);
    if (entry === undefined || this.#closed || !this.#queue.add(entry)) {
      this.#lose({ dropped: 1, rejected: 0 });
    }
    if (!this.#closed) {
      this.#wakeInTime();
    }
  }

  record(event: AuditEvent): Promise<void> {
    const { location } = this.#options.storage;
    const entry = this.#entryOf(event, true);
    const refused = (problem: string): Promise<never> => {
      this.#lose({ dropped: 0, rejected: 1 });
      return Promise.reject(unavailable(location, problem));
    };
    if (entry === undefined) {
      return refused('an event cannot be read');
    }
    if (this.#closed) {
      return refused('it is closed');
    }
    if (this.#stuck) {
      return refused('its storage does not answer');
    }
    if (!this.#queue.add(entry)) {
      return refused(`${this.#queue.length} events wait already`);
    }
    const written = this.#queue.wait();
    this.#wake(0);
    return written;
  }

  flush(): Promise<void> {
    if (!this.#hasWork()) {
      return Promise.resolve();
    }
    if (this.#stuck) {
      const { location } = this.#options.storage;
      return Promise.reject(unavailable(location, 'its storage does not answer'));
    }
    const written = this.#queue.wait();
    this.#wake(0);
    return written;
  }

  /** Takes no more events. @returns How many are lost for good. */
  async close(): Promise<number> {
    this.#closed = true;
    try {
      await this.flush();
    } catch {
      // The caller of `close` gets the number, and the state says it too.
    }
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    return this.#queue.length + this.#lost.dropped;
  }

  /**
   * Never throws: an event that cannot be read counts as lost. While writing fails, or more waits than
   * usual, events are rendered as they come: who causes them pays for them, and what redaction hides
   * is not held for long.
   */
  #entryOf(event: AuditEvent, withdrawable: boolean): WaitingEvent | undefined {
    try {
      return new WaitingEvent(writableTime(this.#options.clock.now()), event, {
        render: this.#render,
        withdrawable,
        mayBeCopied: !this.#failing && !this.#queue.isHalfFull,
      });
    } catch (error) {
      this.#options.logger.error('an audit event cannot be read', { problem: errorName(error) });
      return undefined;
    }
  }

  #lose({ dropped, rejected }: Lost): void {
    this.#lost = {
      dropped: this.#lost.dropped + dropped,
      rejected: this.#lost.rejected + rejected,
    };
    this.#fall('events are lost', {});
  }

  /** Notes that writing fails; tells the logger once each time that it begins to. */
  #fall(message: string, fields: Readonly<Record<string, string>>): void {
    if (!this.#failing) {
      this.#failing = true;
      const { logger, storage } = this.#options;
      logger.error(`the audit trail fails: ${message}`, { location: storage.location, ...fields });
    }
  }

  #hasWork(): boolean {
    return !this.#queue.isEmpty || this.#lost.dropped > 0 || this.#lost.rejected > 0;
  }

  /** Notes wait for more of their kind, for as long as there is room for those. */
  #wakeInTime(): void {
    this.#wake(this.#queue.isPressing ? 0 : this.#options.batchMs);
  }

  #wake(delayMs: number): void {
    if (this.#running || (this.#cancelTimer !== undefined && delayMs > 0)) {
      return;
    }
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (delayMs > 0) {
      this.#cancelTimer = this.#options.schedule(() => this.#onTimer(), delayMs);
    } else {
      void this.#run();
    }
  }

  #onTimer(): void {
    this.#cancelTimer = undefined;
    if (!this.#running) {
      void this.#run();
    }
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    this.#running = true;
    // Events of the same turn go into one group.
    await Promise.resolve();
    let good = true;
    // Notes that came meanwhile wait for more of their kind: with a group for each of them, a storage
    // that answers within the turn would make every request pay for a write of its own.
    for (let due = this.#hasWork(); good && due; due = this.#queue.isPressing) {
      good = await this.#attempt();
    }
    this.#running = false;
    if (this.#closed || !this.#hasWork()) {
      return;
    }
    if (good) {
      this.#wakeInTime();
      return;
    }
    const pause = FIRST_PAUSE_MS * 2 ** Math.min(this.#failures - 1, 20);
    this.#wake(Math.min(pause, LONGEST_PAUSE_MS));
  }

  async #attempt(): Promise<boolean> {
    const { schedule, storage, timeoutMs } = this.#options;
    const answered = awaitAnswer(schedule, timeoutMs, () => {
      this.#stuck = true;
      this.#failed(unavailable(storage.location, `no answer for ${timeoutMs} ms`));
    });
    const attempted = await this.#tryAppend();
    this.#stuck = false;
    answered();
    if ('error' in attempted) {
      this.#failures += 1;
      this.#failed(writeError(storage.location, attempted.error));
      return false;
    }
    this.#failures = 0;
    this.#failing = false;
    this.#settle(attempted);
    return true;
  }

  /** Whoever waits is told; notes stay and are tried again. */
  #failed(error: unknown): void {
    this.#fall('it cannot be written', { problem: errorName(error) });
    const rejected = this.#queue.fail(error);
    this.#lost = { ...this.#lost, rejected: this.#lost.rejected + rejected };
  }

  /** Never rejects. */
  async #tryAppend(): Promise<Written | { readonly error: unknown }> {
    try {
      return await this.#append();
    } catch (error) {
      return { error };
    }
  }

  async #append(): Promise<Written> {
    const { chain, storage } = this.#options;
    if (chain.known === undefined) {
      await this.#begin();
    }
    const entries = this.#queue.snapshot();
    // Now, and not under the storage's lock: others may wait for that.
    for (const entry of entries) {
      entry.render();
    }
    const lost = this.#lost;
    const earlier = this.#unsettled;
    let plan: Plan | undefined;
    await storage.append((state) => {
      plan = this.#plan(state, entries, lost, earlier);
      this.#unsettled = plan;
      return plan.batch;
    });
    if (plan === undefined) {
      throw unavailable(storage.location, 'its storage did not ask for what to write');
    }
    return { plan, entries, lost };
  }

  /** Makes the head of a new trail. Records without a head are never taken for a new one. */
  async #begin(): Promise<void> {
    const { chain, storage } = this.#options;
    await storage.append(({ head, unconfirmed }) => {
      if (head !== undefined) {
        chain.trust(head);
        return undefined;
      }
      if (unconfirmed.length > 0) {
        throw damaged(storage.location, 'it holds records, but its head is missing');
      }
      return { lines: [], head: chain.begin() };
    });
  }

  #plan(
    state: FoundState,
    entries: readonly WaitingEvent[],
    lost: Lost,
    earlier: Plan | undefined,
  ): Plan {
    const { chain, clock } = this.#options;
    const now = writableTime(clock.now());
    const anyLost = lost.dropped > 0 || lost.rejected > 0;
    return planBatch(
      chain,
      state,
      {
        now,
        entries,
        openedAt: this.#announced ? undefined : this.#openedAt,
        lost: anyLost ? { at: now, rendered: renderEvent(now, lostEvent(lost)) } : undefined,
      },
      earlier,
    );
  }

  #settle({ plan, entries, lost }: Written): void {
    if (plan.batch !== undefined) {
      this.#options.chain.saw(plan.batch.head);
    }
    this.#unsettled = undefined;
    this.#announced = true;
    this.#lost = {
      dropped: this.#lost.dropped - lost.dropped,
      rejected: this.#lost.rejected - lost.rejected,
    };
    this.#queue.done(entries);
  }
}
