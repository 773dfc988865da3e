import { isMcpAuthError, type LimitResult, type Principal } from '@gatehouse/core';
import { limitHeaders } from '@gatehouse/rate-limit';
import type { Authentication, Caller } from '../authentication.js';
import { corsHeaders, isPreflight, preflightAnswer } from './cors.js';
import { type CredentialReading, readCredentialOf } from './credential.js';
import { type GateAuth, type GateOptions, type GatePolicy, gatePolicy } from './gate-options.js';
import {
  type Answer,
  AUDIT_UNAVAILABLE,
  CREDENTIAL_INVALID,
  CREDENTIAL_MISSING,
  credentialMalformed,
  lockedOut,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  type Problem,
  problemAnswer,
  REQUEST_INCOMPLETE,
  rateLimited,
  requestAmbiguous,
  requestTooLarge,
  UNAVAILABLE,
} from './problem.js';
import { linesOf, type RequestFacts, valuesOf } from './request-facts.js';
import { requestIdOf } from './request-id.js';
import { isDiscovery, judgeTarget } from './target.js';
import { hasForwarding, readClient } from './trusted-proxies.js';

/** A request that was let in. */
export interface Admitted {
  readonly ok: true;
  readonly principal: Principal;
  /** Where the client is; absent when that is not known. */
  readonly address?: string;
  readonly requestId: string;
  /** To be sent with the answer: RateLimit fields, request id, CORS. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes that the body may have. */
  readonly maxRequestBytes: number;
  /** Makes the answer to a body that turns out to have more. */
  readonly tooLarge: () => Answer;
  /** Makes the answer to a body that broke off. */
  readonly incomplete: () => Answer;
}

/** A request that was answered: refused, or a question of a browser. */
export type Answered = Answer & { readonly ok: false };

/** What a gate says of a request. */
export type Admission = Admitted | Answered;

/** How a request came, beside what it says. */
export interface Arrival {
  readonly transport: 'http' | 'ws';
  /** Whom a gate over the same keys has recognised in this request before; the key is gone by then. */
  readonly earlier?: Principal | undefined;
  /** Reads the key in place of {@link readCredentialOf}. */
  readonly credential?: ((facts: RequestFacts) => CredentialReading) | undefined;
}

/**
 * Judges requests. Never rejects, whatever a request holds.
 *
 * @param read - Gives the facts. If it throws, nobody gets in.
 */
export type Gate = (read: () => RequestFacts, arrival?: Arrival) => Promise<Admission>;

/**
 * Makes the part of a gate that all adapters share. It checks, in this order, the host name (DNS
 * rebinding), the origin (pages in browsers), the encryption, the key and the announced length.
 *
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function createGate(auth: GateAuth, options: GateOptions = {}): Gate {
  const policy = gatePolicy(auth, options);
  return async (read, arrival = { transport: 'http' }) => {
    const judgement = new Judgement(auth, policy, arrival);
    try {
      return await judgement.of(read());
    } catch (error) {
      // Fails closed: whatever breaks while deciding, nobody gets in and the host's log says why.
      policy.logger.error('an HTTP request could not be judged', {
        error: error instanceof Error ? error.name : typeof error,
        code: isMcpAuthError(error) ? error.code : undefined,
      });
      return judgement.refuse(UNAVAILABLE);
    }
  };
}

/** `TRACE` sends the request back, key and all (RFC 9110 §9.3.8); `CONNECT` is for proxies. */
const REFUSED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** One request on its way through the gate; gathers what any answer to it has to carry. */
class Judgement {
  readonly #auth: GateAuth;
  readonly #policy: GatePolicy;
  readonly #arrival: Arrival;
  #requestId: string | undefined;
  #address: string | undefined;
  #isRelayed = false;
  #cors: Readonly<Record<string, string>> = {};
  #limit: Readonly<Record<string, string>> = {};

  constructor(auth: GateAuth, policy: GatePolicy, arrival: Arrival) {
    this.#auth = auth;
    this.#policy = policy;
    this.#arrival = arrival;
  }

