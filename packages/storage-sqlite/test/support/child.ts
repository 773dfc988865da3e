import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** What is used of esbuild, which the build tool of the workspace brings along. */
interface Bundler {
  build(options: Readonly<Record<string, unknown>>): Promise<unknown>;
}

function loadBundler(): Bundler {
  const ofTest = createRequire(import.meta.url);
  return createRequire(ofTest.resolve('tsup'))('esbuild');
}

/** A process that runs `worker.ts`. */
export class Child {
  readonly process: ChildProcessWithoutNullStreams;
  readonly said: string[] = [];
  readonly #ended: Promise<unknown>;

  constructor(bundle: string, args: readonly string[]) {
    this.process = spawn(process.execPath, [bundle, ...args], { stdio: 'pipe' });
    this.process.stderr.on('data', (data) => this.said.push(`stderr: ${data}`));
    createInterface({ input: this.process.stdout }).on('line', (line) => this.said.push(line));
    this.#ended = once(this.process, 'close');
  }

  /** Resolves with the first line that `wanted` accepts, said already or later. */
  async line(wanted: (line: string) => boolean): Promise<string> {
    for (;;) {
      const found = this.said.find(wanted);
      if (found !== undefined) {
        return found;
      }
      if (this.process.exitCode !== null) {
        throw new RangeError(`the process ended, having said ${JSON.stringify(this.said)}`);
      }
      await Promise.race([once(this.process.stdout, 'data'), this.#ended]);
    }
  }

  async ready(): Promise<this> {
    await this.line((line) => line === 'ready');
    return this;
  }

  go(): void {
    this.process.stdin.write('go\n');
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Resolves when it has ended and all that it said has arrived. */
  async ended(): Promise<void> {
    await this.#ended;
  }
}

/** Builds the worker once per test file. @returns A function that starts one. */
export function useChildren(): (...args: string[]) => Child {
  const started: Child[] = [];
  // Beside the package's own modules, so that the native dependency is found.
  const bundle = fileURLToPath(
    new URL(`../../node_modules/.worker-${process.pid}-${Date.now()}.mjs`, import.meta.url),
  );
  beforeAll(() =>
    loadBundler().build({
      entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      conditions: ['@gatehouse/source'],
      external: ['better-sqlite3'],
      logLevel: 'error',
    }),
  );
  afterEach(async () => {
    for (const child of started.splice(0)) {
      child.signal('SIGKILL');
      await child.ended();
    }
  });
  afterAll(() => rm(bundle, { force: true }));
  return (...args) => {
    const child = new Child(bundle, args);
    started.push(child);
    return child;
  };
}
