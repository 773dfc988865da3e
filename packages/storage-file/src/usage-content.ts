import type { EpochMs, KeyId, KeyUsage } from '@gatehouse/core';
import { damaged } from './file-errors.js';
import { formatTimestamp, isTimestamp, readTimestamp } from './timestamp.js';

/** Version of the file format that this package reads and writes. */
const FORMAT = 1;

const REMEDY = 'Put a backup in its place; or remove it, and counting begins anew.';

const TIMES = {
  firstUsedAt: 'first_used_at',
  lastUsedAt: 'last_used_at',
  lastFailureAt: 'last_failure_at',
} as const;

/** The counters of all keys. */
export type UsageTable = ReadonlyMap<KeyId, KeyUsage>;

type Entry = Readonly<Record<string, unknown>>;

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function earliest(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function latest(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** Makes a value without the fields that are not there. */
function usage(
  keyId: KeyId,
  counts: Pick<KeyUsage, 'uses' | 'failures'>,
  rest: { readonly [Field in keyof KeyUsage]?: KeyUsage[Field] | undefined },
): KeyUsage {
  const { firstUsedAt, lastUsedAt, lastAddress, lastFailureAt } = rest;
  return {
    keyId,
    uses: counts.uses,
    failures: counts.failures,
    ...(firstUsedAt === undefined ? {} : { firstUsedAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    ...(lastAddress === undefined ? {} : { lastAddress }),
    ...(lastFailureAt === undefined ? {} : { lastFailureAt }),
  };
}

/**
 * Copies what a caller counted, whole, before anything is done with it.
 *
 * @throws {@link RangeError} naming the first field that no file could give back as it is.
 */
export function copyCounted(counted: readonly KeyUsage[]): readonly KeyUsage[] {
  return counted.map((one) => {
    const copy = { ...one };
    if (!isCount(copy.uses) || !isCount(copy.failures)) {
      throw new RangeError('uses and failures must be integers ≥ 0');
    }
    for (const field of ['firstUsedAt', 'lastUsedAt', 'lastFailureAt'] as const) {
      const at = copy[field];
      if (at !== undefined && !isTimestamp(at)) {
        throw new RangeError(`${field} must be a whole millisecond in the years 0000 to 9999`);
      }
    }
    return usage(copy.keyId, copy, copy);
  });
}

/** The address belongs to the last use, so it goes with it. */
function lastPlace(a: KeyUsage, b: KeyUsage): string | undefined {
  const bIsLater = (b.lastUsedAt ?? -Infinity) >= (a.lastUsedAt ?? -Infinity);
  const [later, earlier] = bIsLater ? [b, a] : [a, b];
  return later.lastAddress ?? earlier.lastAddress;
}

function sum(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

function addOne(known: KeyUsage | undefined, counted: KeyUsage): KeyUsage {
  if (known === undefined) {
    return counted;
  }
  const counts = {
    uses: sum(known.uses, counted.uses),
    failures: sum(known.failures, counted.failures),
  };
  return usage(counted.keyId, counts, {
    firstUsedAt: earliest(known.firstUsedAt, counted.firstUsedAt),
    lastUsedAt: latest(known.lastUsedAt, counted.lastUsedAt),
    lastAddress: lastPlace(known, counted),
    lastFailureAt: latest(known.lastFailureAt, counted.lastFailureAt),
  });
}

/** @returns The table with what was counted since. */
export function addUsage(table: UsageTable, counted: readonly KeyUsage[]): UsageTable {
  const sums = new Map(table);
  for (const one of counted) {
    sums.set(one.keyId, addOne(sums.get(one.keyId), one));
  }
  return sums;
}

function written(at: EpochMs | undefined): string | undefined {
  return at === undefined ? undefined : formatTimestamp(at);
}

function formatEntry(one: KeyUsage): string {
  return JSON.stringify({
    id: one.keyId,
    uses: one.uses,
    failures: one.failures,
    [TIMES.firstUsedAt]: written(one.firstUsedAt),
    [TIMES.lastUsedAt]: written(one.lastUsedAt),
    last_address: one.lastAddress,
    [TIMES.lastFailureAt]: written(one.lastFailureAt),
  });
}

/** @returns The text of a usage file: JSON, with one line for each key. */
export function formatUsage(table: UsageTable): string {
  const entries = [...table.values()].map(formatEntry);
  return `{"format":${FORMAT},"keys":[${entries.map((line) => `\n${line}`).join(',')}\n]}\n`;
}

/** @returns A time, or `null` where something stands there that is none. */
function readTime(entry: Entry, field: string): EpochMs | undefined | null {
  const value = entry[field];
  if (value === undefined) {
    return undefined;
  }
  return typeof value === 'string' ? (readTimestamp(value) ?? null) : null;
}

function readEntry(entry: unknown): KeyUsage | undefined {
  if (!isEntry(entry)) {
    return undefined;
  }
  const { id, uses, failures, last_address: lastAddress } = entry;
  if (typeof id !== 'string' || !isCount(uses) || !isCount(failures)) {
    return undefined;
  }
  if (lastAddress !== undefined && typeof lastAddress !== 'string') {
    return undefined;
  }
  const firstUsedAt = readTime(entry, TIMES.firstUsedAt);
  const lastUsedAt = readTime(entry, TIMES.lastUsedAt);
  const lastFailureAt = readTime(entry, TIMES.lastFailureAt);
  if (firstUsedAt === null || lastUsedAt === null || lastFailureAt === null) {
    return undefined;
  }
  return usage(id, { uses, failures }, { firstUsedAt, lastUsedAt, lastAddress, lastFailureAt });
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw damaged(path, 'it is no JSON', REMEDY);
  }
}

/** @throws `ERR_MCPAUTH_STORE_DAMAGED` naming the entry. */
export function parseUsage(path: string, text: string): UsageTable {
  const root = parseJson(path, text);
  if (!isEntry(root) || !Array.isArray(root.keys) || !isCount(root.format)) {
    throw damaged(path, 'it is no list of counters', REMEDY);
  }
  if (root.format !== FORMAT) {
    const remedy = 'Update this program, or remove the file, and counting begins anew.';
    throw damaged(path, `a newer version of this program wrote it (format ${root.format})`, remedy);
  }
  const table = new Map<KeyId, KeyUsage>();
  for (const [index, entry] of root.keys.entries()) {
    const read = readEntry(entry);
    if (read === undefined || table.has(read.keyId)) {
      throw damaged(path, `entry no. ${index + 1} of keys holds no counters of its own`, REMEDY);
    }
    table.set(read.keyId, read);
  }
  return table;
}
