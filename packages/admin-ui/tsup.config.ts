import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig } from 'tsup';
import { pageOf } from './page.js';

const PAGE = 'dist/page';

/** The page itself: static files whose names change with their content, so that they may be kept. */
async function writePage(): Promise<void> {
  const files = await readdir(join(PAGE, 'assets'));
  await writeFile(join(PAGE, 'index.html'), pageOf(files));
}

const config: ReturnType<typeof defineConfig> = defineConfig([
  { entry: { wire: 'src/wire/index.ts' }, format: ['esm'], target: 'node20', dts: true },
  {
    entry: { main: 'src/app/main.tsx' },
    format: ['esm'],
    platform: 'browser',
    target: 'es2022',
    outDir: PAGE,
    clean: true,
    minify: true,
    treeshake: false,
    splitting: false,
    noExternal: [/.*/],
    tsconfig: 'tsconfig.json',
    esbuildOptions(options) {
      options.entryNames = 'assets/[name]-[hash]';
      options.assetNames = 'assets/[name]-[hash]';
      options.legalComments = 'eof';
    },
    onSuccess: writePage,
  },
]);

export default config;
