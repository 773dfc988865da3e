import type { EpochMs } from '@gatehouse/core';
import { parseIpRange } from '@gatehouse/core';
import { isKeyWord } from './key-format.js';

/** What the checks of single values need to know. */
export interface CheckContext {
  /** Expiry must lie after it. */
  readonly now: EpochMs;
  /** Reads one permission; `parsePermission` of the host's authorizer fits. Default: any text. */
  readonly checkPermission?: (
    text: string,
  ) => { readonly ok: true } | { readonly ok: false; readonly problem: string };
}

/** @returns What is wrong, continuing the field's name and without the value; or `undefined`. */
export type Check = (value: unknown, context: CheckContext) => string | undefined;

const LONGEST_NAME = 100;
const LONGEST_ENTRY = 300;
const MOST_ENTRIES = 10_000;
/** 9999-12-31T23:59:59.999Z: what RFC 3339 and TOML can write. */
const LAST_MOMENT: EpochMs = 253_402_300_799_999;

/**
 * Control characters, line separators, lone surrogates, and the marks that make text run backwards:
 * names are shown in terminals, tables and logs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u;

export const checkName: Check = (value) => {
  if (typeof value !== 'string' || value.trim() === '' || [...value].length > LONGEST_NAME) {
    return `must be text of 1 to ${LONGEST_NAME} characters`;
  }
  return UNPRINTABLE.test(value) ? 'must not contain control characters' : undefined;
};

export const checkRole: Check = (value) =>
  typeof value === 'string' && isKeyWord(value)
    ? undefined
    : 'must be a role: lower-case letters, digits and "-", starting with a letter';

export const checkMoment: Check = (value) => {
  const fits = typeof value === 'number' && Number.isInteger(value);
  return fits && value >= 0 && value <= LAST_MOMENT
    ? undefined
    : 'must be a moment in whole milliseconds since 1970';
};

export const checkExpiry: Check = (value, context) =>
  checkMoment(value, context) ??
  (Number(value) > context.now ? undefined : 'must be in the future');

export const checkBoolean: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false';

export const checkText: Check = (value) => {
  const fits = typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_ENTRY;
  return fits && !UNPRINTABLE.test(value)
    ? undefined
    : `must be text of 1 to ${LONGEST_ENTRY} characters without control characters`;
};

const checkAddress: Check = (value) => {
  const parsed = typeof value === 'string' ? parseIpRange(value) : undefined;
  return parsed?.ok === true ? undefined : (parsed?.problem ?? 'it must be text');
};

const checkPermission: Check = (value, context) => {
  const problem = checkText(value, context);
  if (problem !== undefined || typeof value !== 'string') {
    return problem;
  }
  const checked = context.checkPermission?.(value) ?? { ok: true };
  return checked.ok ? undefined : checked.problem;
};

function listOf(checkOne: Check): Check {
  return (value, context) => {
    if (!Array.isArray(value) || value.length > MOST_ENTRIES) {
      return `must be a list of at most ${MOST_ENTRIES} entries`;
    }
    for (const [at, entry] of value.entries()) {
      const problem = checkOne(entry, context);
      if (problem !== undefined) {
        return `has a bad entry ${at + 1}: ${problem}`;
      }
    }
    return undefined;
  };
}

export const checkAddresses: Check = listOf(checkAddress);

export const checkPermissions: Check = listOf(checkPermission);

/** An empty list would limit a key to nothing, where "no limit" is more likely meant. */
export const checkLimit: Check = (value, context) =>
  Array.isArray(value) && value.length === 0
    ? 'must name something, or be left out for no limit'
    : listOf(checkText)(value, context);