  async of(facts: RequestFacts): Promise<Admission> {
    const policy = this.#policy;
    const client = readClient(facts, policy.isProxy);
    const viaProxy = client.ok && client.viaProxy;
    this.#requestId = requestIdOf(facts, viaProxy, policy.random);
    if (!client.ok) {
      return this.refuse(
        requestAmbiguous('X-Forwarded-For and Forwarded name different clients: send one of them.'),
      );
    }
    this.#address = client.address;
    this.#isRelayed = !viaProxy && hasForwarding(facts);
    if (REFUSED_METHODS.has(facts.method.toUpperCase())) return this.refuse(METHOD_NOT_ALLOWED);
    const target = judgeTarget(facts, policy, viaProxy);
    if (!target.ok) return this.refuse(target.problem);
    if (policy.cors) {
      if (target.origin !== undefined && isPreflight(facts)) {
        return { ok: false, ...preflightAnswer(target.origin) };
      }
      this.#cors = corsHeaders(target.origin);
    }
    if (isDiscovery(facts.target)) return this.refuse(NOT_FOUND);
    const caller = await this.#recognise(facts);
    if (!caller.ok) return this.refuse(caller.problem);
    const length = declaredLength(facts);
    if (length === undefined) return this.refuse(requestAmbiguous('Content-Length is no number.'));
    if (length > policy.maxRequestBytes) return this.refuse(this.#tooLarge());
    return this.#admit(caller.principal);
  }

  refuse(problem: Problem): Answered {
    const { kind, status } = problem;
    this.#policy.logger.info('refused an HTTP request', {
      kind,
      status,
      address: this.#address,
      requestId: this.#requestId,
    });
    return { ok: false, ...this.#answer(problem) };
  }

  #answer(problem: Problem): Answer {
    const { status, headers, body } = problemAnswer(problem, this.#policy.realm);
    return { status, headers: { ...headers, ...this.#common() }, body };
  }

  #common(): Record<string, string> {
    const id = this.#requestId;
    return { ...this.#limit, ...this.#cors, ...(id === undefined ? {} : { 'X-Request-Id': id }) };
  }

  #tooLarge(): Problem {
    return requestTooLarge(this.#policy.maxRequestBytes);
  }

  #admit(principal: Principal): Admitted {
    return {
      ok: true,
      principal,
      ...(this.#address === undefined ? {} : { address: this.#address }),
      requestId: this.#requestId ?? '',
      headers: this.#common(),
      maxRequestBytes: this.#policy.maxRequestBytes,
      tooLarge: () => this.refuse(this.#tooLarge()),
      incomplete: () => this.refuse(REQUEST_INCOMPLETE),
    };
  }

  async #recognise(facts: RequestFacts): Promise<Recognition> {
    const { earlier, credential: read = readCredentialOf } = this.#arrival;
    if (earlier !== undefined) return { ok: true, principal: earlier };
    const credential = read(facts);
    if (!credential.ok) return { ok: false, problem: credentialMalformed(credential.problem) };
    const { anonymous } = this.#policy;
    if (credential.key === undefined && anonymous !== undefined) {
      return { ok: true, principal: anonymous };
    }
    const from = this.#caller(facts);
    // A relay that nobody named, perhaps a tunnel on this machine, is not the one who asks: where
    // callers of this machine need no key, its own address must not open the door to everybody.
    if (credential.key === undefined && this.#isRelayed) delete from.address;
    const result = await this.#auth.authenticate(credential.key, from);
    this.#limit = limitFields('limit' in result ? result.limit : undefined);
    return result.ok ? result : { ok: false, problem: problemOf(result) };
  }

  #caller(facts: RequestFacts): { -readonly [Field in keyof Caller]: Caller[Field] } {
    const [userAgent] = valuesOf(facts, 'user-agent');
    return {
      transport: this.#arrival.transport,
      ...(this.#address === undefined ? {} : { address: this.#address }),
      ...(this.#requestId === undefined ? {} : { requestId: this.#requestId }),
      ...(userAgent === undefined ? {} : { userAgent }),
    };
  }
}

type Recognition =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly problem: Problem };

function problemOf(refused: Exclude<Authentication, { readonly ok: true }>): Problem {
  switch (refused.reason) {
    case 'missing':
      return CREDENTIAL_MISSING;
    case 'invalid':
      return CREDENTIAL_INVALID;
    case 'rate-limited':
      return rateLimited(refused.retryAfterSeconds);
    case 'locked-out':
      return lockedOut(refused.retryAfterSeconds);
    case 'audit-unavailable':
      return AUDIT_UNAVAILABLE;
  }
}

function limitFields(limit: LimitResult | undefined): Record<string, string> {
  return limit === undefined ? {} : { ...limitHeaders(limit) };
}

/** @returns 0 where none is announced; `undefined` for what is no length. */
function declaredLength(facts: RequestFacts): number | undefined {
  const [length = '0', ...more] = linesOf(facts, 'content-length');
  return more.length === 0 && /^[0-9]{1,15}$/.test(length) ? Number(length) : undefined;
}
