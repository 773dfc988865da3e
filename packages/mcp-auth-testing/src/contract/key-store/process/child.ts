import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import type { ChildProcessOptions } from '../types.js';
import { bundleOnce, PROGRAM_FILE } from './bundle.js';

/** A process with the store open, and what it has said so far. */
export class Child {
  readonly said: string[] = [];
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<unknown>;

  constructor(args: readonly string[]) {
    this.#process = spawn(process.execPath, args, { stdio: 'pipe' });
    this.#process.stderr.on('data', (data) => this.said.push(`stderr: ${data}`));
    // A process that is killed reads no more of what it is told.
    this.#process.stdin.on('error', () => this.said.push('deaf'));
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.said.push(line));
    this.#ended = once(this.#process, 'close');
  }

  /** Resolves when it has said so many lines beside `ready`. */
  async lines(count: number): Promise<void> {
    while (this.said.length <= count) {
      if (this.#process.exitCode !== null) {
        expect.fail(`a child process ended early, having said ${JSON.stringify(this.said)}`);
      }
      await Promise.race([once(this.#process.stdout, 'data'), this.#ended]);
    }
    expect(this.said[0]).toBe('ready');
  }

  go(): void {
    this.#process.stdin.write('go\n');
  }

  /** Resolves when it has ended by itself, and all that it said has arrived. */
  async done(): Promise<readonly string[]> {
    await this.#ended;
    expect(this.said.at(-1)).toBe('done');
    return this.said.slice(1, -1);
  }

  /** Kills it, which no program can prevent. @returns What it had said. */
  async kill(): Promise<readonly string[]> {
    this.#process.kill('SIGKILL');
    await this.#ended;
    return this.said.slice(1);
  }
}

/** Starts a process, with the store at `location` open. */
export type StartChild = (location: string, ...command: readonly string[]) => Promise<Child>;

/** Runs a case that starts processes; none of them outlives it. */
export async function withChildren(
  options: ChildProcessOptions,
  run: (start: StartChild) => Promise<void>,
): Promise<void> {
  const program = await bundleOnce(options.module);
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-contract-'));
  const file = join(directory, PROGRAM_FILE);
  const started: Child[] = [];
  try {
    for (const { fileName, code } of program) {
      await writeFile(join(directory, fileName), code);
    }
    await run(async (...command) => {
      const child = new Child([...(options.execArgv ?? []), file, ...command]);
      started.push(child);
      await child.lines(0);
      return child;
    });
  } finally {
    await Promise.all(started.map((child) => child.kill()));
    await rm(directory, { recursive: true, force: true });
  }
}
