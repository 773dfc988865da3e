import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** A process of a test's own, which prints lines and may be told to `go`. */
export class WorkerProcess {
  readonly process: ChildProcessWithoutNullStreams;
  /** Lines of standard output, and what came on standard error, so far. */
  readonly said: string[] = [];
  readonly #ended: Promise<unknown>;

  /** @param program - An ES module; `args` are its arguments. */
  constructor(program: string, args: readonly string[]) {
    this.process = spawn(process.execPath, [program, ...args], { stdio: 'pipe' });
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

  /** Resolves when it has said `ready`. */
  async ready(): Promise<this> {
    await this.line((line) => line === 'ready');
    return this;
  }

  /** Writes `go` to its standard input. */
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

/** What starts processes, and how that is cleaned up. */
export interface WorkerProcessesOptions {
  /** Makes the program, once per test file. @returns Its path. */
  readonly build: () => Promise<string>;
  /** Removes what `build` has made. */
  readonly remove: () => Promise<void>;
}

/**
 * For tests of what several processes share. Call it at the top level of a test file: processes that
 * a test has started are killed after it.
 *
 * @returns A function that starts one, with arguments.
 */
export function useWorkerProcesses({
  build,
  remove,
}: WorkerProcessesOptions): (...args: string[]) => WorkerProcess {
  const started: WorkerProcess[] = [];
  let program = '';
  beforeAll(async () => {
    program = await build();
  });
  afterEach(async () => {
    for (const worker of started.splice(0)) {
      worker.signal('SIGKILL');
      await worker.ended();
    }
  });
  afterAll(remove);
  return (...args) => {
    const worker = new WorkerProcess(program, args);
    started.push(worker);
    return worker;
  };
}
