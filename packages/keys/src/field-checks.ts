import type { EpochMs } from '@gatehouse/core';
import { parseIpRange } from '@gatehouse/core';
import { isKeyWord, KEY_PATTERN } from './key-format.js';
import { LAST_MOMENT } from './time.js';

/** What the checks of single values need to know. */
export interface CheckContext {
  /** Expiry must lie after it. */
  readonly now: EpochMs;
  /** Keys other than admin keys must expire within so many days; absent = they need not. */
  readonly maxLifetimeDays?: number;
  /** `false` when nobody counts usage: then no key can expire by inactivity. Default: `true`. */
  readonly usageKept?: boolean;
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
const MOST_IDLE_DAYS = 3650;

/**
 * Control characters, line separators, lone surrogates, and the marks that make text run backwards:
 * names are shown in terminals, tables and logs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u;

/** Names and reasons are shown and logged. A key that was pasted into the wrong field would be too. */
const HOLDS_KEY = 'must not contain a key';

export const checkName: Check = (value) => {
  if (typeof value !== 'string' || value.trim() === '' || [...value].length > LONGEST_NAME) {
    return `must be text of 1 to ${LONGEST_NAME} characters`;
  }
  if (KEY_PATTERN.test(value)) {
    return HOLDS_KEY;
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

export const checkIdleDays: Check = (value, context) => {
  if (context.usageKept === false) {
    return 'cannot be set where no usage is counted';
  }
  const fits = typeof value === 'number' && Number.isInteger(value);
  return fits && value >= 1 && value <= MOST_IDLE_DAYS
    ? undefined
    : `must be a whole number of days from 1 to ${MOST_IDLE_DAYS}`;
};

export const checkBoolean: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false';

export const checkText: Check = (value) => {
  const fits = typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_ENTRY;
  if (!fits || UNPRINTABLE.test(value)) {
    return `must be text of 1 to ${LONGEST_ENTRY} characters without control characters`;
  }
  return KEY_PATTERN.test(value) ? HOLDS_KEY : undefined;
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
