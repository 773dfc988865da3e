import type { Risk } from './action.js';
import type { PrincipalKind, RoleName } from './principal.js';
import type { EpochMs } from './time.js';

/** Who asks the owner to approve something. */
export interface ApprovalRequester {
  readonly id: string;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly role: RoleName;
  /** Of the credential when it asked: a changed one has asked for nothing. */
  readonly revision: string;
}

/** Something that the owner has to approve before it happens. It holds no arguments, only what they do. */
export interface ApprovalRequest {
  /** 8 to 32 lower-case letters and digits, never given twice: people type it, and it names a file. */
  readonly id: string;
  readonly requester: ApprovalRequester;
  readonly tool: string;
  readonly risk: Risk;
  /** SHA-256 over requester, revision, tool and exact arguments, base64url: what is approved, and nothing else. */
  readonly binding: string;
  /** What would happen, one line each, for the owner. */
  readonly effects: readonly string[];
  readonly requestedAt: EpochMs;
  /** Undecided by then, it has expired. */
  readonly expiresAt: EpochMs;
}

/** What became of a request. `expired`: nobody said anything in time, or the requester changed. */
export interface ApprovalVerdict {
  readonly verdict: 'approved' | 'refused' | 'expired';
  /** Id of whoever decided: a principal, a local user, or `system`. */
  readonly by: string;
  readonly at: EpochMs;
  /** Words of whoever decided. */
  readonly why?: string;
}

/** How an approval ended: the act happened, or did not in time. */
export interface ApprovalEnd {
  readonly outcome: 'used' | 'lapsed';
  readonly at: EpochMs;
}

/** A request, and what has become of it so far. */
export interface Approval {
  readonly request: ApprovalRequest;
  readonly verdict?: ApprovalVerdict;
  readonly end?: ApprovalEnd;
}

/** `done`: it stands as asked. `taken`: somebody was first, and theirs stands. `unknown`: no such request. */
export type ApprovalStep = 'done' | 'taken' | 'unknown';

/**
 * Where requests for approval wait, between several processes: a server that asks, and a command line
 * that answers. Each request is decided at most once and ended at most once, whoever tries at the
 * same time. Every implementation passes `approvalStoreContract` of `@gatehouse/mcp-auth-testing`.
 *
 * It keeps what it is told and judges nothing: who may decide, and until when, is its user's to say.
 *
 * Methods throw `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable; nothing was changed),
 * `ERR_MCPAUTH_FILE_UNSAFE` or `ERR_MCPAUTH_STORE_CLOSED`, and {@link RangeError} for a request whose
 * id cannot be one.
 */
export interface ApprovalStore {
  /** For messages: a path, or `memory`. */
  readonly location: string;
  /** Adds a request that is undecided. @returns `taken` when there is one of that id. */
  add(request: ApprovalRequest): Promise<'done' | 'taken'>;
  get(id: string): Promise<Approval | undefined>;
  /** @returns All requests, those that were made first in front. */
  list(): Promise<readonly Approval[]>;
  /** Decides a request for good. */
  decide(id: string, verdict: ApprovalVerdict): Promise<ApprovalStep>;
  /** Ends a decided request for good; `unknown` also where it is not decided. */
  end(id: string, end: ApprovalEnd): Promise<ApprovalStep>;
  /** Forgets requests, whatever became of them. Unknown ids are fine. */
  remove(ids: readonly string[]): Promise<void>;
  /**
   * Calls `listener` after each change by this or another process, within a second.
   *
   * @returns A function that ends it.
   */
  watch(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Whether a text can be the id of a request. */
export function isApprovalId(text: string): boolean {
  return /^[0-9a-z]{8,32}$/.test(text);
}
