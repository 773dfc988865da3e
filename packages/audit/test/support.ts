import type {
  AuditBatch,
  AuditEvent,
  AuditHead,
  AuditRecord,
  AuditStorage,
  EpochMs,
} from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import type { FakeClock } from '@gatehouse/mcp-auth-testing';
import { createFakeClock, createSeededRandom } from '@gatehouse/mcp-auth-testing';
import type {
  AuditCheckpoint,
  AuditLog,
  AuditLogOptions,
  AuditVerification,
  Schedule,
} from '../src/index.js';
import { createAuditLog, createAuditReader } from '../src/index.js';

type State = Parameters<Parameters<AuditStorage['append']>[0]>[0];

/** What the next append does instead of working. */
export type Fault =
  | 'refuse' // Nothing is written.
  | 'lines-only' // Dies between lines and head.
  | 'after' // Writes all, and fails then.
  | 'hang' // Answers when `release` is called.
  | 'foreign-error'; // Throws what is no error of ours.

/** A storage whose content a test can change behind the log's back, and that fails as it is told. */
export class TestStorage implements AuditStorage {
  readonly location: string = 'test-trail';
  lines: string[] = [];
  stored: AuditHead | undefined;
  torn = false;
  faults: (Fault | undefined)[] = [];
  /** The fault of all appends that {@link faults} does not speak of. */
  lasting: Fault | undefined;
  appends = 0;
  closed = false;
  readonly times: EpochMs[] = [];
  readonly listeners: Set<() => void> = new Set();
  #release: (() => void) | undefined;

  async head(): Promise<AuditHead | undefined> {
    return this.stored;
  }

  async append(build: (state: State) => AuditBatch | undefined): Promise<void> {
    this.appends += 1;
    const fault = this.faults.length > 0 ? this.faults.shift() : this.lasting;
    if (fault === 'hang') {
      await new Promise<void>((resolve) => {
        this.#release = resolve;
      });
    }
    if (fault === 'refuse') {
      throw storeUnavailable();
    }
    if (fault === 'foreign-error') {
      throw new RangeError('secret detail of a driver');
    }
    const { torn } = this;
    this.torn = false;
    const batch = build({ head: this.stored, unconfirmed: this.unconfirmed(), torn });
    if (batch === undefined) {
      return;
    }
    this.lines.push(...batch.lines.map(({ text }) => text));
    this.times.push(...batch.lines.map(({ at }) => at));
    if (fault === 'lines-only') {
      throw storeUnavailable();
    }
    this.stored = batch.head;
    this.tell();
    if (fault === 'after') {
      throw storeUnavailable();
    }
  }

  /** Whole lines behind the one that the head names last. */
  unconfirmed(): string[] {
    const { stored, lines } = this;
    return stored === undefined
      ? lines
      : lines.slice(Math.max(0, stored.sequence - stored.firstSequence + 1));
  }

  tell(): void {
    for (const listener of [...this.listeners]) {
      listener();
    }
  }

  release(): void {
    this.#release?.();
  }

  async *read(from = 0): AsyncGenerator<string> {
    const lines = [...this.lines];
    for (const line of lines) {
      if (numberOf(line) >= from) {
        yield line;
      }
    }
  }

  async prune(
    before: EpochMs,
    rehead: (head: AuditHead, last: string) => AuditHead,
  ): Promise<number> {
    const young = this.times.findIndex((at) => at >= before);
    const removed = young < 0 ? this.lines.length : young;
    const last = this.lines[removed - 1];
    if (this.stored === undefined || last === undefined) {
      return 0;
    }
    this.stored = rehead(this.stored, last);
    this.lines.splice(0, removed);
    this.times.splice(0, removed);
    return removed;
  }

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** The same content in a storage of its own. */
  copy(): TestStorage {
    const copy = new TestStorage();
    copy.lines = [...this.lines];
    copy.times.push(...this.times);
    copy.stored = this.stored;
    return copy;
  }
}

export function storeUnavailable(): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'The disk is full.', {
    location: 'test-trail',
    problem: 'ENOSPC',
  });
}

/** The number that a line claims, as a storage reads it. A line that claims none is always read. */
export function numberOf(line: string): number {
  const digits = /^\{"sequence":(\d+),/.exec(line)?.[1];
  return digits === undefined ? Infinity : Number(digits);
}

/** Timers that fire when a test says so. */
export interface ManualTimers {
  readonly schedule: Schedule;
  /** Delays of the timers that wait, in the order in which they were set. */
  delays(): number[];
  /** Fires the waiting timers of this delay. @returns How many there were. */
  fire(delayMs: number): number;
}

export function createManualTimers(): ManualTimers {
  const waiting = new Set<{ run: () => void; delayMs: number }>();
  return {
    schedule(run, delayMs) {
      const timer = { run, delayMs };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    delays: () => [...waiting].map(({ delayMs }) => delayMs),
    fire(delayMs) {
      const due = [...waiting].filter((timer) => timer.delayMs === delayMs);
      for (const timer of due) {
        waiting.delete(timer);
        timer.run();
      }
      return due.length;
    },
  };
}

export const TEST_RING: KeyRing = createKeyRing({
  current: generateMasterKey(createSeededRandom(7)),
});

export const OTHER_RING: KeyRing = createKeyRing({
  current: generateMasterKey(createSeededRandom(8)),
});

/** A log over a test storage, with everything that a test may want to turn. */
export interface Bench {
  readonly storage: TestStorage;
  readonly clock: FakeClock;
  readonly timers: ManualTimers;
  readonly log: AuditLog;
}

export async function openBench(
  options: Partial<AuditLogOptions> & { readonly storage?: TestStorage } = {},
): Promise<Bench> {
  const storage = options.storage ?? new TestStorage();
  const clock = createFakeClock();
  const timers = createManualTimers();
  const log = await createAuditLog({
    ring: TEST_RING,
    clock,
    schedule: timers.schedule,
    random: createSeededRandom(storage.lines.length + 1),
    ...options,
    storage,
  });
  return { storage, clock, timers, log };
}

export function event(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    type: 'decision.denied',
    actor: { id: 'lmcp_monitor_001', kind: 'key', role: 'monitor' },
    outcome: 'denied',
    target: 'tool:loxone_control_lights',
    address: '192.0.2.7',
    ...changes,
  };
}

/** A storage with a trail of exactly `records` records, whose first one is `audit.opened`. */
export async function filledStorage(records: number): Promise<TestStorage> {
  const { storage, log, clock } = await openBench();
  for (let number = 2; number <= records; number += 1) {
    clock.advance(1_000);
    log.note(event({ requestId: `r${number}`, reason: 'role' }));
  }
  await log.flush();
  return storage;
}

/** Verifies a trail as a process does that knows nothing of it yet. */
export function verifyAnew(
  storage: AuditStorage,
  checkpoint?: AuditCheckpoint,
): Promise<AuditVerification> {
  const reader = createAuditReader({ storage, ring: TEST_RING });
  return reader.verify(checkpoint === undefined ? {} : { checkpoint });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

export function recordsOf(log: AuditLog): Promise<AuditRecord[]> {
  return collect(log.query());
}

/** Everything that the log did by itself. */
export function typesOf(storage: TestStorage): string[] {
  return storage.lines.map((line) => String(JSON.parse(line).type));
}
