// `npm run loxone-mcp -- keys list` and the like: a program from a checkout, built if need be. The
// command line works on the demo's keys.
import { build } from './lib/build.mjs';
import { DEMO_ENV } from './lib/demo-dir.mjs';
import { ensureInstalled, requireNode } from './lib/setup.mjs';
import { startProgram } from './lib/start-program.mjs';

const [folder, ...args] = process.argv.slice(2);
requireNode();
await ensureInstalled({ native: false });
if (!(await build([`./${folder}`]))) process.exit(1);
await startProgram(folder, args, DEMO_ENV);
