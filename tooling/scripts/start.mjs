// `npm start`: sets up what is missing, builds what changed, and starts the demo house with the
// server in front of it. Options go through: `npm start -- --port 3002`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { DEMO_ENV } from './lib/demo-dir.mjs';
import { ROOT } from './lib/root.mjs';
import { ensureInstalled, requireNode } from './lib/setup.mjs';

requireNode();
await ensureInstalled();
if (!(await build(['./apps/*']))) process.exit(1);

const server = spawn(
  process.execPath,
  [join(ROOT, 'apps', 'server', 'dist', 'main.js'), 'demo', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...DEMO_ENV, ...process.env },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => server.kill(signal));
}
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
