import { chmod, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore, KeyStoreEvent, McpAuthError } from '@gatehouse/core';
import type { RecordingLogger } from '@gatehouse/mcp-auth-testing';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { afterEach } from 'vitest';
import type { FileKeyStoreOptions } from '../../src/index.js';
import { createFileKeyStore } from '../../src/index.js';
import { newDirectory } from './directory.js';

/** A store with everything that a test may want to look at. */
export interface OpenedStore {
  readonly path: string;
  readonly store: KeyStore;
  readonly logger: RecordingLogger;
  readonly events: readonly KeyStoreEvent[];
  readonly problems: readonly (McpAuthError | undefined)[];
}

const opened: KeyStore[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

/** @returns A path for a keys file that is not there, in a directory of its own. */
export async function newPath(): Promise<string> {
  return join(await newDirectory(), 'keys.toml');
}

/** Opens a store, on a new path or on the text given, and closes it after the test. */
export async function openStore(
  options: Partial<FileKeyStoreOptions> & { readonly text?: string } = {},
): Promise<OpenedStore> {
  const { text, ...rest } = options;
  const path = options.path ?? (await newPath());
  if (text !== undefined) {
    await replaceText(path, text);
  }
  const logger = createRecordingLogger();
  const problems: (McpAuthError | undefined)[] = [];
  const store = await createFileKeyStore({
    logger,
    watchIntervalMs: 20,
    onProblem: (problem) => problems.push(problem),
    ...rest,
    path,
  });
  opened.push(store);
  const events: KeyStoreEvent[] = [];
  store.subscribe((event) => events.push(event));
  return { path, store, logger, events, problems };
}

/** Saves as editors do that put a new file in the place of the old. */
export async function replaceText(path: string, text: string): Promise<void> {
  await writeFile(`${path}.edited`, text, { mode: 0o600 });
  await rename(`${path}.edited`, path);
}

/** Saves as editors do that write into the file. */
export async function overwriteText(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o600);
}
