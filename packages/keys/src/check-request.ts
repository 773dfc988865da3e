import type { KeyRecord } from '@gatehouse/core';
import type { Check, CheckContext } from './field-checks.js';
import {
  checkAddresses,
  checkBoolean,
  checkExpiry,
  checkIdleDays,
  checkLimit,
  checkMoment,
  checkName,
  checkPermissions,
  checkRole,
  checkText,
} from './field-checks.js';
import { outlivesPolicy } from './lifetime-policy.js';
import type { KeyRequest, KeyUpdate } from './types.js';

/** One thing that does not fit, in words for whoever filled in the field. */
export interface FieldProblem {
  readonly field: string;
  /** Continues the field's name: `must be in the future`. Never repeats the value. */
  readonly problem: string;
}

const REQUEST_CHECKS: { readonly [Field in keyof KeyRequest]-?: Check } = {
  name: checkName,
  role: checkRole,
  expiresAt: checkExpiry,
  notBefore: checkMoment,
  ipWhitelist: checkAddresses,
  devices: checkLimit,
  rooms: checkLimit,
  permissions: checkPermissions,
  maxIdleDays: checkIdleDays,
  test: checkBoolean,
};

function orNull(check: Check): Check {
  return (value, context) => (value === null ? undefined : check(value, context));
}

const UPDATE_CHECKS: { readonly [Field in keyof KeyUpdate]-?: Check } = {
  name: checkName,
  role: checkRole,
  active: checkBoolean,
  expiresAt: orNull(checkExpiry),
  notBefore: orNull(checkMoment),
  ipWhitelist: checkAddresses,
  devices: orNull(checkLimit),
  rooms: orNull(checkLimit),
  permissions: orNull(checkPermissions),
  maxIdleDays: orNull(checkIdleDays),
};

function isSame(value: unknown, current: unknown): boolean {
  return Array.isArray(value) && Array.isArray(current)
    ? value.length === current.length && value.every((entry, at) => entry === current[at])
    : (value ?? undefined) === current;
}

/**
 * @returns The fields that differ from how the record is. So a form can be handed back whole, and an
 *   expired key be renamed with its old expiry in it. Fields that cannot be set are kept, to be
 *   refused.
 */
export function realChange(change: KeyUpdate, current: KeyRecord): KeyUpdate {
  const fields = new Map<string, unknown>(Object.entries(current));
  return Object.fromEntries(
    Object.entries(change).filter(
      ([field, value]) =>
        value !== undefined &&
        !(Object.hasOwn(UPDATE_CHECKS, field) && isSame(value, fields.get(field))),
    ),
  );
}

/** Fields that nobody knows are refused: `hash` in a form must not reach the store. */
function checkEach(
  fields: object,
  checks: Readonly<Record<string, Check>>,
  context: CheckContext,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [field, value] of Object.entries(fields)) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    const problem = check === undefined ? 'is not a field that can be set' : check(value, context);
    if (problem !== undefined && value !== undefined) {
      problems.push({ field, problem });
    }
  }
  return problems;
}

type Limits = Pick<
  KeyRecord,
  'role' | 'expiresAt' | 'notBefore' | 'devices' | 'rooms' | 'permissions'
>;

/** What must hold between fields, once each of them is sound. */
interface JointRule {
  readonly fields: readonly (keyof Limits)[];
  readonly isBroken: (key: Limits, context: CheckContext) => boolean;
  readonly problem: (context: CheckContext) => FieldProblem;
}

const JOINT_RULES: readonly JointRule[] = [
  {
    fields: ['role', 'devices', 'rooms'],
    isBroken: ({ role, devices, rooms }) =>
      role === 'device' && devices === undefined && rooms === undefined,
    problem: () => ({
      field: 'devices',
      problem: 'or rooms must be given for the role device',
    }),
  },
  {
    fields: ['role', 'permissions'],
    isBroken: ({ role, permissions = [] }) => role === 'custom' && permissions.length === 0,
    problem: () => ({ field: 'permissions', problem: 'must be given for the role custom' }),
  },
  {
    fields: ['notBefore', 'expiresAt'],
    isBroken: ({ notBefore, expiresAt }) =>
      notBefore !== undefined && expiresAt !== undefined && notBefore >= expiresAt,
    problem: () => ({ field: 'notBefore', problem: 'must be before expiresAt' }),
  },
  {
    fields: ['role', 'expiresAt'],
    isBroken: outlivesPolicy,
    problem: ({ maxLifetimeDays }) => ({
      field: 'expiresAt',
      problem: `must be given, and at most ${maxLifetimeDays} days away, for the role of this key`,
    }),
  },
];

/** Rules none of whose fields were `set` are not asked: what was there before is not judged. */
function checkTogether(key: Limits, set: object, context: CheckContext): FieldProblem[] {
  return JOINT_RULES.filter(
    ({ fields, isBroken }) =>
      fields.some((field) => Object.hasOwn(set, field)) && isBroken(key, context),
  ).map(({ problem }) => problem(context));
}

/** Checks the words that say why a key was revoked or disabled. */
export function checkReason(
  reason: string | undefined,
  context: CheckContext,
): readonly FieldProblem[] {
  const problem = reason === undefined ? undefined : checkText(reason, context);
  return problem === undefined ? [] : [{ field: 'reason', problem }];
}

/**
 * Checks what a person asks for, so that a form or a command line can say all of it at once.
 *
 * @returns All problems; the empty list when a key can be made of it.
 */
export function checkKeyRequest(
  request: KeyRequest,
  context: CheckContext,
): readonly FieldProblem[] {
  const required = { ...request, name: request.name ?? null, role: request.role ?? null };
  const problems = checkEach(required, REQUEST_CHECKS, context);
  return problems.length > 0 ? problems : checkTogether(request, request, context);
}

/**
 * Checks a change. What it leaves alone is not judged: an expired key can be renamed, and any key
 * can be disabled.
 *
 * @param changed - The record as it would become.
 */
export function checkKeyUpdate(
  change: KeyUpdate,
  changed: KeyRecord,
  context: CheckContext,
): readonly FieldProblem[] {
  const problems = checkEach(change, UPDATE_CHECKS, context);
  return problems.length > 0 ? problems : checkTogether(changed, change, context);
}
