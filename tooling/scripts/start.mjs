// `npm start`: sets up what is missing, builds what changed, and starts the demo house with the
// server in front of it. Options go through: `npm start -- --port 3002`.
import { build } from './lib/build.mjs';
import { DEMO_ENV } from './lib/demo-dir.mjs';
import { ensureInstalled, requireNode } from './lib/setup.mjs';
import { startProgram } from './lib/start-program.mjs';

requireNode();
await ensureInstalled({ native: false });
if (!(await build(['./apps/*']))) process.exit(1);
await startProgram('apps/server', ['demo', ...process.argv.slice(2)], DEMO_ENV);
