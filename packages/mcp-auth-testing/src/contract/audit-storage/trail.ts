import type { AuditBatch, AuditHead, AuditLine, AuditStorage, EpochMs } from '@gatehouse/core';

const FIRST_AT = Date.UTC(2026, 0, 1);

/** What `build` is asked with. */
export type AppendState = Parameters<Parameters<AuditStorage['append']>[0]>[0];

/** When the record of this number happened: a second after the one before. */
export function timeOf(sequence: number): number {
  return FIRST_AT + sequence * 1_000;
}

/** A value of the shape of a MAC, another one for each number. */
export function macOf(sequence: number): string {
  return `mac${sequence}`.padEnd(43, '_');
}

/** A line of about 200 bytes whose text tells its number and its time, as real ones do. */
export function lineOf(
  sequence: number,
  at: EpochMs = timeOf(sequence),
  filler: string = JSON.stringify('x'.repeat(150)),
): AuditLine {
  const text = `{"sequence":${sequence},"at":${at},"filler":${filler}}`;
  return { sequence, at, mac: macOf(sequence), text };
}

/** @returns The number of a line that {@link lineOf} made. */
export function sequenceOf(text: string): number {
  return Number(JSON.parse(text).sequence);
}

/** A head whose last record is `sequence`; other fields from `changes`. */
export function headOf(sequence: number, changes: Partial<AuditHead> = {}): AuditHead {
  return {
    sequence,
    mac: macOf(sequence),
    headMac: `head${sequence}`.padEnd(43, '_'),
    firstSequence: 1,
    firstPrevious: macOf(0),
    chainKeys: [{ id: 'c1', sealed: `enc:v1:${'k'.repeat(22)}:${'c'.repeat(96)}` }],
    ...changes,
  };
}

/** A batch of `count` lines that goes on from the head of `state`, as an audit log makes it. */
export function nextBatch({ head, unconfirmed }: AppendState, count = 1): AuditBatch {
  const last = (head?.sequence ?? 0) + unconfirmed.length;
  const lines = Array.from({ length: count }, (_, index) => lineOf(last + 1 + index));
  return { lines, head: { ...(head ?? headOf(0)), ...movedTo(last + count) } };
}

function movedTo(sequence: number): Pick<AuditHead, 'sequence' | 'mac' | 'headMac'> {
  const { mac, headMac } = headOf(sequence);
  return { sequence, mac, headMac };
}

/** Appends `count` lines in one go. */
export function appendLines(storage: AuditStorage, count = 1): Promise<void> {
  return storage.append((state) => nextBatch(state, count));
}

/** Fills a trail with `count` lines, in batches as they come. */
export async function fill(storage: AuditStorage, count: number): Promise<void> {
  for (let written = 0; written < count; written += 4) {
    await appendLines(storage, Math.min(4, count - written));
  }
}

/** @returns The lines from a record number on. */
export async function readAll(storage: AuditStorage, from?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of storage.read(from)) {
    lines.push(line);
  }
  return lines;
}

/** @returns The numbers of the lines from a record number on. */
export async function readNumbers(storage: AuditStorage, from?: number): Promise<number[]> {
  return (await readAll(storage, from)).map(sequenceOf);
}

/** @returns The state that an append would be given; appends nothing. */
export async function stateOf(storage: AuditStorage): Promise<AppendState> {
  let seen: AppendState | undefined;
  await storage.append((state) => {
    seen = state;
    return undefined;
  });
  if (seen === undefined) {
    throw new TypeError('append asked for no batch');
  }
  return seen;
}

/** @returns The integers from `from` to `to`, both included. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
