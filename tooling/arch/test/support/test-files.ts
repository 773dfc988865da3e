import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

/** @returns The paths of all files below the `test` folders of packages, apps and tooling. */
export function testFiles(ending: string): string[] {
  return ['packages', 'apps', 'tooling'].flatMap((group) =>
    readdirSync(join(ROOT, group)).flatMap((name) => {
      const folder = join(ROOT, group, name, 'test');
      return entriesOf(folder)
        .filter((entry) => entry.endsWith(ending))
        .map((entry) => join(folder, entry));
    }),
  );
}
