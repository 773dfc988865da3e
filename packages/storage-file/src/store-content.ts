import type { KeyRecord, SealedPepper, StoreHeader } from '@gatehouse/core';
import type { TomlTable, TomlValue } from 'smol-toml';
import { readRecord } from './record-codec.js';
import { isTomlTable } from './toml-document.js';

/** Version of the file format that this package reads and writes. */
export const FORMAT = 1;

/** What a keys file says. */
export interface StoreContent {
  readonly header: StoreHeader | undefined;
  /** Last number that each role was given. */
  readonly sequences: ReadonlyMap<string, number>;
  /** In the order of the file. */
  readonly records: readonly KeyRecord[];
}

/** What is wrong with a file's content, and where. */
export interface ContentProblem {
  /** Where: `['keys', 2]`, an element counted from 0, or a table's name. */
  readonly table: readonly [name: string, index?: number];
  readonly field?: string;
  /** Continues a sentence: `must be true or false`. */
  readonly problem: string;
}

/** The content, or the first problem. */
export type ReadContent =
  | { readonly ok: true; readonly content: StoreContent }
  | { readonly ok: false; readonly problem: ContentProblem };

/** The content of a file that is empty or not there. */
export const EMPTY_CONTENT: StoreContent = {
  header: undefined,
  sequences: new Map(),
  records: [],
};

/** Thrown inside this file only. */
class ContentSignal extends TypeError {
  readonly problem: ContentProblem;
  constructor(problem: ContentProblem) {
    super(problem.problem);
    this.problem = problem;
  }
}

function tableAt(root: TomlTable, name: string): TomlTable | undefined {
  const value = root[name];
  if (value !== undefined && !isTomlTable(value)) {
    throw new ContentSignal({ table: [name], problem: `must be a table: [${name}]` });
  }
  return value;
}

function tablesIn(value: TomlValue | undefined, name: string): readonly TomlTable[] {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value) || !value.every(isTomlTable)) {
    throw new ContentSignal({ table: [name], problem: `must be tables: [[${name}]]` });
  }
  return value;
}

function checkFormat(store: TomlTable): void {
  const { format } = store;
  const at = { table: ['store'], field: 'format' } as const;
  if (typeof format === 'number' && format > FORMAT) {
    const problem = `is ${format}, which a newer version of this program wrote; update this one`;
    throw new ContentSignal({ ...at, problem });
  }
  if (format !== FORMAT) {
    throw new ContentSignal({ ...at, problem: `must be ${FORMAT}` });
  }
}

function readPepper(table: TomlTable): SealedPepper {
  const { id, sealed } = table;
  if (typeof id !== 'string' || !/^[A-Za-z0-9-]+$/.test(id)) {
    const problem = 'needs an id of letters, digits and -';
    throw new ContentSignal({ table: ['store.peppers'], field: 'id', problem });
  }
  if (typeof sealed !== 'string' || sealed === '') {
    const problem = 'needs the sealed value that was there';
    throw new ContentSignal({ table: ['store.peppers'], field: 'sealed', problem });
  }
  return Object.freeze({ id, sealed });
}

function readHeader(root: TomlTable): StoreHeader | undefined {
  const store = tableAt(root, 'store');
  if (store === undefined) {
    return undefined;
  }
  checkFormat(store);
  const peppers = tablesIn(store.peppers, 'store.peppers').map(readPepper);
  if (new Set(peppers.map(({ id }) => id)).size !== peppers.length) {
    const problem = 'is there twice: keep one of the two entries';
    throw new ContentSignal({ table: ['store.peppers'], field: 'id', problem });
  }
  return peppers.length === 0 ? undefined : Object.freeze({ peppers: Object.freeze(peppers) });
}

function readSequences(root: TomlTable): ReadonlyMap<string, number> {
  const sequences = new Map<string, number>();
  for (const [role, value] of Object.entries(tableAt(root, 'sequences') ?? {})) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      const problem = 'must be a whole number, the last one given';
      throw new ContentSignal({ table: ['sequences'], field: role, problem });
    }
    sequences.set(role, value);
  }
  return sequences;
}

function readRecords(root: TomlTable): readonly KeyRecord[] {
  const seen = new Set<string>();
  return tablesIn(root.keys, 'keys').map((table, index) => {
    const read = readRecord(table);
    if (!read.ok) {
      throw new ContentSignal({ table: ['keys', index], ...read.problem });
    }
    if (seen.has(read.record.id)) {
      const problem = 'is the id of a key further up too: remove one of the two';
      throw new ContentSignal({ table: ['keys', index], field: 'id', problem });
    }
    seen.add(read.record.id);
    return read.record;
  });
}

/** Reads what a document says as a keys file. Tables and fields that it does not know are left. */
export function readContent(root: TomlTable): ReadContent {
  try {
    const header = readHeader(root);
    return {
      ok: true,
      content: { header, sequences: readSequences(root), records: readRecords(root) },
    };
  } catch (error) {
    if (error instanceof ContentSignal) {
      return { ok: false, problem: error.problem };
    }
    throw error;
  }
}

/** The number in `lmcp_<role>_<number>` or `lmcp_<role>_<number>_…`, 0 where there is none. */
function numberInId({ id, role }: KeyRecord): number {
  const marker = `_${role}_`;
  const at = id.lastIndexOf(marker);
  const digits = /^(\d{1,15})(?:_|$)/.exec(id.slice(at + marker.length))?.[1];
  return at === -1 || digits === undefined ? 0 : Number(digits);
}

/**
 * Next number of a role. The numbers in the ids count too, so that a file whose `[sequences]` somebody
 * removed, or who never had any, gives none of them a second time.
 */
export function nextSequence({ sequences, records }: StoreContent, role: string): number {
  const used = records.filter((record) => record.role === role).map(numberInId);
  return Math.max(sequences.get(role) ?? 0, ...used) + 1;
}
