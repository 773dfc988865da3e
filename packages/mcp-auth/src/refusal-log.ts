import type { AuditEvent, AuditSink, Clock, EpochMs } from '@gatehouse/core';
import { networkName } from './network-name.js';
import type { Cancel, Schedule } from './node/schedule.js';

/** What bounds the trail that refused callers leave. */
export interface RefusalLogOptions {
  readonly sink: Pick<AuditSink, 'note'>;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** The same refusal is written once and then summed up this often; default one minute. */
  readonly intervalMs?: number;
  /** Different refusals that are kept apart at one time; default 256. */
  readonly maxEntries?: number;
  /** Lines about single callers in an hour; default 1,000. What is beyond is only counted. */
  readonly maxPerHour?: number;
}

/**
 * Writes refusals into the audit trail so that whoever has no key cannot fill the disk with them.
 *
 * The first refusal of its kind is written at once. Repetitions (same event, reason, actor and
 * network) are counted and written as one line when the interval ends; while they go on, the
 * interval doubles, up to an hour. Beyond the bounds, callers are counted together, without address.
 * So memory and lines per hour have a limit that does not depend on who knocks, and no refusal goes
 * uncounted.
 */
export interface RefusalLog extends Pick<AuditSink, 'note'> {
  /** Writes what is only counted so far, and stops. */
  close(): void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Claimed key ids that a summary names. */
const MOST_TARGETS = 5;

interface Entry {
  readonly first: AuditEvent;
  readonly targets: Set<string>;
  /** Sweeps between two lines. */
  every: number;
  /** Sweeps until the next one. */
  left: number;
  /** Repetitions since the last line. */
  repeated: number;
}

/** Makes a {@link RefusalLog} in memory. */
export function createRefusalLog(options: RefusalLogOptions): RefusalLog {
  return new BoundedRefusalLog(options);
}

class BoundedRefusalLog implements RefusalLog {
  readonly #sink: Pick<AuditSink, 'note'>;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #intervalMs: number;
  readonly #maxEntries: number;
  readonly #budget: HourlyBudget;
  readonly #entries = new Map<string, Entry>();
  #cancelSweep: Cancel | undefined;

  constructor(options: RefusalLogOptions) {
    this.#sink = options.sink;
    this.#clock = options.clock;
    this.#schedule = options.schedule;
    this.#intervalMs = options.intervalMs ?? MINUTE;
    this.#maxEntries = options.maxEntries ?? 256;
    this.#budget = new HourlyBudget(options.maxPerHour ?? 1000);
  }

  note(event: AuditEvent): void {
    const key = groupOf(event);
    const known = this.#entries.get(key);
    if (known !== undefined) {
      repeat(known, event);
    } else if (this.#entries.size < this.#maxEntries && this.#budget.take(this.#clock.now())) {
      this.#open(key, event);
      this.#sink.note(event);
    } else {
      this.#countTogether(event);
    }
  }

  close(): void {
    this.#cancelSweep?.();
    for (const entry of this.#entries.values()) this.#sumUp(entry);
    this.#entries.clear();
  }

  #open(key: string, event: AuditEvent): Entry {
    const entry: Entry = {
      first: event,
      targets: new Set(event.target === undefined ? [] : [event.target]),
      every: 1,
      left: 1,
      repeated: 0,
    };
    this.#entries.set(key, entry);
    this.#cancelSweep ??= this.#schedule(() => this.#sweep(), this.#intervalMs);
    return entry;
  }

  /** Reasons and types are closed sets, so these entries are few whatever callers do. */
  #countTogether({ type, outcome, reason }: AuditEvent): void {
    const key = `others|${type}|${reason ?? ''}`;
    const event = {
      type,
      outcome,
      actor: { id: 'others' },
      ...(reason === undefined ? {} : { reason }),
    };
    const shared = this.#entries.get(key) ?? this.#open(key, event);
    shared.repeated += 1;
  }

  #sweep(): void {
    for (const [key, entry] of this.#entries) {
      entry.left -= 1;
      if (entry.left > 0) continue;
      if (entry.repeated === 0) {
        this.#entries.delete(key);
        continue;
      }
      this.#sumUp(entry);
      entry.every = Math.min(entry.every * 2, Math.ceil(HOUR / this.#intervalMs));
      entry.left = entry.every;
    }
    this.#cancelSweep =
      this.#entries.size === 0 ? undefined : this.#schedule(() => this.#sweep(), this.#intervalMs);
  }

  #sumUp(entry: Entry): void {
    if (entry.repeated === 0) return;
    const { target: _, ...event } = entry.first;
    this.#sink.note({
      ...event,
      details: {
        ...event.details,
        count: entry.repeated,
        ...(entry.targets.size === 0 ? {} : { targets: [...entry.targets] }),
      },
    });
    entry.repeated = 0;
    entry.targets.clear();
  }
}

function repeat(entry: Entry, { target }: AuditEvent): void {
  entry.repeated += 1;
  if (target !== undefined && entry.targets.size < MOST_TARGETS) entry.targets.add(target);
}

/**
 * What makes two refusals the same. The target is left out: whoever guesses names a new one each
 * time.
 */
function groupOf({ type, reason, actor, address }: AuditEvent): string {
  return JSON.stringify([
    type,
    reason,
    actor.id,
    address === undefined ? null : networkName(address),
  ]);
}

/** Admits so many in each hour of the clock; a clock that is set back begins a new one. */
class HourlyBudget {
  readonly #max: number;
  #hour = Number.NaN;
  #taken = 0;

  constructor(max: number) {
    this.#max = max;
  }

  take(now: EpochMs): boolean {
    const hour = Math.floor(now / HOUR);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#taken = 0;
    }
    this.#taken += 1;
    return this.#taken <= this.#max;
  }
}
