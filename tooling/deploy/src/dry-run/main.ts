import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseDockerfile } from '../lint/dockerfile.js';
import { type Copy, type Steps, stepsOf } from './steps.js';

/** The bundle lies in a folder of `tooling/deploy`. */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Not the image's own port, which a server of this machine may have. */
const PORT = '30017';

/** For starting, being asked and ending, on a machine that is busy. */
const LIMIT_MS = 120_000;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function copy({ from, to }: Copy): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

function build({ sources, commands, results }: Steps, workdir: string): void {
  for (const one of sources) copy(one);
  for (const command of commands) {
    say(`RUN ${command}`);
    execFileSync('sh', ['-c', command], { cwd: workdir, stdio: 'inherit' });
  }
  for (const one of results) copy(one);
}

/** Starts the demo with what CMD would start the server: there is no Miniserver here. */
async function serve({ start, health, environment }: Steps, directory: string): Promise<boolean> {
  const [, ...line] = start;
  const demo = line.map((word) => (word === 'http' ? 'demo' : word));
  const env = {
    ...environment,
    LOXONE_MCP_PORT: PORT,
    LOXONE_MCP_HOST: '127.0.0.1',
    LOXONE_MCP_CONFIG_DIR: join(directory, 'config'),
  };
  say(`START ${demo.join(' ')}`);
  const server = spawn(process.execPath, demo, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  // One that fails and does not end would keep this from ending, too.
  const limit = setTimeout(() => server.kill('SIGKILL'), LIMIT_MS);
  server.stdout.setEncoding('utf8');
  const ended = once(server, 'close');
  // What it prints holds a key, and is not shown.
  await Promise.race([once(server.stdout, 'data'), ended]);
  const [, ...check] = health;
  const { status } = spawnSync(process.execPath, check, { env, stdio: 'inherit' });
  say(`HEALTHCHECK ${status === 0 ? 'passed' : 'FAILED'}`);
  server.kill('SIGTERM');
  const [code] = await ended;
  clearTimeout(limit);
  say(`SIGTERM: exit code ${code}`);
  return status === 0 && code === 0;
}

const { values } = parseArgs({
  options: { sqlite: { type: 'string', default: 'no' }, keep: { type: 'boolean', default: false } },
});
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-dry-run-'));
const checkout = join(directory, 'checkout');
try {
  say(`in ${directory}`);
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, checkout]);
  const dockerfile = readFileSync(join(checkout, 'tooling/deploy/docker/Dockerfile'), 'utf8');
  // A clone has neither dependencies nor built files; tests are what the build may not see of it.
  execFileSync(
    'sh',
    ['-c', 'find apps packages tooling -type d -name test -prune -exec rm -r {} +'],
    {
      cwd: checkout,
    },
  );
  const steps = stepsOf(parseDockerfile(dockerfile), {
    checkout,
    placeOf: (stage, path) => join(directory, stage, path),
    args: { WITH_SQLITE: values.sqlite },
  });
  build(steps, join(directory, 'build', 'src'));
  process.exitCode = (await serve(steps, directory)) ? 0 : 1;
} catch (error) {
  // What failed has said why.
  say(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  process.exitCode = 1;
} finally {
  if (!values.keep) rmSync(directory, { recursive: true, force: true });
}
