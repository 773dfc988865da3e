import type { Action, Authorize, Clock, Decision, Principal, RoleName } from '@gatehouse/core';
import { ALLOW, systemClock } from '@gatehouse/core';
import type { Check, Finding, Question } from './checks.js';
import { CHECKS } from './checks.js';
import type { CompiledPrincipal, Role } from './compile-principal.js';
import { compilePrincipal } from './compile-principal.js';
import { parsePermission } from './permission.js';
import { BUILT_IN } from './roles.js';

/** A role that the host defines: like `custom`, with permissions of its own. */
export interface RoleDefinition {
  readonly permissions: readonly string[];
}

/** What an authorizer is made of. */
export interface AuthorizerOptions {
  readonly clock?: Clock;
  /** Roles beside the built-in ones, by their slug. */
  readonly roles?: Readonly<Record<RoleName, RoleDefinition>>;
}

/** One step on the way to a decision. */
export interface ExplanationStep {
  readonly check: Check['name'];
  readonly ok: boolean;
  /** A sentence for administrators; it may name permissions and roles, never a secret. */
  readonly because: string;
}

/** A decision and the way to it: the last step is the one that decided. */
export interface Explanation {
  readonly decision: Decision;
  readonly steps: readonly ExplanationStep[];
}

/** Answers "may they?", and why. */
export interface Authorizer {
  readonly authorize: Authorize;
  readonly explain: (principal: Principal, action: Action) => Explanation;
}

function roleOf([name, { permissions }]: readonly [RoleName, RoleDefinition]): [RoleName, Role] {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || Object.hasOwn(BUILT_IN, name)) {
    throw new RangeError('options.roles must have slugs as names that no built-in role has');
  }
  for (const text of permissions) {
    const parsed = parsePermission(text);
    if (!parsed.ok) {
      throw new RangeError(`options.roles.${name} has a bad permission: ${parsed.problem}`);
    }
  }
  return [name, { rule: BUILT_IN.custom, permissions: [...permissions] }];
}

function rolesOf(options: AuthorizerOptions): ReadonlyMap<RoleName, Role> {
  const builtIn = Object.entries(BUILT_IN).map(([name, rule]): [RoleName, Role] => [
    name,
    { rule, permissions: [] },
  ]);
  return new Map([...builtIn, ...Object.entries(options.roles ?? {}).map(roleOf)]);
}

function decisionOf(finding: Finding): Decision {
  if (finding.ok) {
    return ALLOW;
  }
  const { reason, needs } = finding;
  return { allow: false, reason, ...(needs === undefined ? {} : { needs }) };
}

/**
 * Builds the one function that every way in asks (rule 1). It is pure but for the clock: the same
 * principal and action get the same answer until the principal expires.
 *
 * @throws {@link RangeError} when a role of `options.roles` has a name or permission that cannot be.
 */
export function createAuthorizer(options: AuthorizerOptions = {}): Authorizer {
  const { clock = systemClock } = options;
  const roles = rolesOf(options);
  const cache = new WeakMap<Principal, CompiledPrincipal>();

  function compiledOf(principal: Principal): CompiledPrincipal {
    const known = cache.get(principal);
    if (known !== undefined && known.revision === principal.revision) {
      return known;
    }
    const compiled = compilePrincipal(principal, roles.get(principal.role));
    cache.set(principal, compiled);
    return compiled;
  }

  function questionOf(principal: Principal, action: Action): Question {
    const compiled = compiledOf(principal);
    return { principal, compiled, action, targets: action.targets ?? [], now: clock.now() };
  }

  function authorize(principal: Principal, action: Action): Decision {
    const question = questionOf(principal, action);
    for (const check of CHECKS) {
      const finding = check.ask(question);
      if (!finding.ok) {
        return decisionOf(finding);
      }
    }
    return ALLOW;
  }

  function explain(principal: Principal, action: Action): Explanation {
    const question = questionOf(principal, action);
    const steps: ExplanationStep[] = [];
    for (const check of CHECKS) {
      const finding = check.ask(question);
      steps.push({ check: check.name, ok: finding.ok, because: finding.because() });
      if (!finding.ok) {
        return { decision: decisionOf(finding), steps };
      }
    }
    return { decision: ALLOW, steps };
  }

  return { authorize, explain };
}
