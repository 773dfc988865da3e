import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AuditBatch, AuditHead, AuditStorage, McpAuthError } from '@gatehouse/core';
import type { RecordingLogger } from '@gatehouse/mcp-auth-testing';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { afterEach } from 'vitest';
import type { FileAuditStorageOptions } from '../../src/index.js';
import { createFileAuditStorage } from '../../src/index.js';
import { newDirectory } from './directory.js';

/** What `build` is asked with. */
export type AppendState = Parameters<Parameters<AuditStorage['append']>[0]>[0];

const opened: AuditStorage[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
});

/** A storage with everything that a test may want to look at. */
export interface OpenedTrail {
  readonly storage: AuditStorage;
  readonly directory: string;
  readonly live: string;
  readonly head: string;
  readonly logger: RecordingLogger;
  readonly problems: readonly (McpAuthError | undefined)[];
}

/** Opens a trail, on a new directory by default, and closes it after the test. */
export async function openTrail(
  options: Partial<FileAuditStorageOptions> = {},
): Promise<OpenedTrail> {
  const path = options.path ?? join(await newDirectory(), 'audit.jsonl');
  const logger = createRecordingLogger();
  const problems: (McpAuthError | undefined)[] = [];
  const storage = await createFileAuditStorage({
    logger,
    // The watcher takes the lock for a moment: only who tests it wants it to look often.
    watchIntervalMs: 60_000,
    onProblem: (problem) => problems.push(problem),
    ...options,
    path,
  });
  opened.push(storage);
  const directory = dirname(path);
  return { storage, directory, live: path, head: join(directory, 'audit.head'), logger, problems };
}

/** A time that goes with a number: a second for each. */
export function timeOf(sequence: number): number {
  return Date.UTC(2026, 0, 1) + sequence * 1000;
}

/** A line of about 100 bytes. */
export function textOf(sequence: number): string {
  return `{"sequence":${sequence},"note":"${'x'.repeat(80)}"}`;
}

export function headOf(sequence: number, changes: Partial<AuditHead> = {}): AuditHead {
  return {
    sequence,
    mac: `mac${sequence}`,
    headMac: `head${sequence}`,
    firstSequence: 1,
    firstPrevious: 'mac0',
    chainKeys: [{ id: 'c1', sealed: 'enc:v1:x' }],
    ...changes,
  };
}

/** A batch that goes on from what `build` was asked with. */
export function batchOf(count: number, { head, unconfirmed }: AppendState): AuditBatch {
  const last = (head?.sequence ?? 0) + unconfirmed.length;
  const lines = Array.from({ length: count }, (_, index) => {
    const sequence = last + index + 1;
    return { sequence, at: timeOf(sequence), mac: `mac${sequence}`, text: textOf(sequence) };
  });
  const { mac, headMac } = headOf(last + count);
  return { lines, head: { ...(head ?? headOf(0)), sequence: last + count, mac, headMac } };
}

export function append(storage: AuditStorage, count = 1): Promise<void> {
  return storage.append((state) => batchOf(count, state));
}

/** @returns What an append would be asked with. */
export async function stateOf(storage: AuditStorage): Promise<AppendState | undefined> {
  let seen: AppendState | undefined;
  await storage.append((state) => {
    seen = state;
    return undefined;
  });
  return seen;
}

export async function readAll(storage: AuditStorage, from?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of storage.read(from)) {
    lines.push(line);
  }
  return lines;
}

/** @returns The texts of the lines from `from` to `to`. */
export function texts(from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => textOf(from + index));
}

/** Leaves text at the end of a file, as a process that dies does. */
export function leave(path: string, text: string): Promise<void> {
  return appendFile(path, text);
}
