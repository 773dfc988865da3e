import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployment } from '../src/lint/deployment.js';
import { instructionsOf } from '../src/lint/dockerfile.js';
import { listAt, pick } from '../src/lint/pick.js';
import { serviceValues } from '../src/lint/unit-file.js';
import { DEPLOY, ROOT, readFile } from './support/files.js';
import { type Assembled, assemble, IS_BUILT, type Served, serveDemo } from './support/served.js';

const deployment = readDeployment(readFile);
const last = deployment.stages.at(-1);

// As Docker reads a line: two stars are any folders, one is any part of a name. What is within is out, too.
function ignorePattern(line: string): RegExp {
  const parts = line
    .split('**/')
    .map((part) => part.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*'));
  return new RegExp(`^${parts.join('(.*/)?')}(/.*)?$`);
}

describe('what the image is built from', () => {
  const [build] = deployment.stages;
  const sources = instructionsOf(build, 'COPY').flatMap(({ words }) => words.slice(0, -1));

  it.each(sources)('has %s in the checkout', (source) => {
    expect(existsSync(join(ROOT, source))).toBe(true);
  });

  it('lets into the build exactly what it copies', () => {
    const allowed = deployment.dockerignore.split('\n').filter((line) => line.startsWith('!'));
    expect(allowed.map((line) => line.slice(1)).sort()).toEqual([...sources].sort());
  });

  it('keeps no source that the programs need out of the build', () => {
    const excluded = deployment.dockerignore
      .split('\n')
      .filter((line) => line !== '*' && /^[^#!]/.test(line));
    const patterns = excluded.map(ignorePattern);
    const files = execFileSync('git', ['ls-files', 'apps', 'packages', 'tooling'], { cwd: ROOT });
    const needed = String(files)
      .split('\n')
      .filter((file) =>
        /^(apps|packages)\/[^/]+\/(src\/|package\.json|ts)|^tooling\/(tsup|scripts)\//.test(file),
      );
    const lost = needed.filter((file) => patterns.some((pattern) => pattern.test(file)));
    expect(needed.length).toBeGreaterThan(300);
    expect(lost).toEqual([]);
    expect(patterns.some((pattern) => pattern.test('apps/server/.env'))).toBe(true);
    expect(
      patterns.some((pattern) => pattern.test('tooling/deploy/docker/secrets/master_key')),
    ).toBe(true);
    expect(patterns.some((pattern) => pattern.test('packages/core/node_modules/x'))).toBe(true);
  });
});

describe('the assembling program', () => {
  const script = join(DEPLOY, 'src', 'assemble.mjs');

  it.each([
    [['--out']],
    [[]],
    [['--out', join(ROOT, 'none'), '--sqlite', 'perhaps']],
    [['--out', DEPLOY, '--built']],
    [['--other']],
  ])('refuses %j', (args) => {
    const { status, stderr } = spawnSync(process.execPath, [script, ...args]);
    expect(status).toBe(2);
    expect(String(stderr)).not.toBe('');
  });
});

describe.skipIf(!IS_BUILT)('what was assembled (needs the built programs: npm run build)', () => {
  let assembled: Assembled;
  let served: Served;

  beforeAll(async () => {
    assembled = assemble('--sqlite', 'yes');
    served = await serveDemo(assembled);
  }, 60_000);

  afterAll(async () => {
    await served.stop();
    assembled.remove();
  });

  /** A path of the image, here. */
  const here = (path: string): string => path.replace('/opt/loxone-mcp', assembled.directory);

  function run(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const [, ...args] = command;
    return spawnSync(process.execPath, args.map(here), { env, encoding: 'utf8' });
  }

  it('has the command lines of image, unit and wrapper start the programs', () => {
    const [entry] = instructionsOf(last, 'ENTRYPOINT');
    const [command] = instructionsOf(last, 'CMD');
    const image = [...(entry?.words ?? []), ...(command?.words ?? [])];
    const unit = serviceValues(deployment.unit, 'ExecStart').join().split(' ');
    const wrapper = /-- (\S+ \S+main\.js)/.exec(deployment.wrapper)?.[1]?.split(' ') ?? [];
    for (const line of [image, unit]) {
      const { status, stdout } = run([...line, '--help']);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^Usage: loxone-mcp-server http/);
    }
    expect(run([...wrapper, '--help']).stdout).toMatch(/^Usage: loxone-mcp /);
  });

  it('has the programs that the image links to, ready to be run', () => {
    const links = instructionsOf(last, 'RUN').flatMap(({ words }) =>
      words.filter((word) => word.startsWith('/opt/')),
    );
    expect(links).toHaveLength(2);
    for (const link of links) expect(statSync(here(link)).mode & 0o111).toBe(0o111);
  });

  it('has the SQLite driver, which works there', () => {
    expect(readdirSync(join(assembled.directory, 'node_modules')).sort()).toEqual([
      'better-sqlite3',
      'bindings',
      'file-uri-to-path',
    ]);
    const code = "new (await import('better-sqlite3')).default(':memory:').close()";
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: assembled.directory,
      encoding: 'utf8',
    });
    expect(ran.stderr).toBe('');
    expect(ran.status).toBe(0);
  });

  it('is not served to other machines without a proxy or TLS', () => {
    const env = { LOXONE_MCP_CONFIG_DIR: '/nowhere', LOXONE_MCP_HOST: '0.0.0.0', LOXONE_HOST: 'x' };
    const main = `${assembled.directory}/server/main.js`;
    const { status, stderr } = run(['', main, 'http'], {
      ...env,
      LOXONE_USER: 'x',
      LOXONE_PASS: 'x',
    });
    expect(status).toBe(2);
    expect(stderr).toContain('--trusted-proxies');
  });

  it('has every route that a probe asks for', async () => {
    const workload = deployment.manifests.find(({ kind }) => kind === 'Deployment');
    const path = ['spec', 'template', 'spec'] as const;
    const [container] = listAt(pick(workload?.content, ...path), 'containers');
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const asked = String(pick(container, probe, 'httpGet', 'path'));
      const { status } = await fetch(`http://127.0.0.1:${served.port}${asked}`);
      expect(status, `${probe} ${asked}`).toBe(200);
    }
  });
});
