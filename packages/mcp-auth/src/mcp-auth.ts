import type { AuditLog } from '@gatehouse/audit';
import type { Authorize, KeyId, Lock } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import type { Actor, KeyManager } from '@gatehouse/keys';
import type { Authorizer } from '@gatehouse/rbac';
import type { Authenticate } from './authentication.js';
import type { Approvals } from './consent/approvals.js';
import type { Consents } from './consent/consents.js';
import type { Decide } from './decide.js';
import type { DecisionContext } from './decision-context.js';
import type { GuardWithAuth } from './guard.js';
import type { KeyActs } from './key-acts.js';
import type { MasterKeyInfo } from './open-ring.js';
import type { TakeRequests } from './request-limit.js';
import type { SecurityPolicy } from './security-level.js';
import type { ValidateRequest } from './validate-request.js';

/** Who is locked out for failing too often. */
export interface Lockouts {
  /** @returns The locks in force. A bucket names an address, or an address and a key id. */
  list(): Promise<readonly Lock[]>;
  /**
   * Lifts a lock before its time.
   *
   * @param bucket - As {@link Lockouts.list} names it.
   * @returns Whether there was anything to lift.
   */
  unlock(bucket: string, actor?: Actor): Promise<boolean>;
}

/** Keys, roles, limits, audit and the master key of one server, opened. */
export interface McpAuth extends KeyActs {
  /** The whole life of keys. */
  readonly keys: KeyManager;
  /** Turns a credential into a principal. */
  readonly authenticate: Authenticate;
  /** Counts what one admitted request holds beyond itself: the further messages of a batch. */
  readonly takeRequests: TakeRequests;
  /** Both steps in one call, for hosts that no adapter fits. */
  readonly validateRequest: ValidateRequest;
  /** Answers "may they?" for lists: roles and permissions only, nothing is recorded. */
  readonly authorize: Authorize;
  /** Answers "may they do this now?" for acts, and records the answer. */
  readonly decide: Decide;
  /**
   * Makes an `authorize` for the targets of one act that was decided already: it answers at once,
   * and denials are noted.
   */
  readonly recording: (context: DecisionContext) => Authorize;
  /** Says why `authorize` answers as it does. */
  readonly explain: Authorizer['explain'];
  /** Puts roles and permissions in front of an MCP server of the SDK, in one call. */
  readonly guard: GuardWithAuth;
  /** The audit trail: query, follow, verify, export; and events of the host's own. */
  readonly audit: AuditLog;
  readonly lockouts: Lockouts;
  /** Asks whoever has to agree to an act: what an answer with `consent` needs. */
  readonly consents: Consents;
  /**
   * The owner's side: requests that wait for an approval. Keep it away from everything that an MCP
   * call reaches.
   */
  readonly approvals: Approvals;
  /** What the security level in force means. */
  readonly level: SecurityPolicy;
  /** Longest body of a request that the adapters read, in bytes. */
  readonly maxRequestBytes: number;
  /** Opens and seals values of the host's own files under the same master key. */
  readonly ring: KeyRing;
  /** `undefined` when nothing outlives the process. */
  readonly masterKey: MasterKeyInfo | undefined;
  /** Where the keys are: a path, or `memory`. */
  readonly location: string;
  /**
   * Calls `listener` when a key is revoked, disabled or deleted, here or by another process.
   *
   * @returns A function that ends it.
   */
  onRevoked(listener: (keyId: KeyId) => void): () => void;
  /** Writes what is still queued, closes the stores and ends all listening. */
  close(): Promise<void>;
}
