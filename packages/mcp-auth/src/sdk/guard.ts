import {
  type Action,
  ALLOW,
  type Decision,
  isMcpAuthError,
  type Logger,
  type Principal,
  silentLogger,
} from '@gatehouse/core';
import { ANONYMOUS, actorOf, callerFields } from '../audit-fields.js';
import { type Decide, WITHOUT } from '../decide.js';
import type { DecisionContext } from '../decision-context.js';
import { annotatedRule, ruleOfEntry } from './annotated-rules.js';
import { approvalProblem } from './approve.js';
import type { Confirm } from './confirm.js';
import { contextOf } from './decision-context.js';
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
import type { GuardOptions } from './guard-options.js';
import type { IncomingCall, RequestExtra, RequestHandler } from './intercept.js';
import {
  CALL_METHODS,
  LIST_METHODS,
  type ListMethod,
  member,
  type Offer,
  SESSION_METHODS,
} from './methods.js';
import { isRule, type Rule } from './rules.js';

/** What a guard needs beside its options. */
export interface GuardParts {
  readonly confirm: Confirm;
  /** The server's own handler of a method, not guarded. */
  readonly handlerOf: (method: string) => RequestHandler | undefined;
}

/** One request on its way through the guard. */
interface Asked {
  readonly request: IncomingCall;
  readonly extra: RequestExtra;
}

/** Judges the requests of one server. */
export class Guard {
  readonly #options: GuardOptions;
  readonly #parts: GuardParts;
  readonly #decide: Decide;
  readonly #logger: Logger;
  readonly #unnamed: ReadonlySet<string>;

  constructor(options: GuardOptions, parts: GuardParts) {
    const { authorize, openMethods = [] } = options;
    this.#options = options;
    this.#parts = parts;
    this.#decide = options.decide ?? (async (principal, action) => authorize(principal, action));
    this.#logger = options.logger ?? silentLogger;
    this.#unnamed = new Set([...SESSION_METHODS, ...openMethods]);
  }

