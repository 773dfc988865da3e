import { createHash } from 'node:crypto';
import type { EpochMs, KeyRecord, NewKeyRecord, Revocation } from '@gatehouse/core';
import type { TomlTable, TomlValue } from 'smol-toml';
import { formatTimestamp, isTimestamp, readTimestamp } from './timestamp.js';
import type { EditPairs, EditValue } from './toml-edit.js';

/** What is wrong with one field; never holds its value. */
export interface FieldProblem {
  readonly field: string;
  /** Continues the sentence "`field` …": `must be true or false`. */
  readonly problem: string;
}

/** A record, or the first thing wrong with it. */
export type ReadRecord =
  | { readonly ok: true; readonly record: KeyRecord }
  | { readonly ok: false; readonly problem: FieldProblem };

/** Thrown inside this file only. */
class ProblemSignal extends TypeError {
  readonly problem: FieldProblem;
  constructor(field: string, problem: string) {
    super(`${field} ${problem}`);
    this.problem = { field, problem };
  }
}

const TIME_EXPECTED = 'must be a time with its zone in RFC 3339, such as "2027-01-31T18:00:00Z"';
const TEXTS_EXPECTED = 'must be a list of texts, such as ["one", "two"]';

function isDayCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

type Reader<T> = (value: TomlValue, field: string) => T;

const text: Reader<string> = (value, field) => {
  if (typeof value !== 'string') {
    throw new ProblemSignal(field, 'must be a text in quotes');
  }
  return value;
};

const filledText: Reader<string> = (value, field) => {
  if (value === '') {
    throw new ProblemSignal(field, 'must not be empty');
  }
  return text(value, field);
};

const flag: Reader<boolean> = (value, field) => {
  if (typeof value !== 'boolean') {
    throw new ProblemSignal(field, 'must be true or false, without quotes');
  }
  return value;
};

const time: Reader<EpochMs> = (value, field) => {
  const read = readTimestamp(value);
  if (read === undefined) {
    throw new ProblemSignal(field, TIME_EXPECTED);
  }
  return read;
};

/** Days are counted, so half of one, or none, was not meant. */
const days: Reader<number> = (value, field) => {
  if (typeof value !== 'number' || !isDayCount(value)) {
    throw new ProblemSignal(field, 'must be a whole number of days, 1 or more');
  }
  return value;
};

const texts: Reader<readonly string[]> = (value, field) => {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new ProblemSignal(field, TEXTS_EXPECTED);
  }
  return Object.freeze([...value]);
};

function optional<T>(table: TomlTable, field: string, read: Reader<T>): T | undefined {
  const value = table[field];
  return value === undefined ? undefined : read(value, field);
}

function required<T>(table: TomlTable, field: string, read: Reader<T>): T {
  const value = optional(table, field, read);
  if (value === undefined) {
    throw new ProblemSignal(field, 'is missing');
  }
  return value;
}

function readRevocation(table: TomlTable): Revocation | undefined {
  const at = optional(table, 'revoked_at', time);
  const by = optional(table, 'revoked_by', text);
  const reason = optional(table, 'revoked_reason', text);
  if (at === undefined) {
    if (by !== undefined || reason !== undefined) {
      // Whoever wrote who revoked it meant it revoked: better to ask than to let the key live.
      throw new ProblemSignal('revoked_at', 'is missing beside revoked_by or revoked_reason');
    }
    return undefined;
  }
  return Object.freeze({ at, by: by ?? 'unknown', ...(reason === undefined ? {} : { reason }) });
}

