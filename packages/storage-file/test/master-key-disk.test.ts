/*
 * The master key on disks that cannot take it: not simulated, but mounted. What is simulated, step by
 * step, stands in master-key.test.ts.
 */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveMasterKey } from '../src/index.js';
import { errorOf } from './support/errors.js';
import { fillDisk, freePage, mountSmallDisk } from './support/small-disk.js';
import { run } from './support/system.js';

const WHY_SKIPPED = 'this user may not mount a tmpfs';

function optionsFor(path: string): Parameters<typeof resolveMasterKey>[0] {
  return { path, env: {}, envNames: ['MCP_AUTH_MASTER_KEY'], sealed: [] };
}

describe('a master key on a disk without space', () => {
  it('is made whole or not at all, and later when there is space', async ({ skip }) => {
    const disk = await mountSmallDisk(64);
    if (disk === undefined) return skip(WHY_SKIPPED);
    const path = join(disk, 'config', 'master.key');
    await mkdir(join(disk, 'config'), { mode: 0o700 });
    await fillDisk(join(disk, 'filler'));
    const error = await errorOf(
      resolveMasterKey(optionsFor(path)),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain('the disk is full (ENOSPC)');
    expect(error.retryable).toBe(true);
    expect(await readdir(join(disk, 'config'))).toEqual([]);
    for (let freed = 0; freed < 3; freed += 1) await freePage(join(disk, 'filler'));
    const { generated } = await resolveMasterKey(optionsFor(path));
    expect(generated).toBe(true);
    expect(await readFile(path, 'utf8')).toMatch(/^[\w-]{43}\n$/);
  });

  it('stays as it is where it is there already', async ({ skip }) => {
    const disk = await mountSmallDisk(64);
    if (disk === undefined) return skip(WHY_SKIPPED);
    const path = join(disk, 'master.key');
    const { keyId } = await resolveMasterKey(optionsFor(path));
    const text = await readFile(path, 'utf8');
    await fillDisk(join(disk, 'filler'));
    expect(await resolveMasterKey(optionsFor(path))).toMatchObject({ keyId, generated: false });
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

describe('a master key in a directory that is read-only', () => {
  it('is not made, and the message says what to do', async ({ skip }) => {
    const disk = await mountSmallDisk(64);
    if (disk === undefined) return skip(WHY_SKIPPED);
    if (!run('mount', '-o', 'remount,ro', disk)) return skip('this user may not remount');
    for (const path of ['', 'new', 'new/er'].map((name) => join(disk, name, 'master.key'))) {
      const error = await errorOf(
        resolveMasterKey(optionsFor(path)),
        'ERR_MCPAUTH_STORE_UNAVAILABLE',
      );
      expect(error.message).toContain('(EROFS)');
      expect(error.message).toContain('MCP_AUTH_MASTER_KEY');
    }
    expect(await readdir(disk)).toEqual([]);
  });

  it('is read all the same', async ({ skip }) => {
    const disk = await mountSmallDisk(64);
    if (disk === undefined) return skip(WHY_SKIPPED);
    const path = join(disk, 'master.key');
    const { keyId } = await resolveMasterKey(optionsFor(path));
    if (!run('mount', '-o', 'remount,ro', disk)) return skip('this user may not remount');
    expect(await resolveMasterKey(optionsFor(path))).toMatchObject({ keyId, generated: false });
  });
});

describe('a master key that was cut', () => {
  it('at any length, is refused and left as it is', async ({ skip }) => {
    const disk = await mountSmallDisk(256);
    if (disk === undefined) return skip(WHY_SKIPPED);
    const path = join(disk, 'master.key');
    await resolveMasterKey(optionsFor(path));
    const whole = await readFile(path, 'utf8');
    for (let length = 0; length < whole.length - 1; length += 1) {
      const cut = whole.slice(0, length);
      await writeFile(path, cut);
      await chmod(path, 0o600);
      const error = await errorOf(
        resolveMasterKey(optionsFor(path)),
        'ERR_MCPAUTH_MASTER_KEY_INVALID',
      );
      expect(error.message).toContain(path);
      if (length > 5) expect(error.message).not.toContain(cut);
      expect(await readFile(path, 'utf8')).toBe(cut);
    }
    expect(await readdir(disk)).toEqual(['master.key']);
  });
});
