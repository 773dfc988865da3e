import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Files that are no code: the renderer, and the font that labels are set in. */
const ASSETS = {
  renderer: { file: 'resvg.wasm', module: '@resvg/resvg-wasm/index_bg.wasm' },
  font: { file: 'DejaVuSans.ttf', module: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf' },
} as const;

/**
 * Reads a file that this package needs: from `chart-assets` beside the code, where a bundled program
 * has it, else from the package that it comes from.
 */
export async function readAsset(name: keyof typeof ASSETS): Promise<Uint8Array> {
  const { file, module } = ASSETS[name];
  try {
    return await readFile(new URL(`./chart-assets/${file}`, import.meta.url));
  } catch {
    return readFile(createRequire(import.meta.url).resolve(module));
  }
}
