import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

/** The server as it is shipped. */
export const SERVER: string = join(ROOT, 'apps', 'server', 'dist', 'main.js');

/** The command line as it is shipped. */
export const CLI: string = join(ROOT, 'apps', 'cli', 'dist', 'main.js');

/** A real house, anonymised; not part of the project, so it may be absent. */
export const REAL_HOUSE: string = join(
  ROOT,
  '..',
  'shared',
  'data',
  'structure',
  'loxone-client-kotlin_sample-app.json',
);

/** Whether {@link REAL_HOUSE} is there. */
export const HAS_REAL_HOUSE: boolean = existsSync(REAL_HOUSE);