  async judge(request: IncomingCall, extra: RequestExtra, next: RequestHandler): Promise<unknown> {
    const asked = { request, extra };
    const principal = await this.#orUnavailable(() => this.#options.principal(extra));
    if (principal === undefined)
      return this.#denyBlindly(asked, undefined, 'no-principal', 'anything');
    const list = LIST_METHODS.get(request.method);
    if (list !== undefined) return this.#filter(list, principal, await next(request, extra));
    if (this.#unnamed.has(request.method)) return next(request, extra);
    return this.#call(asked, principal, next);
  }

  async #call(asked: Asked, principal: Principal, next: RequestHandler): Promise<unknown> {
    const { request, extra } = asked;
    const offersOf = CALL_METHODS.get(request.method);
    if (offersOf === undefined) {
      return this.#denyBlindly(asked, principal, 'method', `the method ${quoted(request.method)}`);
    }
    const offers = offersOf(request.params);
    if (typeof offers === 'string') throw malformedError(offers);
    for (const offer of offers) {
      const rule = await this.#orUnavailable(() => this.#ruleOf(offer, extra));
      if (!isRule(rule)) return this.#denyBlindly(asked, principal, 'no-rule', askedFor(offer));
      const action: Action = { kind: offer.kind, name: offer.name, risk: rule.risk };
      const decision = await this.#orUnavailable(() =>
        this.#decideCall(asked, principal, action, rule),
      );
      if (!decision.allow) {
        const { allow: _, ...denial } = decision;
        return this.#deny(asked, principal, denial, askedFor(offer));
      }
    }
    return next(request, extra);
  }

  #ruleOf(offer: Offer, extra: RequestExtra): Rule | undefined | Promise<Rule | undefined> {
    const { rules } = this.#options;
    if (rules !== undefined) return rules(offer.kind, offer.name);
    return annotatedRule(offer, this.#parts.handlerOf('tools/list'), extra);
  }

  async #decideCall(
    asked: Asked,
    principal: Principal,
    action: Action,
    rule: Rule,
  ): Promise<Decision> {
    const context = contextOf(asked.extra);
    const decision = await this.#decide(principal, action, context);
    if (!decision.allow || decision.consent === undefined) return decision;
    if (rule.consent === 'handler') return ALLOW;
    if (decision.consent === 'approve') return this.#approved(asked, principal, action, context);
    const confirmed = await this.#confirmed(asked, principal, action);
    return this.#decideAgain(asked, principal, action, { ...context, confirmed });
  }

  async #approved(
    asked: Asked,
    principal: Principal,
    action: Action,
    context: DecisionContext,
  ): Promise<Decision> {
    const { params } = asked.request;
    const { signal } = asked.extra;
    const call = { principal, action, params, context, signal };
    const problem = await approvalProblem(this.#options.consents, call);
    return problem ?? this.#decideAgain(asked, principal, action, { ...context, approved: true });
  }

  /** What was true before a person thought about it may not be true any more. */
  async #decideAgain(
    { extra }: Asked,
    earlier: Principal,
    action: Action,
    context: DecisionContext,
  ): Promise<Decision> {
    const principal = await this.#options.principal(extra);
    if (principal === undefined || principal.id !== earlier.id) {
      return { allow: false, reason: 'expired' };
    }
    const decision = await this.#decide(principal, action, context);
    if (!decision.allow) return decision;
    if (context.approved === true) return ALLOW;
    if (context.confirmed !== true) return WITHOUT.confirm;
    // It has to be approved by now, and a confirmation is no approval.
    return decision.consent === 'approve' ? WITHOUT.approve : ALLOW;
  }

  async #confirmed(
    { request, extra }: Asked,
    principal: Principal,
    action: Action,
  ): Promise<boolean> {
    try {
      const { params } = request;
      return (await this.#parts.confirm({ principal, action, params, extra })) === true;
    } catch (error) {
      this.#logger.info('nobody could be asked for confirmation', {
        principal: principal.id,
        error: error instanceof Error ? error.name : typeof error,
      });
      return false;
    }
  }

  /** Leaves out what may not be used; a result that is no list shows nothing. */
  async #filter(list: ListMethod, principal: Principal, result: unknown): Promise<unknown> {
    const entries = member(result, list.member);
    const visible = await this.#orUnavailable(() =>
      (Array.isArray(entries) ? entries : []).filter((entry) => {
        const name = member(entry, list.nameIn);
        return (
          typeof name === 'string' && this.#isVisible({ kind: list.kind, name }, entry, principal)
        );
      }),
    );
    return { ...(typeof result === 'object' ? result : {}), [list.member]: visible };
  }

  #isVisible({ kind, name }: Offer, entry: unknown, principal: Principal): boolean {
    const { rules, authorize } = this.#options;
    const rule = rules === undefined ? ruleOfEntry(kind, entry) : rules(kind, name);
    return isRule(rule) && authorize(principal, { kind, name, risk: rule.risk }).allow;
  }

  /** Denies what was never decided about, so that nobody has noted it yet. */
  #denyBlindly(
    asked: Asked,
    principal: Principal | undefined,
    reason: 'no-principal' | 'no-rule' | 'method',
    what: string,
  ): unknown {
    this.#options.audit?.note({
      type: 'decision.denied',
      actor: principal === undefined ? ANONYMOUS : actorOf(principal),
      outcome: 'denied',
      reason,
      target: reason === 'no-principal' ? quoted(asked.request.method) : what,
      ...callerFields(contextOf(asked.extra)),
    });
    return this.#deny(asked, principal, { reason }, what);
  }

  #deny(
    { request }: Asked,
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
      const code = isMcpAuthError(error) ? error.code : undefined;
      const name = error instanceof Error ? error.name : typeof error;
      this.#logger.error('permissions could not be checked', { error: name, code });
      if (this.#options.errorDetail !== 'full') throw unavailableError();
      const message = error instanceof Error ? error.message : undefined;
      throw unavailableError({ code: code ?? name, ...(message === undefined ? {} : { message }) });
    }
  }
}
