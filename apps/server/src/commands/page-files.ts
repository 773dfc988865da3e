import { fileURLToPath } from 'node:url';
import { loadStaticFiles, type StaticFiles } from '../http/static-files.js';

/** Beside the built program; and where the page is built to, for a program that runs from its sources. */
const PLACES = ['./page/', '../../../../packages/admin-ui/dist/page/'];

/** Loads the administration's page. @returns `undefined` where it was not built. */
export function pageFiles(): StaticFiles | undefined {
  for (const place of PLACES) {
    const files = loadStaticFiles(fileURLToPath(new URL(place, import.meta.url)));
    if (files !== undefined) return files;
  }
  return undefined;
}
