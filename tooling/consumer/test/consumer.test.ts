import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackages } from './support/pack.js';
import { type LocalRegistry, startRegistry } from './support/registry.js';
import { ROOT } from './support/root.js';
import { runCommand } from './support/run.js';

const SOURCES = fileURLToPath(new URL('./project', import.meta.url));

/** Lines that are code: no blank ones, no comments. */
function codeLines(file: string): number {
  const lines = readFileSync(join(SOURCES, file), 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The version that the checkout pins, so that the consumer's SDK is the one that the guard knows. */
function sdkVersion(): string {
  const manifest = join(
    ROOT,
    'tooling/consumer/node_modules/@modelcontextprotocol/sdk/package.json',
  );
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

describe('the packed auth framework in an empty project', () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-consumer-'));
  const project = join(directory, 'project');
  const env = { HOME: join(directory, 'home'), XDG_CONFIG_HOME: join(directory, 'home', 'config') };
  let registry: LocalRegistry;
  let server: ChildProcess | undefined;

  async function npm(...args: readonly string[]): Promise<string> {
    const options = [`--@gatehouse:registry=${registry.url}`, '--no-audit', '--no-fund'];
    return (await runCommand('npm', [...args, ...options], project)).stdout;
  }

  /** Names of all packages that are installed for use, ours and others. */
  async function installed(): Promise<readonly string[]> {
    const paths = (await npm('ls', '--all', '--parseable', '--omit=dev')).trim().split('\n');
    const names = paths.map((path) => path.split(/[\\/]node_modules[\\/]/).at(-1) ?? '');
    return [...new Set(names)].filter((name) => name !== '' && name !== project);
  }

  beforeAll(async () => {
    const packages = await packPackages(['@gatehouse/mcp-auth'], join(directory, 'tarballs'));
    registry = await startRegistry(packages);
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"name":"notes","private":true,"type":"module"}');
    await npm('install', '@gatehouse/mcp-auth');
  }, 300_000);

  afterAll(async () => {
    if (server?.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    await registry?.close();
    rmSync(directory, { recursive: true, force: true });
    // Thousands of small files take their time on a busy disk.
  }, 60_000);

  it('brings at most 12 packages, and none of the Loxone server', async () => {
    const names = await installed();
    expect(names).toContain('@gatehouse/mcp-auth');
    expect(names.length).toBeLessThanOrEqual(12);
    expect(names.filter((name) => /loxone|mcp-auth-testing|sdk/.test(name))).toEqual([]);
  });

  it('runs without the SDK, and without any framework', async () => {
    const use =
      "const { createMcpAuth } = await import('@gatehouse/mcp-auth'); const auth = await createMcpAuth({ app: 'x', store: 'memory' }); console.log((await auth.authenticate('nonsense')).status); await auth.close();";
    const { stdout } = await runCommand(
      process.execPath,
      ['--input-type=module', '-e', use],
      project,
      env,
    );
    expect(stdout.trim()).toBe('401');
  });

  it('guards an SDK server in at most ten lines', () => {
    expect(codeLines('server.ts')).toBeLessThanOrEqual(10);
  });

  describe('with the SDK', () => {
    const compilers = {
      'TypeScript 5.9': 'typescript-5',
      'the newest TypeScript': 'typescript-new',
    };

    beforeAll(async () => {
      await npm('install', `@modelcontextprotocol/sdk@${sdkVersion()}`, 'zod@4');
      await npm(
        'install',
        '--save-dev',
        '@types/node@20',
        'typescript-5@npm:typescript@5.9.3',
        'typescript-new@npm:typescript@latest',
      );
      cpSync(SOURCES, project, { recursive: true });
      const compilerOptions = {
        target: 'es2022',
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        types: ['node'],
        outDir: 'dist',
        rootDir: '.',
      };
      const config = { compilerOptions, include: ['*.ts'] };
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
    }, 300_000);

    it.each(Object.entries(compilers))(
      'compiles under %s, declarations checked',
      async (_, compiler) => {
        const tsc = join(project, 'node_modules', compiler, 'bin', 'tsc');
        await runCommand(process.execPath, [tsc, '-p', '.', '--skipLibCheck', 'false'], project);
        expect(readFileSync(join(project, 'dist', 'server.js'), 'utf8')).toContain('auth.guard');
      },
      300_000,
    );

    it('lists and runs only what a key may use', async () => {
      const { stdout } = await runCommand(process.execPath, ['dist/make-key.js'], project, env);
      const [operator = '', monitor = ''] = stdout.trim().split('\n');
      const port = await freePort();
      server = spawn(process.execPath, ['dist/server.js'], {
        cwd: project,
        env: { ...process.env, ...env, PORT: String(port) },
        stdio: 'inherit',
      });
      const url = new URL(`http://127.0.0.1:${port}/mcp`);
      await answers(url, server);
      expect((await fetch(url, { method: 'POST' })).status).toBe(401);
      expect(await toolsOf(url, operator)).toEqual(['read_notes', 'add_note']);
      expect(await toolsOf(url, monitor)).toEqual(['read_notes']);
      await expect(addNote(url, operator)).resolves.toMatchObject({
        content: [{ text: 'added' }],
      });
      await expect(addNote(url, monitor)).resolves.toMatchObject({ isError: true });
    }, 60_000);
  });
});

/** Asks until the server listens; ends with it when it does not start. */
async function answers(url: URL, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return;
    await wait(50);
  }
  throw new TypeError(`the server ended with ${server.exitCode}`);
}

async function connected<Result>(
  url: URL,
  key: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ name: 'consumer', version: '1.0.0' });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(
    new StreamableHTTPClientTransport(url, { requestInit }) as Parameters<Client['connect']>[0],
  );
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

function toolsOf(url: URL, key: string): Promise<readonly string[]> {
  return connected(url, key, async (client) =>
    (await client.listTools()).tools.map(({ name }) => name),
  );
}

function addNote(url: URL, key: string): Promise<unknown> {
  return connected(url, key, (client) =>
    client.callTool({ name: 'add_note', arguments: { text: 'call mother' } }),
  );
}
