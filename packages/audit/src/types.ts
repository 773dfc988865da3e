import type {
  AuditEventType,
  AuditRecord,
  AuditSink,
  AuditStorage,
  Clock,
  EpochMs,
  Logger,
  RandomBytes,
} from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';

/** Runs something later. @returns A function that takes it back; harmless when it has run. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

/** What is hidden beside the names and shapes that are always hidden. */
export interface RedactOptions {
  /** Names of details whose values are hidden; case, `-` and `_` do not matter. */
  readonly fields?: readonly string[];
  /** Beginnings of secrets of the host's own, such as `sk_live_`: what follows one is hidden. */
  readonly prefixes?: readonly string[];
}

/** What an audit log is made of. */
export interface AuditLogOptions {
  /** Taken over: {@link AuditLog.close} closes it. */
  readonly storage: AuditStorage;
  /** Seals the key of the chain. Only a trail in memory does without. */
  readonly ring?: KeyRing;
  readonly clock?: Clock;
  /** Default: `setTimeout`, not keeping the process alive. */
  readonly schedule?: Schedule;
  readonly random?: RandomBytes;
  readonly logger?: Logger;
  /** Events that may wait to be written; default 10,000. Beyond it notes are dropped and counted. */
  readonly maxQueued?: number;
  /** How long notes wait for others to be written with; default 20. `record` does not wait for it. */
  readonly batchMs?: number;
  /**
   * After what time without answer from the storage `record` gives up; default 5000. Time in which
   * this process could not run at all is not held against the storage.
   */
  readonly timeoutMs?: number;
  readonly redact?: RedactOptions;
}

/** Which records are meant: all conditions that are given hold. */
export interface AuditFilter {
  readonly types?: readonly AuditEventType[];
  /** An actor's id. */
  readonly actor?: string;
  readonly target?: string;
  readonly address?: string;
  readonly requestId?: string;
  readonly outcome?: AuditRecord['outcome'];
  /** Not before this moment. */
  readonly from?: EpochMs;
  /** Before this moment. */
  readonly to?: EpochMs;
  /** Anywhere in the record's texts; case does not matter. */
  readonly text?: string;
}

/** Which records, how many, and in which order. */
export interface AuditQuery extends AuditFilter {
  /** At most so many, an integer ≥ 1; default: all. */
  readonly limit?: number;
  /** Default `false`: oldest first. */
  readonly newestFirst?: boolean;
}

/** The end of the trail at one moment, to be kept where whoever can rewrite the trail cannot. */
export interface AuditCheckpoint {
  readonly sequence: number;
  /** MAC of that record, base64url. */
  readonly mac: string;
  readonly at: EpochMs;
  /** The chain's key that made {@link checkpointMac}. */
  readonly keyId: string;
  /** MAC over the other fields, base64url. */
  readonly checkpointMac: string;
}

/** What can be wrong with a trail. A closed union: callers switch on it. */
export type AuditProblemKind =
  /** The record was altered, or what stands in its place is no record. */
  | 'changed'
  /** Records are missing, and later ones are there. */
  | 'removed'
  /** A line that belongs nowhere stands before the record. */
  | 'inserted'
  /** The record stands elsewhere in the trail. */
  | 'reordered'
  /** A copy of the record stands in the trail. */
  | 'duplicated'
  /** The last records are missing. */
  | 'truncated'
  /** From this record on, lines were made with another key: another trail, or made anew. */
  | 'foreign'
  /** There are records and no head, or the trail is gone. */
  | 'head-missing'
  /** The head was altered, or belongs to another trail. */
  | 'head-changed'
  /** Head and records fit each other, and are older than what this process or a checkpoint knows. */
  | 'rolled-back'
  /** The checkpoint itself was altered or belongs to another trail. */
  | 'checkpoint-invalid';

