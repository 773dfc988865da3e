import { CONSENTS, type NeededConsent, RISKS } from '@gatehouse/core';
import type { Rehearsed } from '../command/step-frame.js';
import type { AskConsent, ConsentRequest } from '../ports/consent.js';

/**
 * Gives the consent that was given for a batch to its steps, each once, and to nothing else: not to
 * other arguments, further devices or a stricter question.
 *
 * @param kind - Who has agreed; `undefined`: nobody was asked, so nobody has.
 */
export function covering(
  agreed: readonly Rehearsed[],
  kind: NeededConsent | undefined,
): AskConsent {
  const open = [...agreed];
  return async (request) => {
    const at = open.findIndex((one) => covers(one, kind, request));
    if (at < 0) return { given: false, code: 'unavailable' };
    open.splice(at, 1);
    return { given: true };
  };
}

function covers(one: Rehearsed, kind: NeededConsent | undefined, asked: ConsentRequest): boolean {
  return (
    kind !== undefined &&
    CONSENTS.indexOf(asked.kind) <= CONSENTS.indexOf(kind) &&
    asked.tool === one.tool &&
    RISKS.indexOf(asked.risk) <= RISKS.indexOf(one.risk) &&
    asked.devices.every((device) => one.devices.includes(device)) &&
    canonical(asked.args) === canonical(one.args)
  );
}

/** What is agreed to is what is done; that it was rehearsed first makes no difference. */
function canonical(args: unknown): string {
  return JSON.stringify(args, (key, value: unknown) => {
    if (key === 'dry_run' || key === 'confirm_token') return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  });
}
