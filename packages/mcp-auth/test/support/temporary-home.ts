import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

export interface TemporaryHome {
  readonly path: string;
  readonly env: { readonly HOME: string };
  /** SHA-256 of every file below, by path relative to the home. */
  hashes(): Promise<Readonly<Record<string, string>>>;
  remove(): Promise<void>;
}

/** A home directory of its own, so that nothing of the developer's is read or written. */
export async function temporaryHome(): Promise<TemporaryHome> {
  const path = await mkdtemp(join(tmpdir(), 'mcp-auth-'));
  return {
    path,
    env: { HOME: path },
    async hashes() {
      const found: Record<string, string> = {};
      for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        const content = await readFile(file);
        found[relative(path, file)] = createHash('sha256').update(content).digest('hex');
      }
      return found;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
