// Bundles the benchmarks from source, as the packages themselves are bundled, and runs them.
//
//   node tooling/bench/run.mjs [--only verify,audit] [--keys 1000,1000000] [--rounds 9] [--quick] [--json FILE]
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const here = dirname(fileURLToPath(import.meta.url));

async function bundle(directory) {
  await build({
    config: false,
    silent: true,
    entry: { main: join(here, 'src/main.ts') },
    outDir: directory,
    format: ['esm'],
    target: 'node20',
    splitting: false,
    treeshake: true,
    // All but the native module, which must stay where its binary is.
    noExternal: [/^(?!better-sqlite3$)/],
    external: ['better-sqlite3'],
    tsconfig: join(here, 'tsconfig.json'),
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    esbuildOptions(options) {
      options.conditions = ['@gatehouse/source', 'module', 'import', 'default'];
    },
  });
}

function run(program) {
  const child = spawn(process.execPath, ['--expose-gc', program, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

// Beside the dependencies, so that the native module is found.
const directory = await mkdtemp(join(here, 'node_modules/.bench-'));
try {
  await bundle(directory);
  process.exitCode = await run(join(directory, 'main.js'));
} finally {
  await rm(directory, { recursive: true, force: true });
}
