import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../../../../apps/server/dist/main.js', import.meta.url));

async function start(
  folder: string,
  port: string,
): Promise<{
  readonly child: ChildProcessWithoutNullStreams;
  readonly link: string;
}> {
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, PATH: process.env['PATH'] ?? '' };
  const child = spawn(process.execPath, [SERVER, 'demo', '--port', port], { env, stdio: 'pipe' });
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
  /** Ends the server; keys and trail stay. */
  halt(): Promise<void>;
  /** Starts the server again, at the same address. @returns A link that signs in once. */
  resume(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the demo as it is shipped, with a place of its own for its keys. */
export async function startDemo(): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  let running: Awaited<ReturnType<typeof start>> | undefined = await start(folder, '0');
  const { link } = running;
  const { origin, port } = new URL(link);

  async function halt(): Promise<void> {
    if (running === undefined) return;
    const { child } = running;
    running = undefined;
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
  }

  return {
    link,
    origin,
    halt,
    async resume() {
      running = await start(folder, port);
      return running.link;
    },
    async stop() {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