/** Drops the fields that are not there, since a record has none that is `undefined`. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  return Object.assign(
    kept,
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
}

function readFields(table: TomlTable): NewKeyRecord {
  const id = required(table, 'id', filledText);
  return {
    id,
    // Written by hand, a record may say little more than who it is for.
    name: optional(table, 'name', text) ?? id,
    role: required(table, 'role', filledText),
    createdBy: optional(table, 'created_by', text) ?? 'unknown',
    createdAt: optional(table, 'created_at', time) ?? 0,
    active: optional(table, 'active', flag) ?? true,
    ipWhitelist: optional(table, 'ip_whitelist', texts) ?? [],
    // Without one the key is kept and never verifies: no secret has an empty hash.
    hash: optional(table, 'hash', text) ?? '',
    ...present({
      notBefore: optional(table, 'not_before', time),
      expiresAt: optional(table, 'expires_at', time),
      maxIdleDays: optional(table, 'max_idle_days', days),
      enabledAt: optional(table, 'enabled_at', time),
      replaces: optional(table, 'replaces', filledText),
      replacedBy: optional(table, 'replaced_by', filledText),
      revoked: readRevocation(table),
      devices: optional(table, 'devices', texts),
      rooms: optional(table, 'rooms', texts),
      permissions: optional(table, 'permissions', texts),
    }),
  };
}

/**
 * Reads one `[[keys]]` table. Fields that the store does not know are nobody's mistake.
 */
export function readRecord(table: TomlTable): ReadRecord {
  try {
    return { ok: true, record: withRevision(readFields(table)) };
  } catch (error) {
    if (error instanceof ProblemSignal) {
      return { ok: false, problem: error.problem };
    }
    throw error;
  }
}

function writtenTime(value: EpochMs | undefined): string | undefined {
  return value === undefined ? undefined : formatTimestamp(value);
}

/** The fields of a record as they stand in the file, in the order in which they are written. */
export function recordPairs(record: NewKeyRecord): EditPairs {
  return present({
    id: record.id,
    name: record.name,
    role: record.role,
    created_by: record.createdBy,
    created_at: formatTimestamp(record.createdAt),
    expires_at: writtenTime(record.expiresAt),
    not_before: writtenTime(record.notBefore),
    max_idle_days: record.maxIdleDays,
    active: record.active,
    enabled_at: writtenTime(record.enabledAt),
    ip_whitelist: record.ipWhitelist,
    devices: record.devices,
    rooms: record.rooms,
    permissions: record.permissions,
    hash: record.hash === '' ? undefined : record.hash,
    replaces: record.replaces,
    replaced_by: record.replacedBy,
    revoked_at: writtenTime(record.revoked?.at),
    revoked_by: record.revoked?.by,
    revoked_reason: record.revoked?.reason,
  });
}

/** @returns The record, frozen, with a revision that is the same for the same content. */
export function withRevision(record: NewKeyRecord): KeyRecord {
  const content = JSON.stringify(Object.entries(recordPairs(record)).sort());
  const digest = createHash('sha256').update(content).digest('base64url');
  return Object.freeze({ ...record, revision: digest.slice(0, 22) });
}

function isWellFormed(value: EditValue): boolean {
  return typeof value === 'object' ? value.every(isWellFormed) : !/\p{Surrogate}/u.test(`${value}`);
}

function assertFilled({ id, role, replaces, replacedBy }: NewKeyRecord): void {
  for (const [field, value] of Object.entries({ id, role, replaces, replacedBy })) {
    if (value === '') {
      throw new RangeError(`${field} must not be empty`);
    }
  }
}

function assertTimes({ createdAt, notBefore, expiresAt, enabledAt, revoked }: NewKeyRecord): void {
  const times = { createdAt, notBefore, expiresAt, enabledAt, 'revoked.at': revoked?.at };
  for (const [field, value] of Object.entries(times)) {
    if (value !== undefined && !isTimestamp(value)) {
      throw new RangeError(`${field} must be a whole millisecond in the years 0000 to 9999`);
    }
  }
}

/**
 * @throws {@link RangeError} naming the first field that the file could not give back as it is: an
 *   empty id or role, a time outside the years 0000 to 9999, a number of days that is none, or a
 *   text with a lone surrogate.
 */
export function assertStorable(record: NewKeyRecord): void {
  assertFilled(record);
  assertTimes(record);
  if (record.maxIdleDays !== undefined && !isDayCount(record.maxIdleDays)) {
    throw new RangeError('maxIdleDays must be an integer ≥ 1');
  }
  for (const [field, value] of Object.entries(recordPairs(record))) {
    if (!isWellFormed(value)) {
      throw new RangeError(`${field} must be well-formed Unicode`);
    }
  }
}
