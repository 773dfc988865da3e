import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../../../../apps/server/dist/main.js', import.meta.url));

/**
 * @typedef {object} RunningDemo
 * @property {string} link Signs in once.
 * @property {string} origin
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the demo as it is shipped.
 *
 * @param {string} folder - For its keys and its trail.
 * @returns {Promise<RunningDemo>}
 */
export async function runDemo(folder) {
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, PATH: process.env.PATH ?? '' };
  const child = spawn(process.execPath, [SERVER, 'demo', '--port', '0'], { env, stdio: 'pipe' });
  let output = '';
  const link = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        const found = /http:\/\/\S+\/admin\/sign-in#code=\S+/.exec(output)?.[0];
        if (found !== undefined) resolve(found);
      });
    }
    child.once('close', () => reject(new TypeError(`the demo ended:\n${output}`)));
  });
  return {
    link,
    origin: new URL(link).origin,
    async stop() {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
