import type { KeyChangeRequest, KeyView, NewKeyRequest } from '../../wire/index.js';
import { dateText, type Expiry, expiresAt } from './expiry.js';

/** A key as the form holds it. */
export interface KeyDraft {
  readonly name: string;
  readonly role: string;
  readonly expiry: Expiry;
  /** Of a date field. */
  readonly date: string;
  readonly maxIdleDays: string;
  readonly addresses: readonly string[];
  readonly devices: readonly string[];
  readonly rooms: readonly string[];
  readonly permissions: readonly string[];
  readonly test: boolean;
}

/** What is wrong, by the name of the field. */
export type DraftProblems = Readonly<Partial<Record<keyof KeyDraft, string>>>;

/** A form as it is before anybody typed. */
export const EMPTY_DRAFT: KeyDraft = {
  name: '',
  role: '',
  expiry: '90',
  date: '',
  maxIdleDays: '',
  addresses: [],
  devices: [],
  rooms: [],
  permissions: [],
  test: false,
};

/** @returns The form for a key that is there. */
export function draftOf(key: KeyView): KeyDraft {
  return {
    name: key.name,
    role: key.role,
    expiry: key.expiresAt === undefined ? 'never' : 'date',
    date: key.expiresAt === undefined ? '' : dateText(key.expiresAt),
    maxIdleDays: key.maxIdleDays === undefined ? '' : String(key.maxIdleDays),
    addresses: key.addresses,
    devices: key.devices,
    rooms: key.rooms,
    permissions: key.permissions,
    test: false,
  };
}

function idleDays(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}

function isIdleDays(text: string): boolean {
  const days = idleDays(text);
  return days === undefined || (Number.isInteger(days) && days >= 1 && days <= 3650);
}

/**
 * @param key - The key that is changed: an end that was there already may lie in the past.
 * @returns What is wrong; no members when nothing is.
 */
export function checkDraft(draft: KeyDraft, now: number, key?: KeyView): DraftProblems {
  const problems: Partial<Record<keyof KeyDraft, string>> = {};
  const name = draft.name.trim();
  if (name === '') problems.name = 'Give it a name: whose key it is, or what for.';
  else if (name.length > 100) problems.name = 'At most 100 characters.';
  if (draft.role === '') problems.role = 'Choose what it may do.';
  if (draft.role === 'device' && draft.devices.length === 0 && draft.rooms.length === 0) {
    problems.devices = 'Name at least one device or room: such a key sees nothing else.';
  }
  if (draft.role === 'custom' && draft.permissions.length === 0) {
    problems.permissions = 'Name at least one permission: such a key may do nothing else.';
  }
  if (!isIdleDays(draft.maxIdleDays)) problems.maxIdleDays = 'A number of days from 1 to 3650.';
  if (key === undefined || !sameEnd(draft, key)) {
    const end = expiresAt(draft.expiry, draft.date, now);
    if ('problem' in end) problems.date = end.problem;
  }
  return problems;
}

function endOf(draft: KeyDraft, now: number): number | undefined {
  const end = expiresAt(draft.expiry, draft.date, now);
  return 'at' in end ? end.at : undefined;
}

/** Dates have no hours: the end of the key stays as exact as it was when its day is the same. */
function sameEnd(draft: KeyDraft, key: KeyView): boolean {
  if (key.expiresAt === undefined) return draft.expiry === 'never';
  return draft.expiry === 'date' && draft.date === dateText(key.expiresAt);
}

/** @returns The request for a new key. Of the lists, those that are empty are left out. */
export function newKeyOf(draft: KeyDraft, now: number): NewKeyRequest {
  const end = endOf(draft, now);
  const idle = idleDays(draft.maxIdleDays);
  const list = (name: 'addresses' | 'devices' | 'rooms') =>
    draft[name].length === 0 ? {} : { [name]: draft[name] };
  return {
    name: draft.name.trim(),
    role: draft.role,
    ...(end === undefined ? {} : { expiresAt: end }),
    ...(idle === undefined ? {} : { maxIdleDays: idle }),
    ...list('addresses'),
    ...list('devices'),
    ...list('rooms'),
    ...(draft.role === 'custom' ? { permissions: draft.permissions } : {}),
    ...(draft.test ? { test: true } : {}),
  };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** @returns What of the key the draft changes, without its revision. */
export function changesOf(
  draft: KeyDraft,
  key: KeyView,
  now: number,
): Omit<KeyChangeRequest, 'revision'> {
  const idle = idleDays(draft.maxIdleDays);
  const list = (name: 'addresses' | 'devices' | 'rooms' | 'permissions') => {
    const wanted = name === 'permissions' && draft.role !== 'custom' ? [] : draft[name];
    if (sameList(wanted, key[name])) return {};
    return { [name]: wanted.length === 0 ? null : wanted };
  };
  return {
    ...(draft.name.trim() === key.name ? {} : { name: draft.name.trim() }),
    ...(draft.role === key.role ? {} : { role: draft.role }),
    ...(sameEnd(draft, key) ? {} : { expiresAt: endOf(draft, now) ?? null }),
    ...(idle === key.maxIdleDays ? {} : { maxIdleDays: idle ?? null }),
    ...list('addresses'),
    ...list('devices'),
    ...list('rooms'),
    ...list('permissions'),
  };
}
