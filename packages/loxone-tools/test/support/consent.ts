import type { Action, Authorize, Decision, NeededConsent, Principal, Risk } from '@gatehouse/core';
import type { AskConsent, ConsentAnswer, ConsentRequest } from '../../src/ports/consent.js';
import { authorize } from './authorize.js';

/** The rules of the tests, and besides an agreement for every act of these risks. */
export function asking(consents: Partial<Record<Risk, NeededConsent>>): Authorize {
  return (principal: Principal, action: Action): Decision => {
    const decision = authorize(principal, action);
    const consent = consents[action.risk];
    return decision.allow && consent !== undefined ? { allow: true, consent } : decision;
  };
}

/** Somebody who can be asked, and remembers what. */
export interface Person {
  readonly asked: ConsentRequest[];
  readonly ask: AskConsent;
}

/** @param answer - What they say; a function may look at the question. */
export function person(
  answer: ConsentAnswer | ((request: ConsentRequest) => ConsentAnswer) = { given: true },
): Person {
  const asked: ConsentRequest[] = [];
  return {
    asked,
    ask: async (request) => {
      asked.push(request);
      return typeof answer === 'function' ? answer(request) : answer;
    },
  };
}

/** Confirms by a token, bound to the exact call, once. */
export function tokenBearer(): Person {
  const open = new Map<string, string>();
  let count = 0;
  return person((request) => {
    const bound = JSON.stringify([request.tool, request.args]);
    const { token } = request;
    if (token !== undefined && open.get(token) === bound) {
      open.delete(token);
      return { given: true };
    }
    count += 1;
    open.set(`token-${count}`, bound);
    return { given: false, code: 'confirmation_required', token: `token-${count}` };
  });
}
