import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Files of third parties stand beside the repository, never in it; without them tests are skipped. */
const ROOT: URL = new URL('../../../../../shared/data/', import.meta.url);

export const HAS_SHARED_DATA: boolean = existsSync(fileURLToPath(ROOT));

/** Says in the test's title why it is skipped. */
export const SHARED_DATA: string = HAS_SHARED_DATA
  ? 'shared data'
  : 'shared data (skipped: no ../shared/data beside the repository)';

export function readShared(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}

/** The structure files that are there. */
export function structureFiles(): readonly string[] {
  if (!HAS_SHARED_DATA) return [];
  return ['structure', 'homebridge'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT))
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${folder}/${name}`)
      .filter((path) => {
        const content = readShared(path);
        return typeof content === 'object' && content !== null && 'controls' in content;
      }),
  );
}