/** The first thing that is wrong with a trail. */
export interface AuditProblem {
  readonly kind: AuditProblemKind;
  /** Number of the record that is concerned: the first of several. */
  readonly sequence: number;
  /** Number of the last record that is concerned, of `removed` and `truncated`. */
  readonly last?: number;
  /** A sentence for people. It repeats nothing that stands in the trail. */
  readonly message: string;
}

/** What {@link AuditLog.verify} found. */
export interface AuditVerification {
  readonly ok: boolean;
  readonly problem?: AuditProblem;
  /** First record that was found good; 0 when none was. */
  readonly from: number;
  /** Last record that was found good; 0 when none was. */
  readonly to: number;
  /** Records found good. */
  readonly count: number;
  /** How many of them the head does not know yet: written just now, or before a crash. */
  readonly unconfirmed: number;
  /**
   * What the checkpoint proves: `matches`, or `too-old` when its record was removed by retention.
   * Absent without checkpoint, and when there is a problem.
   */
  readonly checkpoint?: 'matches' | 'too-old';
}

/** How much to keep. With both, a record goes when either says so. */
export interface AuditRetention {
  /** Days of 24 hours, > 0. */
  readonly days?: number;
  /** Number of the newest records to keep, an integer ≥ 1. */
  readonly records?: number;
}

/** What reading a trail takes. */
export interface AuditReaderOptions {
  readonly storage: AuditStorage;
  /** Opens the keys of the chain: {@link AuditReader.verify} needs it, the rest does not. */
  readonly ring?: KeyRing;
  readonly logger?: Logger;
}

/** What can be read of a trail. */
export interface AuditReader {
  /**
   * Reads records; a log writes first what waits. Nothing is verified; lines that are no records are
   * passed over, and the logger is told.
   */
  query(query?: AuditQuery): AsyncIterable<AuditRecord>;
  /**
   * Calls `listener` with each record that is written from now on, by other processes too, in
   * order.
   *
   * @param after - Number of a record: those behind it are told as well, at the next append. A log
   *   begins by default behind the last record that it knows, a reader with the oldest.
   * @returns A function that ends it.
   */
  follow(listener: (record: AuditRecord) => void, after?: number): () => void;
  /**
   * Checks every record and the head; a log writes first what waits.
   *
   * @param options - `checkpoint`: also that the trail still holds what it held then. Without one, a
   *   trail that was set back as a whole, head and records, is noticed only by the process that
   *   wrote what is missing.
   */
  verify(options?: { readonly checkpoint?: AuditCheckpoint }): Promise<AuditVerification>;
  /**
   * `jsonl`: the lines as they stand in the trail, MACs included. `csv`: RFC 4180 with a heading,
   * one row per record; cells that a spreadsheet would take for formulas start with `'`.
   */
  export(format: 'jsonl' | 'csv', query?: AuditQuery): AsyncIterable<string>;
}

/** A trail that is open. */
export interface AuditLog extends AuditSink, AuditReader {
  /** @returns The end of the trail, after writing what waits. Rejects when that cannot be written. */
  checkpoint(): Promise<AuditCheckpoint>;
  /**
   * Removes old records, as far as the storage can remove them in whole parts; the chain goes on.
   * The trail is verified first: nothing is removed from one that was tampered with.
   *
   * @param what - What is older than this moment, or how much to keep.
   * @returns How many records were removed.
   * @throws `ERR_MCPAUTH_AUDIT_DAMAGED` when the trail does not verify.
   */
  prune(what: EpochMs | AuditRetention): Promise<number>;
  /**
   * Begins a new chain key for what follows, and seals the older ones under the ring's current
   * master key: the last step of a rotation. Processes that lack that master key cannot write then.
   */
  rotateKey(): Promise<void>;
  /** Resolves when everything noted so far is durable. @throws As `record` does; notes are kept. */
  flush(): Promise<void>;
  /**
   * Writes what waits, and closes the storage. A second call does nothing.
   *
   * @throws `ERR_MCPAUTH_AUDIT_UNAVAILABLE` when events could not be written and are lost.
   */
  close(): Promise<void>;
}
