import type { ActivityCount, ActivityRange, ActivityStore, Clock, Logger } from '@gatehouse/core';
import {
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_MAX_PAIRS,
  ActivityTable,
  isMcpAuthError,
  silentLogger,
  systemClock,
} from '@gatehouse/core';
import type { ActivityReader } from './activity-reader.js';
import { PendingCounts, type SeenActivity } from './pending-counts.js';

/** Runs something later. @returns A function that takes it back; harmless when it has run. */
type Schedule = (run: () => void, delayMs: number) => () => void;

/** How long counts are kept. Whole UTC days; integers ≥ 1. */
export interface ActivityRetention {
  /** By five minutes; after that by the hour. Default: 8. */
  readonly fineDays?: number;
  /** At all; at least `fineDays`. Default: 90. */
  readonly days?: number;
}

/** What a recorder is made of. */
export interface ActivityRecorderOptions {
  /** Taken over: {@link ActivityRecorder.close} closes it. */
  readonly store: ActivityStore;
  readonly clock?: Clock;
  /** Default: `setTimeout`, not keeping the process alive. */
  readonly schedule?: Schedule;
  readonly logger?: Logger;
  readonly retention?: ActivityRetention;
  /** How long counts stay in memory at most before they are written. Default: 30,000. */
  readonly flushMs?: number;
  /** How many counts may wait to be written. Default: 50,000, about 10 MB. */
  readonly maxCounts?: number;
}

/**
 * Counts requests in memory and writes the counts in batches: to count a request costs no write and
 * waits for nothing. A batch that cannot be written is kept and tried again; if that lasts so long that
 * `maxCounts` counts wait, what would need further ones is dropped, and the logger is told once.
 */
export interface ActivityRecorder extends ActivityReader {
  /** Counts a request that is over. Never throws and never waits. */
  seenRequest(seen: SeenActivity): void;
  /** Writes what was counted. Rejects with what the store throws; the counts are kept. */
  flush(): Promise<void>;
  /** Writes what was counted, and closes the store. A second call does nothing. */
  close(): Promise<void>;
}

const systemSchedule: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
};

function assertAtLeast(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value > 0x7fffffff) {
    throw new RangeError(`${name} must be an integer from ${least} to 2^31 - 1`);
  }
}

class BatchingActivityRecorder implements ActivityRecorder {
  readonly #store: ActivityStore;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #logger: Logger;
  readonly #flushMs: number;
  readonly #maxCounts: number;
  readonly #fineMs: number;
  readonly #keptMs: number;
  readonly #mayGrow = (): boolean => this.#hasRoom();
  #pending = new PendingCounts(ACTIVITY_MAX_PAIRS);
  /** Counts that a write has taken: they are being written, or could not be. */
  #taken: readonly ActivityCount[] = [];
  #tail: Promise<unknown> = Promise.resolve();
  #cancelTimer: () => void;
  #maintainAt = 0;
  readonly #told = new Set<string>();
  #closed: Promise<void> | undefined;

  constructor(options: ActivityRecorderOptions) {
    const { flushMs = 30_000, maxCounts = 50_000, retention = {} } = options;
    const { fineDays = 8, days = 90 } = retention;
    assertAtLeast('flushMs', flushMs, 1);
    assertAtLeast('maxCounts', maxCounts, 1);
    assertAtLeast('retention.fineDays', fineDays, 1);
    assertAtLeast('retention.days', days, fineDays);
    this.#store = options.store;
    this.#clock = options.clock ?? systemClock;
    this.#schedule = options.schedule ?? systemSchedule;
    this.#logger = options.logger ?? silentLogger;
    this.#flushMs = flushMs;
    this.#maxCounts = maxCounts;
    this.#fineMs = fineDays * ACTIVITY_DAY_MS;
    this.#keptMs = days * ACTIVITY_DAY_MS;
    this.#cancelTimer = this.#workLater();
  }

  seenRequest(seen: SeenActivity): void {
    if (this.#closed !== undefined) {
      return;
    }
    if (!this.#pending.count(this.#clock.now(), seen, this.#mayGrow)) {
      const maxCounts = this.#maxCounts;
      this.#tellOnce('too much activity is unwritten; some is not counted', { maxCounts });
    }
  }

  read(range: ActivityRange): Promise<readonly ActivityCount[]> {
    // In turn with writes: what is being written would be counted twice or not at all.
    return this.#inTurn(async () => {
      const stored = await this.#store.read(range);
      const table = new ActivityTable(Number.MAX_SAFE_INTEGER);
      table.add(stored);
      table.add(this.#taken);
      table.add(this.#pending.counts());
      return table.read(range);
    });
  }

  flush(): Promise<void> {
    return this.#inTurn(() => this.#write());
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  #hasRoom(): boolean {
    return this.#pending.size + this.#taken.length < this.#maxCounts;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  #workLater(): () => void {
    return this.#schedule(() => void this.#work(), this.#flushMs);
  }

  /** What has to be done from time to time. Never rejects. */
  async #work(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      this.#tellFailure('activity cannot be written; it is kept in memory and tried again', error);
    }
    try {
      await this.#inTurn(() => this.#maintain());
    } catch (error) {
      this.#tellFailure('old activity cannot be summed up or forgotten', error);
    }
    if (this.#closed === undefined) {
      this.#cancelTimer = this.#workLater();
    }
  }

  async #write(): Promise<void> {
    this.#take();
    if (this.#taken.length === 0) {
      return;
    }
    await this.#store.add(this.#taken);
    this.#taken = [];
    this.#told.clear();
  }

  /** What could not be written before and what came since then, as one batch. */
  #take(): void {
    const pending = this.#pending;
    this.#pending = new PendingCounts(ACTIVITY_MAX_PAIRS);
    if (this.#taken.length === 0) {
      this.#taken = [...pending.counts()];
      return;
    }
    const table = new ActivityTable();
    table.add(this.#taken);
    table.add(pending.counts());
    this.#taken = table.read({ from: 0, to: Number.POSITIVE_INFINITY });
  }

  /** Once an hour, whether or not it succeeds. */
  async #maintain(): Promise<void> {
    const now = this.#clock.now();
    if (now < this.#maintainAt && now > this.#maintainAt - 2 * ACTIVITY_HOUR_MS) {
      return;
    }
    this.#maintainAt = now + ACTIVITY_HOUR_MS;
    await this.#store.prune(now - this.#keptMs);
    await this.#store.rollUp(now - this.#fineMs);
  }

  async #end(): Promise<void> {
    this.#cancelTimer();
    try {
      await this.flush();
    } catch (error) {
      this.#tellFailure('the last counts of activity could not be written', error);
    }
    await this.#store.close();
  }

  #tellFailure(message: string, error: unknown): void {
    const problem = isMcpAuthError(error) ? error.code : error instanceof Error ? error.name : '';
    this.#tellOnce(message, { location: this.#store.location, problem });
  }

  /** Says each problem once until something was written again. */
  #tellOnce(message: string, fields: Readonly<Record<string, string | number>>): void {
    if (!this.#told.has(message)) {
      this.#told.add(message);
      this.#logger.error(message, fields);
    }
  }
}

/**
 * Makes a recorder. It writes every `flushMs`, and once an hour sums up and forgets what is old.
 *
 * @throws RangeError naming the option that is out of range.
 */
export function createActivityRecorder(options: ActivityRecorderOptions): ActivityRecorder {
  return new BatchingActivityRecorder(options);
}
