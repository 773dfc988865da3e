import { existsSync, readFileSync } from 'node:fs';

/** Third-party captures that never enter the repository; they may stand beside it. */
const SHARED_DATA = new URL('../../../../../shared/data/', import.meta.url);

/** Whether the captures are there. Suites that need them are skipped, by name, where they are not. */
export const hasSharedData: boolean = existsSync(SHARED_DATA);

/** Appended to the names of such suites, so that a skip says why. */
export const NEEDS_SHARED_DATA = '(needs ../shared/data beside the repository)';

export function readSharedText(path: string): string {
  return readFileSync(new URL(path, SHARED_DATA), 'utf8');
}

// Callers state the shape of a file that they know; a wrong one fails their assertions.
export function readSharedJson<Shape>(path: string): Shape {
  return JSON.parse(readSharedText(path)) as Shape;
}
