import type { EpochMs } from './time.js';

/** What can be in the audit trail. A closed set, in `<family>.<what happened>` form. */
export const AUDIT_EVENT_TYPES = [
  'auth.accepted',
  'auth.refused',
  'auth.limited',
  'auth.locked-out',
  'auth.unlocked',
  'decision.allowed',
  'decision.denied',
  'decision.shadow',
  'consent.confirmed',
  'consent.declined',
  'consent.token-issued',
  'approval.requested',
  'approval.granted',
  'approval.refused',
  'approval.expired',
  'approval.used',
  'key.created',
  'key.updated',
  'key.enabled',
  'key.disabled',
  'key.rotated',
  'key.revoked',
  'key.deleted',
  'key.changed-outside',
  'key.notice',
  'session.opened',
  'session.closed',
  'config.changed',
  'master-key.generated',
  'master-key.rotated',
  'audit.opened',
  'audit.closed',
  'audit.dropped',
  'audit.pruned',
  'audit.rekeyed',
  'audit.repaired',
] as const;

/** One of {@link AUDIT_EVENT_TYPES}. */
export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

/** Who did it. */
export interface AuditActor {
  /** A principal's id, a local user's name, or `anonymous`. */
  readonly id: string;
  readonly kind?: string;
  readonly role?: string;
}

/** A value that an event may carry beside its fixed fields. */
export type AuditValue = string | number | boolean | readonly string[];

/** Something that happened. It holds no secret; what looks like one is redacted on the way in. */
export interface AuditEvent {
  readonly type: AuditEventType;
  readonly actor: AuditActor;
  readonly outcome: 'success' | 'denied' | 'failed';
  /** What it was done to: a key id, `tool:loxone_control_lights`, a path. */
  readonly target?: string;
  /** Where the caller connects from. */
  readonly address?: string;
  readonly requestId?: string;
  readonly sessionId?: string;
  readonly userAgent?: string;
  /** Why it was denied or failed: a code or a reason, not a sentence. */
  readonly reason?: string;
  readonly details?: Readonly<Record<string, AuditValue>>;
}

/** An event as it stands in the trail. */
export interface AuditRecord extends AuditEvent {
  /** Counts up by one from 1 over the whole trail, rotated files included. */
  readonly sequence: number;
  readonly at: EpochMs;
}

/** Where events go. */
export interface AuditSink {
  /** Queues an event. Never throws and never waits; if it cannot be written, {@link state} tells. */
  note(event: AuditEvent): void;
  /**
   * Writes an event.
   *
   * @returns When it is durable.
   * @throws `ERR_MCPAUTH_AUDIT_UNAVAILABLE` (retryable) when it cannot be written now.
   */
  record(event: AuditEvent): Promise<void>;
  /** `failing` from the first write that failed until one succeeds again; retried in the background. */
  state(): 'writing' | 'failing';
}

/** A key of the chain as the storage keeps it: sealed under the master key. */
export interface SealedChainKey {
  readonly id: string;
  /** `enc:v1:<master key id>:…` over 32 random bytes. */
  readonly sealed: string;
}

/** The end of the chain, kept apart from the records so that a cut tail is noticed. */
export interface AuditHead {
  /** Number of the last record; 0 before the first. */
  readonly sequence: number;
  /** MAC of the last record, base64url; of the chain's beginning before the first. */
  readonly mac: string;
  /** MAC over this head, base64url: nobody without the key can set it back. */
  readonly headMac: string;
  /** Number of the oldest record that retention has left. */
  readonly firstSequence: number;
  /** MAC that the oldest record continues from. */
  readonly firstPrevious: string;
  /** The first one is in use; the others verify what was written before. */
  readonly chainKeys: readonly SealedChainKey[];
}

/** One line and what storage needs to know of it. */
export interface AuditLine {
  readonly sequence: number;
  readonly at: EpochMs;
  /** MAC of this line, base64url: what the next one, or a head after retention, continues from. */
  readonly mac: string;
  /** JSON, without line break. */
  readonly text: string;
}

/** What one append writes. */
export interface AuditBatch {
  readonly lines: readonly AuditLine[];
  readonly head: AuditHead;
}

/**
 * Where the lines of a trail are kept: it knows nothing of their meaning. Every implementation
 * passes `auditStorageContract` of `@gatehouse/mcp-auth-testing`.
 *
 * Methods throw `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable; nothing was appended),
 * `ERR_MCPAUTH_STORE_DAMAGED` or `ERR_MCPAUTH_STORE_CLOSED`.
 */
export interface AuditStorage {
  /** For messages: a path, or `memory`. */
  readonly location: string;
  /** @returns `undefined` when nothing was ever written. */
  head(): Promise<AuditHead | undefined>;
  /**
   * Appends lines and replaces the head, durably, under a lock that other processes respect.
   *
   * A line that a crash left half written is cut off before `build` is asked; lines that are whole
   * but not yet in the head are handed to it.
   *
   * @param build - Makes the batch from the head as it is under the lock. `undefined` = nothing.
   */
  append(
    build: (state: {
      readonly head: AuditHead | undefined;
      /** Whole lines after the head's, from a process that died between line and head. */
      readonly unconfirmed: readonly string[];
      /** Whether half a line was cut off. */
      readonly torn: boolean;
    }) => AuditBatch | undefined,
  ): Promise<void>;
  /** Reads whole lines, oldest first, beginning with the record number `from` (default: the oldest). */
  read(from?: number): AsyncIterable<string>;
  /**
   * Removes what is older than `before`, as far as it can be removed in whole parts.
   *
   * @param rehead - Makes the head after the removal from the last removed line.
   * @returns How many records were removed.
   */
  prune(
    before: EpochMs,
    rehead: (head: AuditHead, lastRemoved: string) => AuditHead,
  ): Promise<number>;
  /** Calls `listener` after each append by this or another process. @returns A function that ends it. */
  watch(listener: () => void): () => void;
  close(): Promise<void>;
}
