import type { KeyRecord, NewKeyRecord } from '@gatehouse/core';
import { checksumOf } from './checksum.js';
import type { SqlValue } from './driver.js';

/** Columns of `keys` that are in every row as they are, in the order of {@link RowHead}. */
const HEAD_COLUMNS = [
  'id',
  'revision',
  'name',
  'role',
  'created_by',
  'created_at',
  'not_before',
  'expires_at',
  'max_idle_days',
  'enabled_at',
  'active',
  'revoked_at',
  'revoked_by',
  'revoked_reason',
  'replaces',
  'replaced_by',
  'hash',
  'position',
  'wide',
] as const;
/** Columns that hold lists, as JSON. */
const LIST_COLUMNS = ['ip_whitelist', 'devices', 'rooms', 'permissions'] as const;

type RowHead = readonly [
  id: string,
  revision: string,
  name: string,
  role: string,
  createdBy: string,
  createdAt: number,
  notBefore: number | null,
  expiresAt: number | null,
  maxIdleDays: number | null,
  enabledAt: number | null,
  active: number,
  revokedAt: number | null,
  revokedBy: string | null,
  revokedReason: string | null,
  replaces: string | null,
  replacedBy: string | null,
  hash: string,
  position: number,
  wide: number,
];
type ListText = string | null;

/** A row of `keys`. Lists are `null` in a row that leaves the long ones out. */
export type KeyRow = readonly [...RowHead, ListText, ListText, ListText, ListText];

const ALL_COLUMNS: readonly string[] = [...HEAD_COLUMNS, ...LIST_COLUMNS];
/** Reads whole rows. */
export const ALL: string = ALL_COLUMNS.join(', ');
/** Reads rows without lists that are long: those are read when somebody needs them. */
export const WITHOUT_WIDE_LISTS: string = [
  ...HEAD_COLUMNS,
  ...LIST_COLUMNS.map((column) => `CASE wide WHEN 0 THEN ${column} END`),
].join(', ');
/** Writes a row, whether it is there or not. */
export const PUT: string = `INSERT OR REPLACE INTO keys (${ALL}) VALUES (${ALL_COLUMNS.map(() => '?').join(', ')})`;

const REVISION_AT = 1;
const WIDE_AT = 18;
/** Lists with more text than this make a row wide. */
const WIDE_CHARACTERS = 2048;

/** Whether the row's long lists were, or could be, left out. */
export function isWide(row: KeyRow): boolean {
  return row[WIDE_AT] === 1;
}

export function revisionOf(row: KeyRow): string {
  return row[REVISION_AT];
}

function listText(list: readonly string[] | undefined): ListText {
  return list === undefined ? null : JSON.stringify(list);
}

function sealedBy(counter: string, row: KeyRow): string {
  return `${counter}-${checksumOf(row.with(REVISION_AT, counter))}`;
}

/**
 * @param counter - Number of the change that makes this row: it makes every revision another one.
 * @param position - Place in the order of insertion.
 */
export function encodeRow(record: NewKeyRecord, counter: number, position: number): KeyRow {
  const { revoked } = record;
  const lists = [
    JSON.stringify(record.ipWhitelist),
    listText(record.devices),
    listText(record.rooms),
    listText(record.permissions),
  ] as const;
  const characters = lists.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  const row: KeyRow = [
    record.id,
    '',
    record.name,
    record.role,
    record.createdBy,
    record.createdAt,
    record.notBefore ?? null,
    record.expiresAt ?? null,
    record.maxIdleDays ?? null,
    record.enabledAt ?? null,
    record.active ? 1 : 0,
    revoked?.at ?? null,
    revoked?.by ?? null,
    revoked?.reason ?? null,
    record.replaces ?? null,
    record.replacedBy ?? null,
    record.hash,
    position,
    characters > WIDE_CHARACTERS ? 1 : 0,
    ...lists,
  ];
  const revision = sealedBy(counter.toString(36), row);
  return row.with(REVISION_AT, revision) as unknown as KeyRow;
}

/** Whether a whole row is as it was written: its revision holds a checksum of all the rest. */
export function isIntact(row: KeyRow): boolean {
  const revision = revisionOf(row);
  const [counter] = revision.split('-');
  return revision === sealedBy(counter ?? '', row);
}

const NO_ENTRIES: readonly string[] = Object.freeze([]);

function listOf(text: string): readonly string[] {
  return text === '[]' ? NO_ENTRIES : Object.freeze(JSON.parse(text));
}

/** Makes the record of a whole row that {@link isIntact}. It and its lists are frozen. */
export function decodeRow(row: KeyRow): KeyRecord {
  const [id, revision, name, role, createdBy, createdAt, notBefore, expiresAt, ...rest] = row;
  const [maxIdleDays, enabledAt, active, revokedAt, revokedBy, revokedReason, ...more] = rest;
  const [replaces, replacedBy, hash, , , ipWhitelist, devices, rooms, permissions] = more;
  return Object.freeze({
    id,
    name,
    role,
    createdBy,
    createdAt,
    ...(notBefore === null ? {} : { notBefore }),
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(maxIdleDays === null ? {} : { maxIdleDays }),
    ...(enabledAt === null ? {} : { enabledAt }),
    active: active === 1,
    ...(revokedAt === null
      ? {}
      : {
          revoked: Object.freeze({
            at: revokedAt,
            by: revokedBy ?? '',
            ...(revokedReason === null ? {} : { reason: revokedReason }),
          }),
        }),
    ...(replaces === null ? {} : { replaces }),
    ...(replacedBy === null ? {} : { replacedBy }),
    ipWhitelist: listOf(ipWhitelist ?? '[]'),
    ...(devices === null ? {} : { devices: listOf(devices) }),
    ...(rooms === null ? {} : { rooms: listOf(rooms) }),
    ...(permissions === null ? {} : { permissions: listOf(permissions) }),
    hash,
    revision,
  });
}

function isStorable(value: SqlValue): boolean {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value);
  }
  return value === null || (typeof value === 'string' && !/\p{Surrogate}/u.test(value));
}

/**
 * @throws {@link RangeError} naming the first column that the database could not give back as it is:
 *   an empty id or role, a number that is no safe integer, or a text with a lone surrogate.
 */
export function assertStorable(row: KeyRow): void {
  const [id, , , role] = row;
  if (id === '' || role === '') {
    throw new RangeError('id and role must not be empty');
  }
  for (const [index, value] of row.entries()) {
    if (!isStorable(value)) {
      throw new RangeError(`${ALL_COLUMNS[index]} must be a whole number or well-formed text`);
    }
  }
}
