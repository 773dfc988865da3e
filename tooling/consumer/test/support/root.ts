import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
