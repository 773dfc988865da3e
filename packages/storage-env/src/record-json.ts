import { createHash } from 'node:crypto';
import type { KeyRecord, NewKeyRecord, Revocation } from '@gatehouse/core';
import type { Fields, Problems } from './field-readers.js';
import { days, filledText, flag, text, texts, time } from './field-readers.js';
import { formatTimestamp } from './timestamp.js';

/** The names that `keys.toml` uses too, in the order in which they are written. */
const FIELDS = [
  'id',
  'name',
  'role',
  'created_by',
  'created_at',
  'expires_at',
  'not_before',
  'max_idle_days',
  'enabled_at',
  'active',
  'ip_whitelist',
  'devices',
  'rooms',
  'permissions',
  'hash',
  'replaces',
  'replaced_by',
  'revoked_at',
  'revoked_by',
  'revoked_reason',
] as const;

/** What older programs wrote into this variable, and what says nothing about who may come in. */
const IGNORED = ['last_used', 'usage_count', 'metadata'] as const;

/** Fields that hold a whole key. */
const PLAINTEXT = ['key', 'secret'] as const;

const KNOWN: ReadonlySet<string> = new Set([...FIELDS, ...IGNORED, ...PLAINTEXT]);
const HASH = /^hmac-sha256:([A-Za-z0-9-]{1,64}):[A-Za-z0-9_-]{43}$/;

/** Makes the hash of a key in plain text, as a record keeps it. */
export type HashPlaintext = (key: string) => string;

/** What reading a record takes. */
export interface RecordContext {
  readonly problems: Problems;
  /** Peppers that hashes may name. */
  readonly pepperIds: ReadonlySet<string>;
  readonly hash: HashPlaintext | undefined;
}

type JsonValue = string | number | boolean | readonly string[];

/** Drops the fields that are not there, since a record has none that is `undefined`. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  return Object.assign(
    kept,
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
}

function readRevocation(fields: Fields, problems: Problems): Revocation | undefined {
  const at = fields.optional('revoked_at', time);
  const by = fields.optional('revoked_by', text);
  const reason = fields.optional('revoked_reason', text);
  if (!fields.has('revoked_at') && (by !== undefined || reason !== undefined)) {
    // Whoever wrote who revoked it meant it revoked: better to ask than to let the key live.
    problems.add(fields.at('revoked_at'), 'is missing beside revoked_by or revoked_reason');
  }
  return at === undefined
    ? undefined
    : Object.freeze({ at, by: by ?? 'unknown', ...present({ reason }) });
}

function hashOfPlaintext(fields: Fields, id: string, context: RecordContext): string {
  const { problems, hash } = context;
  for (const name of PLAINTEXT) {
    const key = fields.optional(name, filledText);
    if (key === undefined) {
      continue;
    }
    if (hash === undefined) {
      problems.add(
        fields.at(name),
        'is a key in plain text, which is not taken from the environment: import it into a key ' +
          'store and export that, which writes hashes',
      );
    } else if (!key.startsWith(`${id}_`)) {
      problems.add(fields.at(name), 'must begin with the id of its key and _');
    } else {
      return hash(key);
    }
  }
  return '';
}

function readHash(fields: Fields, id: string, context: RecordContext): string {
  const hash = fields.optional('hash', text) ?? '';
  if (hash === '') {
    return hashOfPlaintext(fields, id, context);
  }
  const [, pepperId] = HASH.exec(hash) ?? [];
  if (pepperId === undefined) {
    context.problems.add(fields.at('hash'), 'is no hash of a key');
  } else if (!context.pepperIds.has(pepperId)) {
    context.problems.add(fields.at('hash'), 'names a pepper that is not among the peppers');
  }
  return hash;
}

/** Reads one record; what is wrong with it is added to the problems of the context. */
export function readRecord(fields: Fields, context: RecordContext): KeyRecord {
  fields.refuseUnknown(KNOWN);
  const id = fields.required('id', filledText) ?? '';
  return withRevision({
    id,
    // The examples of older programs leave out all but id, role and active.
    name: fields.optional('name', text) ?? id,
    role: fields.required('role', filledText) ?? '',
    createdBy: fields.optional('created_by', text) ?? 'unknown',
    createdAt: fields.optional('created_at', time) ?? 0,
    active: fields.optional('active', flag) ?? true,
    ipWhitelist: fields.optional('ip_whitelist', texts) ?? Object.freeze([]),
    hash: readHash(fields, id, context),
    ...present({
      notBefore: fields.optional('not_before', time),
      expiresAt: fields.optional('expires_at', time),
      maxIdleDays: fields.optional('max_idle_days', days),
      enabledAt: fields.optional('enabled_at', time),
      replaces: fields.optional('replaces', filledText),
      replacedBy: fields.optional('replaced_by', filledText),
      revoked: readRevocation(fields, context.problems),
      devices: fields.optional('devices', texts),
      rooms: fields.optional('rooms', texts),
      permissions: fields.optional('permissions', texts),
    }),
  });
}

function writtenTime(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatTimestamp(value);
}

/** The fields of a record as they stand in the variable. */
export function recordJson(record: NewKeyRecord): Readonly<Record<string, JsonValue>> {
  const values: Record<(typeof FIELDS)[number], JsonValue | undefined> = {
    id: record.id,
    name: record.name,
    role: record.role,
    created_by: record.createdBy,
    created_at: formatTimestamp(record.createdAt),
    expires_at: writtenTime(record.expiresAt),
    not_before: writtenTime(record.notBefore),
    max_idle_days: record.maxIdleDays,
    enabled_at: writtenTime(record.enabledAt),
    active: record.active,
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
  };
  return present(values);
}

/** @returns The record, frozen, with a revision that is the same for the same content. */
function withRevision(record: NewKeyRecord): KeyRecord {
  const digest = createHash('sha256').update(JSON.stringify(record)).digest('base64url');
  return Object.freeze({ ...record, revision: digest.slice(0, 22) });
}
