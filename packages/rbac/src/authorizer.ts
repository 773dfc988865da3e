import type { Action, Authorize, Clock, Logger, Principal } from '@gatehouse/core';
import { silentLogger, systemClock } from '@gatehouse/core';
import { compilePrincipal } from './compile-principal.js';
import type { Explanation } from './engine.js';
import { createEngine } from './engine.js';
import type { Grant } from './grant-problem.js';
import { grantProblemOf } from './grant-problem.js';
import type { PolicyOptions } from './policy.js';
import { compilePolicy } from './policy.js';
import type { ShadowReport } from './shadow.js';
import { withShadow } from './shadow.js';

/** A policy that is decided beside the one in force, and never enforced. */
export interface ShadowOptions extends PolicyOptions {
  /** Called, during `authorize`, for each decision that would be another one. May fail. */
  readonly onDifference: (report: ShadowReport) => void;
}

/** What an authorizer is made of. */
export interface AuthorizerOptions extends PolicyOptions {
  readonly clock?: Clock;
  /** What it does not set is as in the policy in force. */
  readonly shadow?: ShadowOptions;
  /** Told when a report about the shadow policy fails. */
  readonly logger?: Logger;
}

/** Answers "may they?", and why. */
export interface Authorizer {
  readonly authorize: Authorize;
  readonly explain: (principal: Principal, action: Action) => AuthorizerExplanation;
  /**
   * Nobody grants more than they hold: whatever the granted may do, the holder may do now, with no
   * stricter consent. Compared
   * is what is written, so that one who may do all of it is still refused a grant in other words:
   * devices of a room that they hold, another spelling of a name. A name without `*` is more than
   * the pattern that it fits, for it also reaches `admin` and `raw`.
   *
   * @returns Why not, a sentence that names roles and permissions; `undefined` when it is fine.
   */
  readonly grantProblem: (holder: Principal, granted: Grant) => string | undefined;
}

/** An explanation, with that of the shadow policy if there is one. */
export interface AuthorizerExplanation extends Explanation {
  /** What a candidate says, which does not count. */
  readonly shadow?: Explanation;
}

/**
 * Builds the one function that every way in asks (rule 1). It is pure but for the clock: the same
 * principal and action get the same answer until the principal expires.
 *
 * @throws {@link RangeError} when a role of `options.roles` has a name or permission that cannot be.
 */
export function createAuthorizer(options: AuthorizerOptions = {}): Authorizer {
  const { clock = systemClock, logger = silentLogger, shadow } = options;
  const policy = compilePolicy(options, 'options');
  const engine = createEngine(policy, clock);

  function grantProblem(holder: Principal, granted: Grant): string | undefined {
    if (holder.expiresAt !== undefined && holder.expiresAt <= clock.now()) {
      return 'the holder has expired';
    }
    return grantProblemOf(
      compilePrincipal(holder, policy.roles.get(holder.role)),
      compilePrincipal(granted, policy.roles.get(granted.role)),
      policy.consent,
    );
  }

  if (shadow === undefined) {
    return { ...engine, grantProblem };
  }
  const candidate = createEngine(compilePolicy({ ...options, ...shadow }, 'options.shadow'), clock);
  return {
    authorize: withShadow(engine.authorize, candidate.authorize, shadow.onDifference, logger),
    explain: (principal, action) => ({
      ...engine.explain(principal, action),
      shadow: candidate.explain(principal, action),
    }),
    grantProblem,
  };
}
