import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, vi } from 'vitest';

/** On a busy disk, all the syncing takes its time. */
vi.setConfig({ testTimeout: 30_000 });

const made: string[] = [];

afterEach(async () => {
  await Promise.all(made.splice(0).map((path) => rm(path, { recursive: true, force: true })));
});

/** @returns An empty directory (0700) that is removed after the test. */
export async function newDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gatehouse-storage-'));
  made.push(path);
  return path;
}
