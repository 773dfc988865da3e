import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A home directory of a test's own. */
export interface TemporaryHome {
  readonly path: string;
  /** Where the programs keep keys in it. */
  readonly configDir: string;
  /** Environment that makes the programs use it, and nothing of the machine's own settings. */
  readonly env: Readonly<Record<string, string>>;
  /** Relative path → mode and SHA-256 of every file in it. */
  fingerprint(): Record<string, string>;
  remove(): void;
}

/** Makes an empty home directory. */
export function temporaryHome(): TemporaryHome {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  return {
    path,
    configDir: join(path, '.config', 'loxone-mcp'),
    env: { HOME: path, PATH: process.env.PATH ?? '' },
    fingerprint: () => {
      const files: Record<string, string> = {};
      for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
        const stats = statSync(join(path, entry));
        if (!stats.isFile()) continue;
        const digest = createHash('sha256')
          .update(readFileSync(join(path, entry)))
          .digest('hex');
        files[entry] = `${(stats.mode & 0o777).toString(8)} ${digest}`;
      }
      return files;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
