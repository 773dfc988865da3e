import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type StepPlaces, stepsOf } from '../src/dry-run/steps.js';
import { FILES } from '../src/lint/deployment.js';
import { parseDockerfile } from '../src/lint/dockerfile.js';
import { DEPLOY, readFile } from './support/files.js';
import { runToEnd } from './support/programs.js';

const PLACES: StepPlaces = {
  checkout: '/checkout',
  placeOf: (stage, path) => `/tmp/${stage}${path}`,
  args: {},
};

describe('the dry run', () => {
  const steps = stepsOf(parseDockerfile(readFile(FILES.dockerfile)), PLACES);

  it('copies files by their names and folders to their places', () => {
    expect(steps.sources).toContainEqual({
      from: '/checkout/turbo.json',
      to: '/tmp/build/src/turbo.json',
    });
    expect(steps.sources).toContainEqual({ from: '/checkout/apps', to: '/tmp/build/src/apps' });
    expect(steps.sources).toHaveLength(9);
  });

  it('runs what the Dockerfile runs, in the places of the directory', () => {
    expect(steps.commands).toEqual([
      'node tooling/deploy/src/assemble.mjs --out /tmp/build/out --sqlite "no"',
      'mkdir -p /tmp/build/state',
    ]);
    const [first] = stepsOf(parseDockerfile(readFile(FILES.dockerfile)), {
      ...PLACES,
      args: { WITH_SQLITE: 'yes' },
    }).commands;
    expect(first).toContain('--sqlite "yes"');
  });

  it('takes the result over, and starts it', () => {
    expect(steps.results).toEqual([
      { from: '/tmp/build/out', to: '/tmp/runtime/opt/loxone-mcp' },
      { from: '/tmp/build/state', to: '/tmp/runtime/var/lib/loxone-mcp' },
    ]);
    expect(steps.start).toEqual(['node', '/tmp/runtime/opt/loxone-mcp/server/main.js', 'http']);
    expect(steps.health).toEqual(['node', '/tmp/runtime/opt/loxone-mcp/health.mjs']);
    expect(steps.environment).toMatchObject({ LOXONE_MCP_PORT: '3001' });
  });

  it.each(['FROM a AS b\n', 'FROM a\nFROM b AS c\n', 'FROM a AS a\nFROM b AS b\nFROM c AS c\n'])(
    'does not pretend to understand %j',
    (text) => {
      expect(() => stepsOf(parseDockerfile(text), PLACES)).toThrow(RangeError);
    },
  );

  // Minutes: dependencies are installed and everything is built. For `npm run campaign`.
  if (process.env.GATEHOUSE_DRY_RUN !== undefined) {
    it('of a clone works', { timeout: 1_800_000 }, () => {
      const script = join(DEPLOY, 'src', 'dry-run.mjs');
      const { status, stdout, stderr } = runToEnd(process.execPath, [script, '--sqlite', 'yes']);
      expect(status, `${stdout}\n${stderr}`).toBe(0);
      expect(stdout).toContain('HEALTHCHECK passed');
      expect(stdout).toContain('SIGTERM: exit code 0');
    });
  }
});
