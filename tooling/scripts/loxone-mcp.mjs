// `npm run loxone-mcp -- keys list`: the command line on the demo's keys, from a checkout.
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { DEMO_ENV } from './lib/demo-dir.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { ensureInstalled, requireNode } from './lib/setup.mjs';

requireNode();
await ensureInstalled();
if (!(await build(['./apps/cli']))) process.exit(1);
const cli = join(ROOT, 'apps', 'cli', 'dist', 'main.js');
const { code } = await run(process.execPath, [cli, ...process.argv.slice(2)], {
  env: { ...DEMO_ENV, ...process.env },
});
process.exit(code);
