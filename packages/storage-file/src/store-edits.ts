import { isDeepStrictEqual } from 'node:util';
import type {
  KeyId,
  KeyRecord,
  KeyRecordChange,
  NewKeyRecord,
  RoleName,
  StoreHeader,
} from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { damaged } from './file-errors.js';
import { assertStorable, recordPairs, withRevision } from './record-codec.js';
import type { StoreContent } from './store-content.js';
import { FORMAT, nextSequence } from './store-content.js';
import type { TomlEdit } from './toml-edit.js';

/** What a write does to the file, and what it answers. No edits: nothing is written. */
export interface Plan<T> {
  readonly edits: readonly TomlEdit[];
  readonly result: T;
}

function conflict(id: KeyId, message: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', message, { id });
}

/**
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` when there are keys with hashes and no pepper: a new one would
 *   make them all useless, without anybody having said so (rule 7).
 */
export function planHeader(
  location: string,
  content: StoreContent,
  make: () => StoreHeader,
): Plan<StoreHeader> {
  if (content.header !== undefined) {
    return { edits: [], result: content.header };
  }
  if (content.records.some(({ hash }) => hash !== '')) {
    const remedy =
      'Put [store] and [[store.peppers]] back from a backup; or, to give up all keys, remove the file.';
    throw damaged(location, 'it holds keys, and the peppers that they need are missing', remedy);
  }
  const header = make();
  const peppers = header.peppers.map(
    ({ id, sealed }): TomlEdit => ({
      kind: 'append',
      path: ['store', 'peppers'],
      pairs: { id, sealed },
    }),
  );
  const format: TomlEdit = { kind: 'set', table: ['store'], key: 'format', value: FORMAT };
  return { edits: [format, ...peppers], result: header };
}

/** Builds a record with the next number of `role`, and counts it. */
export function planInsert(
  content: StoreContent,
  role: RoleName,
  build: (sequence: number) => NewKeyRecord,
): Plan<KeyRecord> {
  const sequence = nextSequence(content, role);
  const draft = build(sequence);
  assertStorable(draft);
  if (content.records.some(({ id }) => id === draft.id)) {
    throw conflict(draft.id, `There is a key ${draft.id} already. Give the new one another id.`);
  }
  return {
    edits: [
      { kind: 'set', table: ['sequences'], key: role, value: sequence },
      { kind: 'append', path: ['keys'], pairs: recordPairs(draft) },
    ],
    result: withRevision(draft),
  };
}

function find(
  { records }: StoreContent,
  id: KeyId,
  expectedRevision: string,
): { readonly record: KeyRecord; readonly index: number } {
  const index = records.findIndex((record) => record.id === id);
  const record = records[index];
  if (record === undefined) {
    const message = `There is no key ${id}. List the keys to see which there are.`;
    throw new McpAuthError('ERR_MCPAUTH_KEY_NOT_FOUND', message, { id });
  }
  if (record.revision !== expectedRevision) {
    throw conflict(
      id,
      `Key ${id} was changed by somebody else meanwhile. Read it again and repeat the change.`,
    );
  }
  return { record, index };
}

const CHANGEABLE: Readonly<Record<keyof KeyRecordChange, 'required' | 'optional'>> = {
  name: 'required',
  role: 'required',
  active: 'required',
  ipWhitelist: 'required',
  hash: 'required',
  notBefore: 'optional',
  expiresAt: 'optional',
  maxIdleDays: 'optional',
  enabledAt: 'optional',
  revoked: 'optional',
  replaces: 'optional',
  replacedBy: 'optional',
  devices: 'optional',
  rooms: 'optional',
  permissions: 'optional',
};

function assertChangeable(change: KeyRecordChange): void {
  for (const [field, value] of Object.entries(change)) {
    if (!Object.hasOwn(CHANGEABLE, field)) {
      throw new RangeError(`change.${field} is no field that can change`);
    }
    if (value === null && Reflect.get(CHANGEABLE, field) === 'required') {
      throw new RangeError(`change.${field} cannot be removed`);
    }
  }
}

function applyChange({ revision: _, ...record }: KeyRecord, change: KeyRecordChange): NewKeyRecord {
  assertChangeable(change);
  const set = Object.entries(change).filter(([, value]) => value !== undefined);
  const changed: NewKeyRecord = { ...record, ...Object.fromEntries(set) };
  for (const [field, value] of set) {
    if (value === null) {
      Reflect.deleteProperty(changed, field);
    }
  }
  return changed;
}

/** The lines that differ between two versions of a record. */
function changedPairs(index: number, before: NewKeyRecord, after: NewKeyRecord): TomlEdit[] {
  const old = recordPairs(before);
  const next = recordPairs(after);
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((key) => !isDeepStrictEqual(old[key], next[key]))
    .map((key) => ({ kind: 'set', table: ['keys', index], key, value: next[key] }));
}

/** Changes fields of one record that is still as the caller saw it. */
export function planUpdate(
  content: StoreContent,
  id: KeyId,
  expectedRevision: string,
  change: KeyRecordChange,
): Plan<KeyRecord> {
  const { record, index } = find(content, id, expectedRevision);
  const changed = applyChange(record, change);
  assertStorable(changed);
  return { edits: changedPairs(index, record, changed), result: withRevision(changed) };
}

/** Removes one record that is still as the caller saw it. */
export function planDelete(content: StoreContent, id: KeyId, expectedRevision: string): Plan<void> {
  const { index } = find(content, id, expectedRevision);
  return { edits: [{ kind: 'remove', array: 'keys', index }], result: undefined };
}
