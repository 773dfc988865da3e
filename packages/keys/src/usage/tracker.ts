import type { Clock, EpochMs, KeyId, KeyUsage, Logger, UsageStore } from '@gatehouse/core';
import { isMcpAuthError, silentLogger, systemClock } from '@gatehouse/core';
import { createSerializer } from '../serialize.js';
import { LastUses } from './last-uses.js';
import type { Tally } from './tally.js';
import { addUsage, countFailure, countUse, emptyTally, latest, sumOf, usageOf } from './tally.js';
import type { Schedule, UsageTracker, UsageTrackerOptions } from './types.js';

type Tallies = Map<KeyId, Tally>;

const NOTHING: ReadonlyMap<KeyId, Tally> = new Map();

const systemSchedule: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
};

class BatchingUsageTracker implements UsageTracker {
  readonly #store: UsageStore;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #flushMs: number;
  readonly #maxKeys: number;
  readonly #logger: Logger;
  readonly #inTurn = createSerializer();
  readonly #lastUses: LastUses;
  #pending: Tallies = new Map();
  /** What a flush is writing right now. */
  #inFlight: ReadonlyMap<KeyId, Tally> = NOTHING;
  #cancelTimer: (() => void) | undefined;
  #flushing = false;
  #failing = false;
  #full = false;
  #closed: Promise<void> | undefined;

  constructor(options: UsageTrackerOptions) {
    const { store, clock, schedule, flushMs = 5000, maxKeys = 50_000, logger } = options;
    if (!Number.isInteger(flushMs) || flushMs < 1 || flushMs > 0x7fffffff) {
      throw new RangeError('flushMs must be an integer from 1 to 2^31 - 1');
    }
    if (!Number.isInteger(maxKeys) || maxKeys < 2) {
      throw new RangeError('maxKeys must be an integer ≥ 2');
    }
    this.#store = store;
    this.#clock = clock ?? systemClock;
    this.#schedule = schedule ?? systemSchedule;
    this.#flushMs = flushMs;
    this.#maxKeys = maxKeys;
    this.#logger = logger ?? silentLogger;
    this.#lastUses = new LastUses(store, maxKeys);
  }

  used(keyId: KeyId, address?: string): void {
    const now = this.#clock.now();
    this.#lastUses.note(keyId, now);
    const tally = this.#tallyOf(keyId);
    if (tally !== undefined) {
      countUse(tally, now, address);
    }
  }

  failed(keyId: KeyId): void {
    const tally = this.#tallyOf(keyId);
    if (tally !== undefined) {
      countFailure(tally, this.#clock.now());
    }
  }

  lastUsedAt(
    keyId: KeyId,
    options: { readonly fresh?: boolean } = {},
  ): Promise<EpochMs | undefined> {
    return this.#lastUses.get(keyId, options.fresh === true, () =>
      latest(this.#pending.get(keyId)?.lastUsedAt, this.#inFlight.get(keyId)?.lastUsedAt),
    );
  }

  usage(keyId: KeyId): Promise<KeyUsage | undefined> {
    // In turn with flushes: what is being written would be counted twice or not at all.
    return this.#inTurn(async () => {
      const stored = await this.#store.get(keyId);
      return sumOf(keyId, stored, this.#pending.get(keyId));
    });
  }

  list(): Promise<readonly KeyUsage[]> {
    return this.#inTurn(async () => {
      const all = new Map<KeyId, KeyUsage>();
      for (const stored of await this.#store.list()) {
        all.set(stored.keyId, stored);
      }
      for (const [keyId, tally] of this.#pending) {
        all.set(keyId, sumOf(keyId, all.get(keyId), tally) ?? usageOf(keyId, tally));
      }
      return [...all.values()];
    });
  }

  forget(ids: readonly KeyId[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const id of ids) {
        this.#pending.delete(id);
        this.#lastUses.forget(id);
      }
      await this.#store.forget(ids);
    });
  }

  flush(): Promise<void> {
    return this.#inTurn(() => this.#write());
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    try {
      await this.flush();
    } catch (error) {
      this.#report('the last counts of usage could not be written', error);
    }
    await this.#store.close();
  }

  #tallyOf(keyId: KeyId): Tally | undefined {
    const known = this.#pending.get(keyId);
    return known ?? (this.#closed === undefined ? this.#newTally(keyId) : undefined);
  }

  #newTally(keyId: KeyId): Tally | undefined {
    const size = this.#pending.size + this.#inFlight.size;
    if (size >= this.#maxKeys) {
      this.#reportFull();
      return undefined;
    }
    const tally = emptyTally();
    this.#pending.set(keyId, tally);
    const isHalfFull = size + 1 >= this.#maxKeys / 2;
    if (isHalfFull && !this.#failing) {
      void this.#flushAlone();
    } else {
      this.#flushLater();
    }
    return tally;
  }

  /** A flush that nobody waits for. */
  async #flushAlone(): Promise<void> {
    if (this.#flushing) {
      return;
    }
    this.#flushing = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    try {
      await this.flush();
    } catch (error) {
      if (!this.#failing) {
        this.#failing = true;
        this.#report('usage cannot be written; it is kept in memory and tried again', error);
      }
    }
    this.#flushing = false;
    if (this.#pending.size > 0 && this.#closed === undefined) {
      this.#flushLater();
    }
  }

  #flushLater(): void {
    this.#cancelTimer ??= this.#schedule(() => void this.#flushAlone(), this.#flushMs);
  }

  async #write(): Promise<void> {
    if (this.#pending.size === 0) {
      return;
    }
    const batch = this.#pending;
    this.#pending = new Map();
    this.#inFlight = batch;
    try {
      await this.#store.add([...batch].map(([keyId, tally]) => usageOf(keyId, tally)));
      this.#failing = false;
      this.#full = false;
    } catch (error) {
      this.#takeBack(batch);
      throw error;
    } finally {
      this.#inFlight = NOTHING;
    }
  }

  /** Counts of a batch that was not written go before those that came meanwhile. */
  #takeBack(batch: Tallies): void {
    for (const [keyId, newer] of this.#pending) {
      const older = batch.get(keyId);
      if (older === undefined) {
        batch.set(keyId, newer);
      } else {
        addUsage(older, usageOf(keyId, newer));
      }
    }
    this.#pending = batch;
  }

  #reportFull(): void {
    if (!this.#full) {
      this.#full = true;
      const maxKeys = this.#maxKeys;
      this.#logger.error('too much usage is unwritten; uses of further keys are not counted', {
        maxKeys,
      });
    }
  }

  #report(message: string, error: unknown): void {
    const problem = isMcpAuthError(error) ? error.code : error instanceof Error ? error.name : '';
    this.#logger.error(message, { location: this.#store.location, problem });
  }
}

/**
 * Makes a usage tracker.
 *
 * @throws {@link RangeError} when `flushMs` or `maxKeys` is out of range.
 */
export function createUsageTracker(options: UsageTrackerOptions): UsageTracker {
  return new BatchingUsageTracker(options);
}
