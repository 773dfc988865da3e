import type { AuditEvent, AuditRecord, EpochMs } from '@gatehouse/core';
import { silentLogger, systemClock, systemRandomBytes } from '@gatehouse/core';
import { Chain } from './chain.js';
import { ChainKeys } from './chain-keys.js';
import { parseLine, renderEvent, writableTime } from './line.js';
import { isMemoryAuditStorage } from './memory-storage.js';
import { CLOSED, prunedEvent, rekeyedEvent } from './own-events.js';
import { damaged, errorName, unavailable } from './problems.js';
import { TrailReader } from './reader.js';
import { createRedactor } from './redact.js';
import { retentionLimit } from './retention.js';
import type {
  AuditCheckpoint,
  AuditLog,
  AuditLogOptions,
  AuditQuery,
  AuditRetention,
  AuditVerification,
  Schedule,
} from './types.js';
import { AuditWriter } from './writer.js';

const systemSchedule: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};

type Settings = Required<Omit<AuditLogOptions, 'ring'>> & {
  readonly ring: AuditLogOptions['ring'] | undefined;
};

class StoredAuditLog implements AuditLog {
  readonly #settings: Settings;
  readonly #keys: ChainKeys;
  readonly #chain: Chain;
  readonly #writer: AuditWriter;
  readonly #reader: TrailReader;
  #closing: Promise<void> | undefined;

