import type { Action, Authorize, Clock, Consent, Decision, Principal } from '@gatehouse/core';
import { ALLOW } from '@gatehouse/core';
import type { Check, Denial, Question } from './checks.js';
import { CHECKS } from './checks.js';
import type { CompiledPrincipal } from './compile-principal.js';
import { compilePrincipal } from './compile-principal.js';
import { consentOf, consentReason } from './consent.js';
import { effectiveRisk } from './matching.js';
import type { Policy } from './policy.js';

/** One step on the way to a decision. */
export interface ExplanationStep {
  readonly check: Check['name'] | 'consent';
  readonly ok: boolean;
  /** A sentence for administrators; it may name permissions and roles, never a secret. */
  readonly because: string;
}

/** A decision and the way to it: the last step is the one that decided. */
export interface Explanation {
  readonly decision: Decision;
  readonly steps: readonly ExplanationStep[];
}

/** Decides by one policy. */
export interface Engine {
  readonly authorize: Authorize;
  readonly explain: (principal: Principal, action: Action) => Explanation;
}

const ALLOWING: Readonly<Record<Consent, Decision>> = {
  allow: ALLOW,
  confirm: { allow: true, consent: 'confirm' },
  approve: { allow: true, consent: 'approve' },
};

function denialOf({ reason, needs }: Denial): Decision {
  return { allow: false, reason, ...(needs === undefined ? {} : { needs }) };
}

/** What is worked out of a principal is kept as long as the principal is, and its revision holds. */
export function createEngine({ roles, consent }: Policy, clock: Clock): Engine {
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
    return {
      principal,
      compiled: compiledOf(principal),
      action,
      risk: effectiveRisk(action),
      targets: action.targets ?? [],
      now: clock.now(),
    };
  }

  function allowing({ compiled, risk }: Question): Decision {
    return ALLOWING[consentOf(compiled, risk, consent)];
  }

  function authorize(principal: Principal, action: Action): Decision {
    const question = questionOf(principal, action);
    for (const check of CHECKS) {
      const denial = check.refuse(question);
      if (denial !== undefined) {
        return denialOf(denial);
      }
    }
    return allowing(question);
  }

  function explain(principal: Principal, action: Action): Explanation {
    const question = questionOf(principal, action);
    const steps: ExplanationStep[] = [];
    for (const check of CHECKS) {
      const denial = check.refuse(question);
      if (denial !== undefined) {
        steps.push({ check: check.name, ok: false, because: denial.because });
        return { decision: denialOf(denial), steps };
      }
      steps.push({ check: check.name, ok: true, because: check.pass(question) });
    }
    const because = consentReason(question.compiled, question.risk, consent);
    if (because !== undefined) {
      steps.push({ check: 'consent', ok: true, because });
    }
    return { decision: allowing(question), steps };
  }

  return { authorize, explain };
}
