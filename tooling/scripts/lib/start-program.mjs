import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './root.mjs';

/**
 * Runs a built program in this process, so that signals reach it.
 *
 * npm passes a signal on to the shell that it runs a script in, and that shell ends without passing
 * it on; a server would then run on unseen. There is no event for the end of a parent.
 *
 * @param {string} folder - The package, for example `apps/server`.
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} defaults - Environment that counts where none is set.
 */
export async function startProgram(folder, args, defaults) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 250).unref();

  const program = join(ROOT, folder, 'dist', 'main.js');
  process.argv = [process.argv[0], program, ...args];
  Object.assign(process.env, { ...defaults, ...process.env });
  await import(pathToFileURL(program).href);
}
