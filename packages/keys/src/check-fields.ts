import type { EpochMs, KeyRecord } from '@gatehouse/core';
import { parseIpRange } from './address/ip-range.js';
import { isKeyWord } from './key-format.js';
import type { KeyRequest, KeyUpdate } from './types.js';

/** One thing that does not fit, in words for whoever filled in the field. */
export interface FieldProblem {
  readonly field: string;
  /** Continues the field's name: `must be in the future`. Never repeats the value. */
  readonly problem: string;
}

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

type Check = (value: unknown, now: EpochMs) => string | undefined;

function checkName(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '' || [...value].length > LONGEST_NAME) {
    return `must be text of 1 to ${LONGEST_NAME} characters`;
  }
  return UNPRINTABLE.test(value) ? 'must not contain control characters' : undefined;
}

function checkRole(value: unknown): string | undefined {
  return typeof value === 'string' && isKeyWord(value)
    ? undefined
    : 'must be a role: lower-case letters, digits and "-", starting with a letter';
}

function checkMoment(value: unknown): string | undefined {
  const fits = typeof value === 'number' && Number.isInteger(value);
  return fits && value >= 0 && value <= LAST_MOMENT
    ? undefined
    : 'must be a moment in whole milliseconds since 1970';
}

function checkExpiry(value: unknown, now: EpochMs): string | undefined {
  return checkMoment(value) ?? (Number(value) > now ? undefined : 'must be in the future');
}

function checkBoolean(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be true or false';
}

function checkEntry(value: unknown): string | undefined {
  const fits = typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_ENTRY;
  return fits && !UNPRINTABLE.test(value)
    ? undefined
    : `must be text of 1 to ${LONGEST_ENTRY} characters without control characters`;
}

function checkAddress(value: unknown): string | undefined {
  const parsed = typeof value === 'string' ? parseIpRange(value) : undefined;
  return parsed?.ok === true ? undefined : (parsed?.problem ?? 'it must be text');
}

function listOf(checkOne: (value: unknown) => string | undefined): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length > MOST_ENTRIES) {
      return `must be a list of at most ${MOST_ENTRIES} entries`;
    }
    for (const [at, entry] of value.entries()) {
      const problem = checkOne(entry);
      if (problem !== undefined) {
        return `has a bad entry ${at + 1}: ${problem}`;
      }
    }
    return undefined;
  };
}

/** An empty list would limit a key to nothing, where "no limit" is more likely meant. */
function limitOf(checkOne: (value: unknown) => string | undefined): Check {
  const checkList = listOf(checkOne);
  return (value) =>
    Array.isArray(value) && value.length === 0
      ? 'must name something, or be left out for no limit'
      : checkList(value, 0);
}

const CHECKS = {
  name: checkName,
  role: checkRole,
  expiresAt: checkExpiry,
  notBefore: checkMoment,
  ipWhitelist: listOf(checkAddress),
  devices: limitOf(checkEntry),
  rooms: limitOf(checkEntry),
  permissions: listOf(checkEntry),
} satisfies Readonly<Record<string, Check>>;

const REQUEST_CHECKS: { readonly [Field in keyof KeyRequest]-?: Check } = {
  ...CHECKS,
  test: checkBoolean,
};

function orNull(check: Check): Check {
  return (value, now) => (value === null ? undefined : check(value, now));
}

const UPDATE_CHECKS: { readonly [Field in keyof KeyUpdate]-?: Check } = {
  ...CHECKS,
  expiresAt: orNull(CHECKS.expiresAt),
  notBefore: orNull(CHECKS.notBefore),
  devices: orNull(CHECKS.devices),
  rooms: orNull(CHECKS.rooms),
  permissions: orNull(CHECKS.permissions),
  active: checkBoolean,
};

/** Fields that nobody knows are refused: `hash` in a form must not reach the store. */
function checkEach(
  fields: object,
  checks: Readonly<Record<string, Check>>,
  now: EpochMs,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [field, value] of Object.entries(fields)) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    const problem = check === undefined ? 'is not a field that can be set' : check(value, now);
    if (problem !== undefined && value !== undefined) {
      problems.push({ field, problem });
    }
  }
  return problems;
}

/** What must hold between fields; asked once each of them is sound. */
function checkTogether(
  key: Pick<KeyRecord, 'role' | 'expiresAt' | 'notBefore' | 'devices' | 'rooms' | 'permissions'>,
): FieldProblem[] {
  if (key.role === 'device' && key.devices === undefined && key.rooms === undefined) {
    return [{ field: 'devices', problem: 'or rooms must be given for the role device' }];
  }
  if (key.role === 'custom' && (key.permissions ?? []).length === 0) {
    return [{ field: 'permissions', problem: 'must be given for the role custom' }];
  }
  if (key.expiresAt !== undefined && (key.notBefore ?? 0) >= key.expiresAt) {
    return [{ field: 'notBefore', problem: 'must be before expiresAt' }];
  }
  return [];
}

/** Checks the words that say why a key was revoked. */
export function checkReason(reason: string | undefined): readonly FieldProblem[] {
  const problem = reason === undefined ? undefined : checkEntry(reason);
  return problem === undefined ? [] : [{ field: 'reason', problem }];
}

/**
 * Checks what a person asks for, so that a form or a command line can say all of it at once.
 *
 * @param now - Expiry must lie after it.
 * @returns All problems; the empty list when a key can be made of it.
 */
export function checkKeyRequest(request: KeyRequest, now: EpochMs): readonly FieldProblem[] {
  const required = { ...request, name: request.name ?? null, role: request.role ?? null };
  const problems = checkEach(required, REQUEST_CHECKS, now);
  return problems.length > 0 ? problems : checkTogether(request);
}

/**
 * Checks a change. Fields that it leaves alone are not judged: an expired key can be renamed.
 *
 * @param changed - The record as it would become.
 */
export function checkKeyUpdate(
  change: KeyUpdate,
  changed: KeyRecord,
  now: EpochMs,
): readonly FieldProblem[] {
  const problems = checkEach(change, UPDATE_CHECKS, now);
  return problems.length > 0 ? problems : checkTogether(changed);
}
