import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useWorkerProcesses, type WorkerProcess } from '@gatehouse/mcp-auth-testing/processes';

export type { WorkerProcess as Child };

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
  let directory = '';
  return useWorkerProcesses({
    async build() {
      directory = await mkdtemp(join(tmpdir(), 'gatehouse-worker-'));
      const program = join(directory, 'worker.mjs');
      await loadBundler().build({
        entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
        outfile: program,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        conditions: ['@gatehouse/source'],
        logLevel: 'error',
      });
      return program;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  });
}
