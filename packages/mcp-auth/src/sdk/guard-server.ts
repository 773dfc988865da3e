/// <reference path="./web-globals.d.ts" />
import {
  type Action,
  type Authorize,
  type Logger,
  type Principal,
  silentLogger,
} from '@gatehouse/core';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  askedFor,
  type Denial,
  denialText,
  deniedError,
  deniedToolResult,
  malformedError,
  quoted,
  unavailableError,
} from './denial.js';
import { type IncomingCall, interceptRequests, type RequestExtra } from './intercept.js';
import {
  CALL_METHODS,
  LIST_METHODS,
  type ListMethod,
  member,
  type Offer,
  OPEN_METHODS,
  SESSION_METHODS,
} from './methods.js';
import { isRule, type Rules } from './rules.js';

/** How a guarded server decides. */
export interface GuardOptions {
  /** The one function that answers for the lists and for the calls (rule 1). */
  readonly authorize: Authorize;
  /**
   * Who is asking, read anew for every request: a role changed or a key revoked between two calls
   * takes effect on the second. `undefined` = nobody: denied. `currentPrincipal(auth.keys)` reads
   * it behind an HTTP gate; a stdio server answers with its local principal.
   */
  readonly principal: (
    extra: RequestExtra,
  ) => Principal | undefined | Promise<Principal | undefined>;
  /** What the server offers, and how risky each thing is. What it does not know is denied. */
  readonly rules: Rules;
  /**
   * How a denied `tools/call` is answered: `result` (default) is a result with `isError: true`,
   * which the model sees; `error` is a JSON-RPC error. Clients with a fixed key cannot ask for
   * more rights, so an error gains them nothing and some drop the connection over it.
   */
  readonly toolDenial?: 'result' | 'error';
  /**
   * Further methods that any principal may call: `tasks/get` and the like, or a server's own.
   * They are not judged by name. Default: none.
   */
  readonly openMethods?: readonly string[];
  /** Hears of denials and of failures of `principal`, `rules` and `authorize`. */
  readonly logger?: Logger;
}

/**
 * Puts roles and permissions in front of every request of an SDK v1 server, before or after its
 * tools are registered: lists show only what may be used, and what may not be used does not run.
 *
 * Everything unknown is denied: names without a rule, methods that the guard cannot judge, requests
 * without a principal. `initialize` and `ping` need none.
 *
 * @param server - A `Server` or `McpServer` of `@modelcontextprotocol/sdk` 1.x.
 * @throws `TypeError` when `server` is something else, or is guarded already; `RangeError` when
 *   `openMethods` names a method that is judged by name.
 */
export function guardServer(server: Server | McpServer, options: GuardOptions): void {
  const protocol = 'server' in server ? server.server : server;
  const guard = new Guard(options);
  interceptRequests(protocol, (request, extra, next) => {
    if (OPEN_METHODS.has(request.method)) return next(request, extra);
    return guard.judge(request, extra, next);
  });
}

type Next = (request: IncomingCall, extra: RequestExtra) => unknown;

class Guard {
  readonly #options: GuardOptions;
  readonly #logger: Logger;
  readonly #unnamed: ReadonlySet<string>;

  constructor(options: GuardOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    for (const method of options.openMethods ?? []) {
      if (LIST_METHODS.has(method) || CALL_METHODS.has(method)) {
        throw new RangeError(`openMethods must not name ${method}: give rules for it instead`);
      }
    }
    this.#unnamed = new Set([...SESSION_METHODS, ...(options.openMethods ?? [])]);
  }

  async judge(request: IncomingCall, extra: RequestExtra, next: Next): Promise<unknown> {
    const principal = await this.#orUnavailable(() => this.#options.principal(extra));
    if (principal === undefined) {
      return this.#deny(request, undefined, { reason: 'no-principal' }, 'anything');
    }
    const list = LIST_METHODS.get(request.method);
    if (list !== undefined) return this.#filter(list, principal, await next(request, extra));
    if (this.#unnamed.has(request.method)) return next(request, extra);
    return this.#call(request, extra, principal, next);
  }

  async #call(
    request: IncomingCall,
    extra: RequestExtra,
    principal: Principal,
    next: Next,
  ): Promise<unknown> {
    const offersOf = CALL_METHODS.get(request.method);
    if (offersOf === undefined) {
      const asked = `the method ${quoted(request.method)}`;
      return this.#deny(request, principal, { reason: 'method' }, asked);
    }
    const offers = offersOf(request.params);
    if (typeof offers === 'string') throw malformedError(offers);
    for (const offer of offers) {
      const denial = await this.#orUnavailable(() => this.#judgeOffer(principal, offer));
      if (denial !== undefined) return this.#deny(request, principal, denial, askedFor(offer));
    }
    return next(request, extra);
  }

  /** Leaves out what may not be used; a result that is no list shows nothing. */
  async #filter(list: ListMethod, principal: Principal, result: unknown): Promise<unknown> {
    const entries = member(result, list.member);
    const visible = await this.#orUnavailable(() =>
      (Array.isArray(entries) ? entries : []).filter((entry) => {
        const name = member(entry, list.nameIn);
        if (typeof name !== 'string') return false;
        return this.#judgeOffer(principal, { kind: list.kind, name }) === undefined;
      }),
    );
    return { ...(typeof result === 'object' ? result : {}), [list.member]: visible };
  }

  /** The one place where a name becomes a decision. */
  #judgeOffer(principal: Principal, offer: Offer): Denial | undefined {
    const rule = this.#options.rules(offer.kind, offer.name);
    if (!isRule(rule)) return { reason: 'no-rule' };
    const action: Action = { kind: offer.kind, name: offer.name, risk: rule.risk };
    const decision = this.#options.authorize(principal, action);
    if (decision.allow) return undefined;
    const { allow: _, ...denial } = decision;
    return denial;
  }

  #deny(
    request: IncomingCall,
    principal: Principal | undefined,
    denial: Denial,
    asked: string,
  ): unknown {
    this.#logger.info('denied an MCP request', {
      method: quoted(request.method),
      principal: principal?.id,
      asked,
      reason: denial.reason,
    });
    const text = denialText(denial, principal, asked);
    const asResult =
      request.method === 'tools/call' &&
      (this.#options.toolDenial ?? 'result') === 'result' &&
      // A caller that asked for a task expects a task, and a tool result is none.
      member(request.params, 'task') === undefined;
    if (asResult) return deniedToolResult(text);
    throw deniedError(text, denial);
  }

  /** Runs host code that decides; where it fails, the answer is no, without its words. */
  async #orUnavailable<Value>(decide: () => Value | Promise<Value>): Promise<Value> {
    try {
      return await decide();
    } catch (error) {
      this.#logger.error('permissions could not be checked', {
        error: error instanceof Error ? error.name : typeof error,
        code: errorCode(error),
      });
      throw unavailableError();
    }
  }
}

function errorCode(error: unknown): string | undefined {
  const code = member(error, 'code');
  return typeof code === 'string' ? code : undefined;
}
