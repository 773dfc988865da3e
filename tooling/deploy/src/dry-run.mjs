// Does what `docker build` would do, as far as that goes without an engine:
//
//   node tooling/deploy/src/dry-run.mjs [--sqlite yes] [--keep]
//
// It copies what the Dockerfile copies, from a clone of the last commit and without what the build
// may not see, into an empty directory; runs the assembling RUN there with the commands as they are
// written; takes the result over as the last stage does; and starts the server from it, asks for its
// health as HEALTHCHECK does and stops it with SIGTERM. Takes minutes: dependencies are installed.
// Exit code 0 when all of it worked.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const here = dirname(fileURLToPath(import.meta.url));

// Inside the folder, so that the bundle finds nothing but what it holds.
const directory = await mkdtemp(join(here, '..', '.dry-run-'));
try {
  await build({
    config: false,
    silent: true,
    entry: { main: join(here, 'dry-run/main.ts') },
    outDir: directory,
    format: ['esm'],
    target: 'node20',
    splitting: false,
    noExternal: [/.*/],
    tsconfig: join(here, '..', 'tsconfig.json'),
  });
  const child = spawn(process.execPath, [join(directory, 'main.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
} finally {
  await rm(directory, { recursive: true, force: true });
}
