import type { Consent, Risk } from '@gatehouse/core';
import { CONSENTS } from '@gatehouse/core';
import type { CompiledPrincipal } from './compile-principal.js';
import type { ConsentPermission } from './permission.js';

/** How what is granted happens, by risk class; a class that is not named happens at once. */
export type ConsentDefaults = Readonly<Partial<Record<Risk, Consent>>>;

/** Whether one consent is harder to get than another. */
export function isStricter(one: Consent, other: Consent): boolean {
  return CONSENTS.indexOf(one) > CONSENTS.indexOf(other);
}

/** What a principal's own permissions say of a risk class: the strictest; `undefined` = nothing. */
export function ownConsent(
  { consents }: Pick<CompiledPrincipal, 'consents'>,
  risk: Risk,
): ConsentPermission | undefined {
  let strictest: ConsentPermission | undefined;
  for (const one of consents) {
    const counts = one.risk === '*' || one.risk === risk;
    if (counts && (strictest === undefined || isStricter(one.kind, strictest.kind))) {
      strictest = one;
    }
  }
  return strictest;
}

/** How what this principal may do of a risk class happens. */
export function consentOf(
  compiled: Pick<CompiledPrincipal, 'consents'>,
  risk: Risk,
  defaults: ConsentDefaults,
): Consent {
  return ownConsent(compiled, risk)?.kind ?? defaults[risk] ?? 'allow';
}

const WHO_CONSENTS: Readonly<Record<Consent, string>> = {
  allow: 'nobody has to consent to',
  confirm: 'a person has to confirm',
  approve: 'the owner has to approve',
};

/** @returns Why something happens as it does; `undefined` where nobody said anything about it. */
export function consentReason(
  compiled: Pick<CompiledPrincipal, 'consents'>,
  risk: Risk,
  defaults: ConsentDefaults,
): string | undefined {
  const own = ownConsent(compiled, risk);
  const consent = consentOf(compiled, risk, defaults);
  if (own === undefined && consent === 'allow') {
    return undefined;
  }
  const source = own === undefined ? '' : `, says "${own.text}"`;
  return `${WHO_CONSENTS[consent]} what is ${risk}${source}`;
}