  constructor(settings: Settings) {
    const { storage, ring, random, redact } = settings;
    this.#settings = settings;
    this.#keys = new ChainKeys({ ring, random, location: storage.location });
    this.#chain = new Chain(this.#keys, storage.location);
    this.#writer = new AuditWriter({
      ...settings,
      chain: this.#chain,
      clean: createRedactor(redact),
    });
    this.#reader = new TrailReader({
      ...settings,
      keys: this.#keys,
      chain: this.#chain,
      prepare: () => this.#writeWhatWaits(),
    });
  }

  /** Makes sure that the trail can be continued; writes nothing. */
  async open(): Promise<void> {
    const { storage, ring } = this.#settings;
    const head = await storage.head();
    if (head === undefined) {
      for await (const _line of storage.read()) {
        throw damaged(storage.location, 'it holds records, but its head is missing');
      }
      if (ring === undefined && !isMemoryAuditStorage(storage)) {
        throw new TypeError('ring is needed: the key of a trail that is kept must be sealed');
      }
      return;
    }
    this.#chain.trust(head);
    if (head.sequence >= head.firstSequence) {
      await this.#checkLast(head.sequence, head.mac);
    }
    this.#chain.saw(head);
  }

  note(event: AuditEvent): void {
    this.#writer.note(event);
  }

  record(event: AuditEvent): Promise<void> {
    return this.#writer.record(event);
  }

  state(): 'writing' | 'failing' {
    return this.#writer.state();
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  query(query?: AuditQuery): AsyncIterable<AuditRecord> {
    return this.#reader.query(query);
  }

  follow(listener: (record: AuditRecord) => void, after?: number): () => void {
    return this.#reader.follow(listener, after);
  }

  export(format: 'jsonl' | 'csv', query?: AuditQuery): AsyncIterable<string> {
    return this.#reader.export(format, query);
  }

  verify(options?: { readonly checkpoint?: AuditCheckpoint }): Promise<AuditVerification> {
    return this.#reader.verify(options);
  }

  async checkpoint(): Promise<AuditCheckpoint> {
    await this.flush();
    const { storage, clock } = this.#settings;
    const head = await storage.head();
    if (head === undefined) {
      throw unavailable(storage.location, 'nothing was written to it yet');
    }
    this.#chain.trust(head);
    const key = this.#keys.current(head);
    const at = writableTime(clock.now());
    const unsigned = { sequence: head.sequence, mac: head.mac, at, keyId: key.id };
    return { ...unsigned, checkpointMac: key.checkpointMac(unsigned) };
  }

  async prune(what: EpochMs | AuditRetention): Promise<number> {
    const { storage, clock } = this.#settings;
    const before = await retentionLimit(storage, clock, what);
    const { problem } = await this.verify();
    if (problem !== undefined) {
      throw damaged(
        storage.location,
        `it does not verify (${problem.kind}), so nothing is removed`,
      );
    }
    const removed = await storage.prune(before, (head, last) => this.#chain.rehead(head, last));
    if (removed > 0) {
      this.note(prunedEvent(removed));
    }
    return removed;
  }

  async rotateKey(): Promise<void> {
    await this.flush();
    const { storage, clock } = this.#settings;
    await storage.append(({ head, unconfirmed }) => {
      if (head === undefined && unconfirmed.length === 0) {
        return undefined;
      }
      const trusted = this.#chain.trust(head);
      const end = this.#chain.takeIn(trusted, unconfirmed);
      const rekeyed = this.#chain.rekey(trusted, end);
      const at = writableTime(clock.now());
      const event = rekeyedEvent(this.#keys.current(rekeyed).id);
      return this.#chain.extend(rekeyed, end, [{ at, rendered: renderEvent(at, event) }]);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { storage } = this.#settings;
    if (this.#writer.hasWritten) {
      this.#writer.note(CLOSED);
    }
    const lost = await this.#writer.close();
    await storage.close();
    if (lost > 0) {
      throw unavailable(storage.location, `${lost} events could not be written and are lost`);
    }
  }

  /** The last record is what a cut tail takes away first, and what is cheap to look for. */
  async #checkLast(sequence: number, mac: string): Promise<void> {
    const { storage } = this.#settings;
    for await (const text of storage.read(sequence)) {
      const line = parseLine(text);
      if (line?.sequence === sequence && line.mac === mac) {
        return;
      }
      break;
    }
    throw damaged(storage.location, `its last record, ${sequence}, is missing or was changed`);
  }

  /** Reading goes on when writing fails: the state tells of that. */
  async #writeWhatWaits(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      const { logger, storage } = this.#settings;
      const fields = { location: storage.location, problem: errorName(error) };
      logger.warn('the audit trail is read without what waits to be written', fields);
    }
  }
}

function assertInteger(value: number, least: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be an integer ≥ ${least}, got ${value}`);
  }
}

function withDefaults(options: AuditLogOptions): Settings {
  const { storage, logger = silentLogger, maxQueued = 10_000, batchMs = 20 } = options;
  const { timeoutMs = 5_000 } = options;
  assertInteger(maxQueued, 1, 'maxQueued');
  assertInteger(batchMs, 0, 'batchMs');
  assertInteger(timeoutMs, 1, 'timeoutMs');
  return {
    storage,
    ring: options.ring,
    clock: options.clock ?? systemClock,
    schedule: options.schedule ?? systemSchedule,
    random: options.random ?? systemRandomBytes,
    redact: options.redact ?? {},
    logger,
    maxQueued,
    batchMs,
    timeoutMs,
  };
}
/**
 * Opens an audit trail. Nothing is written before the first event.
 *
 * Each record carries a MAC over itself and the record before it; the head, kept apart, tells where
 * the trail ends. So {@link AuditLog.verify} names what was changed, removed, inserted, moved or cut.
 * Whoever holds the master key can make a trail anew; only a checkpoint kept elsewhere shows that.
 *
 * @throws {@link TypeError} without `ring`, unless the storage is in memory; {@link RangeError} when
 *   a number of the options cannot be.
 * @throws `ERR_MCPAUTH_MASTER_KEY_MISSING` or `ERR_MCPAUTH_MASTER_KEY_MISMATCH` when the trail is
 *   sealed with another master key, `ERR_MCPAUTH_AUDIT_DAMAGED` when there are records without head,
 *   when the head was altered or when the last record is missing, and what the storage throws.
 *   Nothing is written then.
 */
export async function createAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const log = new StoredAuditLog(withDefaults(options));
  await log.open();
  return log;
}
