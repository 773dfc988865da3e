import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program } from '../../tooling/tsup/preset.js';

/** Files that charts are drawn with; the package that needs them says where they are. */
const charts = createRequire(new URL('../../packages/charts/package.json', import.meta.url));

/** The administration's page, which its own package has built before. */
const page = fileURLToPath(new URL('../../packages/admin-ui/dist/page', import.meta.url));

function pageFiles(): Record<string, string> {
  const files = readdirSync(page, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [join('page', relative(page, path)), path];
    }),
  );
}

export default program(
  { main: 'src/main.ts' },
  {
    'chart-assets/resvg.wasm': charts.resolve('@resvg/resvg-wasm/index_bg.wasm'),
    'chart-assets/DejaVuSans.ttf': charts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    'chart-assets/LICENSE-DejaVu': charts.resolve('dejavu-fonts-ttf/LICENSE'),
    ...pageFiles(),
  },
);
