import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of ours that runs. */
export interface Program {
  readonly pid: number;
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything on standard output so far. */
  stdout(): string;
  /** Everything on standard error so far. */
  stderr(): string;
  /** Settles with the first match on either stream; rejects when the program ends without one. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

/** Starts a built program with exactly this environment. */
export function startProgram(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Program {
  return watch(spawn(process.execPath, [script, ...args], { env, stdio: 'pipe' }));
}

/** Starts a shell command with exactly this environment. */
export function startCommand(
  command: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Program {
  return watch(spawn('sh', ['-c', command], { cwd, env, stdio: 'pipe' }));
}

function watch(child: ChildProcessWithoutNullStreams): Program {
  const output = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8');
    child[name].on('data', (text: string) => {
      output[name] += text;
      for (const check of waiting) check();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Ended);
  return {
    pid: child.pid ?? -1,
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): boolean => {
          const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
          if (match === null) return false;
          waiting.delete(look);
          resolve(match);
          return true;
        };
        const look = (): void => void check();
        if (check()) return;
        waiting.add(look);
        void ended.then(({ code }) => {
          if (check()) return;
          reject(
            new TypeError(
              `ended with ${code} without ${pattern}:\n${output.stdout}\n${output.stderr}`,
            ),
          );
        });
      }),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
}

/** Runs a built program to its end. */
export async function runProgram(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended & { readonly stdout: string; readonly stderr: string }> {
  const program = startProgram(script, args, env);
  program.child.stdin.end();
  const ended = await program.ended;
  return { ...ended, stdout: program.stdout(), stderr: program.stderr() };
}
