// `npm start`: sets up what is missing, builds what changed, and starts the demo house with the
// server in front of it. Options go through: `npm start -- --port 3002`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './lib/build.mjs';
import { DEMO_ENV } from './lib/demo-dir.mjs';
import { ROOT } from './lib/root.mjs';
import { ensureInstalled, requireNode } from './lib/setup.mjs';

requireNode();
await ensureInstalled();
if (!(await build(['./apps/*']))) process.exit(1);

// npm passes a signal on to the shell that it runs a script in, and that shell ends without passing
// it on; the server would then run on unseen. There is no event for the end of a parent.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 250).unref();

const program = join(ROOT, 'apps', 'server', 'dist', 'main.js');
process.argv = [process.argv[0], program, 'demo', ...process.argv.slice(2)];
Object.assign(process.env, { ...DEMO_ENV, ...process.env });
await import(pathToFileURL(program).href);
