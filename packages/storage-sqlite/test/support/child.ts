import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { useWorkerProcesses, type WorkerProcess } from '@gatehouse/mcp-auth-testing/processes';

/** What is used of esbuild, which the build tool of the workspace brings along. */
interface Bundler {
  build(options: Readonly<Record<string, unknown>>): Promise<unknown>;
}

function loadBundler(): Bundler {
  const ofTest = createRequire(import.meta.url);
  return createRequire(ofTest.resolve('tsup'))('esbuild');
}

/** Builds `worker.ts` once per test file. @returns A function that starts one. */
export function useChildren(): (...args: string[]) => WorkerProcess {
  // Beside the package's own modules, so that the native dependency is found.
  const program = fileURLToPath(
    new URL(`../../node_modules/.worker-${process.pid}-${Date.now()}.mjs`, import.meta.url),
  );
  return useWorkerProcesses({
    async build() {
      await loadBundler().build({
        entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
        outfile: program,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        conditions: ['@gatehouse/source'],
        external: ['better-sqlite3'],
        logLevel: 'error',
      });
      return program;
    },
    remove: () => rm(program, { force: true }),
  });
}
