import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root.js';

const PNPM = join(ROOT, '.cache', 'pnpm', 'node_modules', '.bin');

/**
 * Runs a program to its end.
 *
 * @throws With everything that it printed, when it fails.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const path = [PNPM, process.env.PATH].join(delimiter);
  try {
    return await promisify(execFile)(command, [...args], {
      cwd,
      env: { ...process.env, PATH: path, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new TypeError(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}\n${stderr ?? ''}`, {
      cause: error,
    });
  }
}
