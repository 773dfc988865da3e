import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `tooling/deploy`. */
export const DEPLOY: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The checkout. */
export const ROOT: string = join(DEPLOY, '..', '..');

/** Reads a file by its path from `tooling/deploy`. */
export function readFile(path: string): string {
  return readFileSync(join(DEPLOY, path), 'utf8');
}

/** The version of the server. */
export function serverVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(join(ROOT, 'apps/server/package.json'), 'utf8'),
  );
  return String((manifest as { readonly version: string }).version);
}
