import type { AuditSink, LockState, Logger, Principal } from '@gatehouse/core';
import { type KeyManager, type ParsedKey, parseKey, type Verification } from '@gatehouse/keys';
import { retryAfterSeconds } from '@gatehouse/rate-limit';
import { ANONYMOUS, actorOf, callerFields } from './audit-fields.js';
import type { Authenticate, Authentication, Caller } from './authentication.js';
import { networkName } from './network-name.js';
import type { TakeRequests } from './request-limit.js';
import type { SecurityPolicy } from './security-level.js';
import { Turns } from './turns.js';

/** What a lockout counts by. */
interface Attempt {
  readonly address?: string;
  readonly keyId?: string;
}

/** What authentication is made of. */
export interface AuthenticateParts {
  readonly keys: Pick<KeyManager, 'verify'>;
  readonly lockout: {
    check(from: Attempt): Promise<LockState>;
    failed(from: Attempt): Promise<LockState>;
    succeeded(from: Attempt): Promise<void>;
  };
  readonly takeRequests: TakeRequests;
  readonly audit: AuditSink;
  /** Takes the refusals, of which anybody can cause any number. */
  readonly refusals: Pick<AuditSink, 'note'>;
  readonly policy: Pick<SecurityPolicy, 'auditUnavailable'>;
  /** `false`: keys are not looked at. */
  readonly enabled: boolean;
  /** Who acts without a key, if anybody does. */
  readonly withoutKey: (from: Caller) => Principal | undefined;
  readonly logger: Logger;
}

const MISSING: Authentication = { ok: false, status: 401, reason: 'missing' };
const INVALID: Authentication = { ok: false, status: 401, reason: 'invalid' };
const NO_AUDIT: Authentication = { ok: false, status: 503, reason: 'audit-unavailable' };

/**
 * Makes {@link Authenticate}. The order is part of the promise: audit policy, lockout, key, request
 * limit. So a locked-out caller learns nothing about keys, and one who is only too fast has not
 * failed.
 */
export function createAuthenticate(parts: AuthenticateParts): Authenticate {
  const guard = new Authenticator(parts);
  return (credential, from = {}) => guard.authenticate(credential, from);
}

class Authenticator {
  readonly #parts: AuthenticateParts;
  readonly #failing = new Turns();

  constructor(parts: AuthenticateParts) {
    this.#parts = parts;
  }

  async authenticate(credential: string | undefined, from: Caller): Promise<Authentication> {
    const { audit, policy, enabled } = this.#parts;
    if (audit.state() === 'failing' && policy.auditUnavailable === 'refuse-everything') {
      return NO_AUDIT;
    }
    return credential === undefined || !enabled
      ? this.#withoutKey(from)
      : this.#withKey(credential, from);
  }

  async #withoutKey(from: Caller): Promise<Authentication> {
    const principal = this.#parts.withoutKey(from);
    if (principal !== undefined) return this.#admit(principal, from);
    this.#refuse('auth.refused', 'missing', from, undefined);
    return MISSING;
  }

  async #withKey(credential: string, from: Caller): Promise<Authentication> {
    const { lockout, keys } = this.#parts;
    // Whoever ignores the types may hand over anything.
    const parsed = typeof credential === 'string' ? parseKey(credential) : undefined;
    const attempt = attemptOf(parsed, from);
    const before = await lockout.check(attempt);
    if (before.retryAfterMs > 0) return this.#lockedOut(before, attempt, from);
    const verification = await keys.verify(credential, { address: from.address, parsed });
    return this.#inTurn(from, verification.ok, async (waited) => {
      const now = waited ? await lockout.check(attempt) : before;
      if (now.retryAfterMs > 0) return this.#lockedOut(now, attempt, from);
      if (!verification.ok) return this.#failed(verification, attempt, from);
      if (now.failures > 0) await lockout.succeeded(attempt);
      return this.#admit(verification.principal, from);
    });
  }

  /**
   * Of many attempts at once, all are past the first look at the lockout before one has failed. So
   * the failures of one network are counted one after the other, each after a second look, and an
   * attempt that succeeds meanwhile waits for its turn: whoever tries keys in parallel gets no more
   * answers than one by one.
   */
  #inTurn(
    { address }: Caller,
    succeeded: boolean,
    settle: (waited: boolean) => Promise<Authentication>,
  ): Promise<Authentication> {
    if (succeeded && this.#failing.isIdle) {
      return settle(false);
    }
    const network = address === undefined ? undefined : networkName(address);
    if (network === undefined || (succeeded && !this.#failing.isTaken(network))) {
      return settle(false);
    }
    return this.#failing.take(network, () => settle(true));
  }

  async #failed(
    { reason, keyId }: Extract<Verification, { ok: false }>,
    attempt: Attempt,
    from: Caller,
  ): Promise<Authentication> {
    this.#parts.logger.info('a key was not accepted', { reason, keyId, address: from.address });
    this.#refuse('auth.refused', reason, from, keyId);
    const state = await this.#parts.lockout.failed(attempt);
    if (state.locked) this.#refuse('auth.locked-out', 'too-many-failures', from, keyId);
    return INVALID;
  }

  #lockedOut(state: LockState, attempt: Attempt, from: Caller): Authentication {
    this.#refuse('auth.locked-out', state.locked ? 'locked' : 'delayed', from, attempt.keyId);
    return {
      ok: false,
      status: 429,
      reason: 'locked-out',
      retryAfterSeconds: retryAfterSeconds(state.retryAfterMs),
    };
  }

  async #admit(principal: Principal, from: Caller): Promise<Authentication> {
    const { takeRequests, audit } = this.#parts;
    const limit = await takeRequests(principal, from, 1);
    if (!limit.allowed) {
      return {
        ok: false,
        status: 429,
        reason: 'rate-limited',
        retryAfterSeconds: retryAfterSeconds(limit.retryAfterMs),
        limit,
      };
    }
    audit.note({
      type: 'auth.accepted',
      actor: actorOf(principal),
      outcome: 'success',
      ...callerFields(from),
      ...(from.transport === undefined ? {} : { details: { transport: from.transport } }),
    });
    return { ok: true, principal, limit };
  }

  #refuse(
    type: 'auth.refused' | 'auth.locked-out',
    reason: string,
    from: Caller,
    keyId: string | undefined,
  ): void {
    this.#parts.refusals.note({
      type,
      actor: ANONYMOUS,
      outcome: 'denied',
      reason,
      ...(keyId === undefined ? {} : { target: keyId }),
      ...callerFields(from),
    });
  }
}

/** The id that a text claims, whether or not there is such a key. */
function attemptOf(parsed: ParsedKey | undefined, from: Caller): Attempt {
  return { ...addressOf(from), ...(parsed?.ok === true ? { keyId: parsed.id } : {}) };
}

function addressOf({ address }: Caller): { readonly address?: string } {
  return address === undefined ? {} : { address };
}
