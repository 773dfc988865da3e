import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILES } from '../src/lint/deployment.js';
import { DEPLOY, readFile } from './support/files.js';
import { hasProgram, runToEnd } from './support/programs.js';

/** What `systemd-analyze security` may say at most; 0 is a service that may do nothing. */
const MOST_EXPOSURE = 1.2;

function analyze(...args: readonly string[]) {
  return runToEnd('systemd-analyze', args);
}

/** Verifies a text as `loxone-mcp.service`. */
function verify(unit: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-unit-'));
  try {
    const path = join(directory, 'loxone-mcp.service');
    // Only programs that are on this machine can be verified.
    writeFileSync(path, unit.replace('/usr/bin/node', process.execPath));
    const { stdout, stderr } = analyze('verify', '--man=no', path);
    return `${stdout}${stderr}`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe.skipIf(!hasProgram('systemd-analyze'))('the unit (needs systemd-analyze)', () => {
  const unit = readFile(FILES.unit);

  it('has nothing that systemd does not know', () => {
    expect(verify(unit)).not.toMatch(/loxone-mcp\.service/);
    expect(verify(unit.replace('PrivateTmp=', 'PrivateTemp='))).toMatch(/PrivateTemp/);
  });

  it(`is exposed by ${MOST_EXPOSURE} of 10 at most`, () => {
    const { status, stdout } = analyze(
      'security',
      '--offline=true',
      '--no-pager',
      `--threshold=${MOST_EXPOSURE * 10}`,
      join(DEPLOY, FILES.unit),
    );
    expect(stdout).toMatch(/Overall exposure level for loxone-mcp\.service: [01]\.\d/);
    expect(status).toBe(0);
  });
});

describe('the command line’s wrapper', () => {
  it('is a script that a POSIX shell takes', () => {
    const { status, stderr } = spawnSync('sh', ['-n', join(DEPLOY, FILES.wrapper)]);
    expect(String(stderr)).toBe('');
    expect(status).toBe(0);
  });

  it('passes arguments on as they are, with the service’s places', () => {
    const directory = mkdtempSync(join(tmpdir(), 'gatehouse-wrapper-'));
    const spy =
      '#!/bin/sh\nprintf "%s\\n" "$LOXONE_MCP_CONFIG_DIR" "$LOXONE_MCP_MASTER_KEY_FILE" "$@"\n';
    writeFileSync(join(directory, 'runuser'), spy, { mode: 0o755 });
    const script = readFile(FILES.wrapper).replace(/^cd .*$/m, `cd ${directory}`);
    const { stdout } = spawnSync(
      'sh',
      ['-c', script, 'loxone-mcp', 'keys', 'add', 'two words', '$x'],
      {
        encoding: 'utf8',
        env: { PATH: `${directory}:${process.env.PATH}` },
      },
    );
    rmSync(directory, { recursive: true, force: true });
    expect(stdout.split('\n')).toEqual([
      '/var/lib/loxone-mcp',
      '/etc/loxone-mcp/master-key',
      '-u',
      'loxone-mcp',
      '--',
      '/usr/bin/node',
      '/opt/loxone-mcp/cli/main.js',
      'keys',
      'add',
      'two words',
      '$x',
      '',
    ]);
  });
});
