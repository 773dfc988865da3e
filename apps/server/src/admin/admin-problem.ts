import { isMcpAuthError } from '@gatehouse/core';
import { type FieldProblem, type ProblemStatus, RouteProblem } from '../http/route-problem.js';

/** Rules of the key manager that concern the caller; the others concern the state of the key. */
const ABOUT_CALLER: ReadonlySet<string> = new Set(['grant', 'own-limits', 'outlives-holder']);

/** Names of the key manager and those of the wire. */
const FIELD_NAMES: Readonly<Record<string, string>> = { ipWhitelist: 'addresses' };

/** `change.expiresAt must be in the future` */
const FIELD_SENTENCE = /^(?:request|change|disabling|revocation|options)\.(\w+) (.+)$/su;

/**
 * What the framework throws, as an answer that tells what to do. Its sentences are written for
 * people and hold nothing secret.
 *
 * @returns What it was given, where it is none of that: a fault of ours, answered with 500.
 */
export function adminProblem(error: unknown): unknown {
  if (error instanceof RangeError) return invalidFields(error) ?? error;
  if (!isMcpAuthError(error)) return error;
  const { message } = error;
  switch (error.code) {
    case 'ERR_MCPAUTH_KEY_REFUSED': {
      const { rule } = error.details;
      return new RouteProblem(ABOUT_CALLER.has(rule) ? 403 : 409, rule, message);
    }
    case 'ERR_MCPAUTH_KEY_NOT_FOUND':
      return unknownKey();
    case 'ERR_MCPAUTH_STORE_CONFLICT':
      return changedMeanwhile();
    case 'ERR_MCPAUTH_STORE_READ_ONLY':
      return readOnly(error.details.reason);
    case 'ERR_MCPAUTH_AUDIT_UNAVAILABLE':
      return later('audit-unavailable', 'The audit trail cannot be written right now');
    case 'ERR_MCPAUTH_STORE_UNAVAILABLE':
      return later('store-unavailable', 'What is kept on disk cannot be used right now');
    default:
      return error;
  }
}

/** No such key; whether there ever was one is not said. */
export function unknownKey(): RouteProblem {
  return new RouteProblem(404, 'unknown-key', 'There is no key of this id.');
}

/** Somebody else was faster. */
function changedMeanwhile(): RouteProblem {
  return new RouteProblem(
    409,
    'changed-meanwhile',
    'Somebody else has changed this key meanwhile: look at it again, and then change it.',
  );
}

/** @param reason - Why the store of keys takes no changes. */
export function readOnly(reason: string): RouteProblem {
  return new RouteProblem(409, 'read-only', `Keys cannot be changed here: ${reason}`);
}

function later(code: string, what: string): RouteProblem {
  const status: ProblemStatus = 503;
  return new RouteProblem(status, code, `${what}, so nothing was changed: try again later.`, {
    retryAfterSeconds: 10,
  });
}

/** Misuse by a programmer looks the same; only what names fields of a request is the caller's. */
function invalidFields({ message }: RangeError): RouteProblem | undefined {
  const sentences = message.split(/; (?=(?:request|change|disabling|revocation|options)\.)/u);
  const fields = sentences.map(fieldProblem);
  const known = fields.filter((field) => field !== undefined);
  if (known.length !== fields.length) return undefined;
  return new RouteProblem(
    400,
    'invalid-request',
    'Parts of the request are not as they must be: see fields.',
    { fields: known },
  );
}

function fieldProblem(sentence: string): FieldProblem | undefined {
  const [, field, problem] = FIELD_SENTENCE.exec(sentence) ?? [];
  if (field === undefined || problem === undefined) return undefined;
  const name = Object.hasOwn(FIELD_NAMES, field) ? FIELD_NAMES[field] : field;
  return { field: `body.${name}`, problem };
}
