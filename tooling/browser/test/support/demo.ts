import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../../../../apps/server/dist/main.js', import.meta.url));

async function start(folder: string): Promise<{
  readonly child: ChildProcessWithoutNullStreams;
  readonly link: string;
}> {
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, PATH: process.env['PATH'] ?? '' };
  const child = spawn(process.execPath, [SERVER, 'demo', '--port', '0'], { env, stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8');
  const link = await new Promise<string>((resolve, reject) => {
    const look = (text: string): void => {
      output += text;
      const found = /http:\/\/\S+\/admin\/sign-in#code=\S+/.exec(output)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('close', () => reject(new TypeError(`the demo ended:\n${output}`)));
  });
  return { child, link };
}

/** A demo that runs. */
export interface Demo {
  /** Signs in once. */
  readonly link: string;
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts the demo as it is shipped, with a place of its own for its keys. */
export async function startDemo(): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  const { child, link } = await start(folder);
  return {
    link,
    origin: new URL(link).origin,
    async stop() {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
