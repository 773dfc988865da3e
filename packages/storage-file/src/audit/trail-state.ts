import type { AuditHead, EpochMs, SealedChainKey } from '@gatehouse/core';
import { decodeUtf8 } from '../file-codec.js';
import { damaged } from '../file-errors.js';
import type { TrailNames } from './names.js';

/** Version of the file format that this package reads and writes. */
const FORMAT = 1;

/** The live file as far as it is confirmed. */
export interface LivePart {
  /** Number of the record that it begins with. */
  readonly first: number;
  /** Up to here it holds the records that the head covers. */
  readonly bytes: number;
  /** The latest time among its records; `undefined` before the first. */
  readonly latest?: EpochMs;
}

/** A rotated file. */
export interface RotatedPart {
  readonly first: number;
  /** The latest time among its records. */
  readonly latest: EpochMs;
}

/** What `audit.head` says: the head of the chain, and where its lines are. */
export interface TrailState {
  /** `undefined` from the moment before the first line is written to the one after. */
  readonly head: AuditHead | undefined;
  readonly live: LivePart;
  readonly rotated: readonly RotatedPart[];
}

/** A trail that begins. */
export const NEW_TRAIL: TrailState = { head: undefined, live: { first: 1, bytes: 0 }, rotated: [] };

/** Number of the last record that the head covers. */
export function lastSequence({ head }: TrailState): number {
  return head?.sequence ?? 0;
}

/** @returns The text of `audit.head`. */
export function formatState({ head, live, rotated }: TrailState): string {
  return `${JSON.stringify({ format: FORMAT, head: head ?? null, live, rotated })}\n`;
}

type Entry = Readonly<Record<string, unknown>>;

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isChainKey(value: unknown): value is SealedChainKey {
  return isEntry(value) && isText(value.id) && isText(value.sealed);
}

function isHead(value: unknown): value is AuditHead {
  return (
    isEntry(value) &&
    isCount(value.sequence) &&
    isCount(value.firstSequence) &&
    isText(value.mac) &&
    isText(value.headMac) &&
    isText(value.firstPrevious) &&
    isListOf(value.chainKeys, isChainKey)
  );
}

function isLive(value: unknown): value is LivePart {
  return (
    isEntry(value) &&
    isCount(value.first) &&
    isCount(value.bytes) &&
    (value.latest === undefined || isNumber(value.latest))
  );
}

function isRotated(value: unknown): value is RotatedPart {
  return isEntry(value) && isCount(value.first) && isNumber(value.latest);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws `ERR_MCPAUTH_STORE_DAMAGED` when the bytes are no head file that this version knows. */
export function parseState({ head: path, live: trail }: TrailNames, bytes: Uint8Array): TrailState {
  const root = parseJson(decodeUtf8(path, bytes));
  const remedy = 'Put a backup of the whole trail in its place, or move all its files away.';
  if (!isEntry(root) || !isCount(root.format)) {
    throw damaged(path, `it is no head of the trail ${trail}`, remedy);
  }
  if (root.format !== FORMAT) {
    const problem = `a newer version of this program wrote it (format ${root.format}), for ${trail}`;
    throw damaged(path, problem, 'Update this program.');
  }
  const { head, live, rotated } = root;
  if ((head !== null && !isHead(head)) || !isLive(live) || !isListOf(rotated, isRotated)) {
    throw damaged(path, `it is no whole head of the trail ${trail}`, remedy);
  }
  return { head: head ?? undefined, live, rotated };
}
