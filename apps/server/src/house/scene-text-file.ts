import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SceneText } from './scene-store.js';

/** What keeping scenes in a file needs. */
export interface SceneTextFileOptions {
  /** Absolute path; its directory is made, for its owner only, where there is none. */
  readonly path: string;
  /** Replaces a file as a whole, for its owner only (0600). */
  readonly write: (path: string, text: string) => Promise<void>;
}

/** The text of all scenes in a file. */
export function sceneTextFile({ path, write }: SceneTextFileOptions): SceneText {
  return {
    async read() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async write(text) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await write(path, text);
    },
  };
}
