import { createRequire } from 'node:module';
import { program } from '../../tooling/tsup/preset.js';

/** Files that charts are drawn with; the package that needs them says where they are. */
const charts = createRequire(new URL('../../packages/charts/package.json', import.meta.url));

export default program(
  { main: 'src/main.ts' },
  {
    'chart-assets/resvg.wasm': charts.resolve('@resvg/resvg-wasm/index_bg.wasm'),
    'chart-assets/DejaVuSans.ttf': charts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    'chart-assets/LICENSE-DejaVu': charts.resolve('dejavu-fonts-ttf/LICENSE'),
  },
);
