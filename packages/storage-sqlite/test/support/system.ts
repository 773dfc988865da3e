import { execFileSync } from 'node:child_process';

/** Runs a command of the system. @returns Whether it succeeded. */
export function run(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
