import { readdir, readFile, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import type { FileLockOptions } from '../src/index.js';
import { withFileLock } from '../src/index.js';
import type { LockOwner } from '../src/lock-owner.js';
import { formatLockOwner, parseLockOwner } from '../src/lock-owner.js';
import { systemProcesses } from '../src/process-table.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { faultyFileSystem } from './support/faulty-file-system.js';
import { fakeProcesses, SELF } from './support/processes.js';

async function newPath(): Promise<string> {
  return join(await newDirectory(), 'store', 'keys.toml');
}

/** Puts a lock there as another process would. */
async function leaveLock(path: string, owner: Partial<LockOwner>): Promise<void> {
  await withFileLock(path, async () => undefined);
  const whole = { ...SELF, token: 'theirs', since: '2026-01-01T00:00:00.000Z', ...owner };
  await writeFile(`${path}.lock`, formatLockOwner(whole), { mode: 0o600 });
}

async function readOr(path: string, otherwise: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => otherwise);
}

/** Reads a list of words, adds one, and writes it back: what loses words when two do it at once. */
async function addWord(path: string, word: string, options: FileLockOptions = {}): Promise<void> {
  await withFileLock(
    path,
    async (lock) => lock.write(`${await readOr(path, '')}${word} `),
    options,
  );
}

describe('withFileLock', () => {
  it('gives what the work gives, and clears up', async () => {
    const path = await newPath();
    expect(await withFileLock(path, async () => 42)).toBe(42);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('clears up when the work fails, and passes the error on', async () => {
    const path = await newPath();
    const failure = new RangeError('planted');
    const working = withFileLock(path, async () => {
      throw failure;
    });
    await expect(working).rejects.toBe(failure);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('says in the lock file who holds it', async () => {
    const path = await newPath();
    await withFileLock(path, async () => {
      const owner = parseLockOwner(await readFile(`${path}.lock`));
      expect(owner).toMatchObject({ ...systemProcesses.self() });
      expect(owner?.token).toMatch(/^[0-9a-f]{32}$/);
    });
  });

  it('lets one in at a time, also within a process', async () => {
    const path = await newPath();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withFileLock(path, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await readOr(path, '');
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
  });

  it('loses no update among many', async () => {
    const path = await newPath();
    const words = Array.from({ length: 12 }, (_, index) => `w${index}`);
    await Promise.all(words.map((word) => addWord(path, word)));
    expect((await readFile(path, 'utf8')).trim().split(' ').sort()).toEqual([...words].sort());
  });

  it('waits no longer than it may, and names the process and the remedy', async () => {
    const path = await newPath();
    await leaveLock(path, { pid: 99 });
    const processes = fakeProcesses({ 99: { running: true, started: '1000' } });
    const error = await errorOf(
      withFileLock(path, async () => expect.fail('it is locked'), { waitMs: 30, processes }),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.retryable).toBe(true);
    expect(error.message).toContain('locked by process 99, since 2026-01-01T00:00:00.000Z');
    expect(error.message).toContain('if that process hangs, stop it');
    expect(error.message).toContain(`does not run any more, remove ${path}.lock`);
  });

  it('never takes a lock from a process that runs, however old it is', async () => {
    const path = await newPath();
    await leaveLock(path, { pid: 99 });
    await utimes(`${path}.lock`, 0, 0);
    const processes = fakeProcesses({ 99: { running: true, started: '1000' } });
    await errorOf(
      withFileLock(path, async () => undefined, { waitMs: 0, processes }),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
  });

  it.each<[string, Partial<LockOwner>]>([
    ['a process that is gone', { pid: 98 }],
    ['an earlier process of the same number', { pid: 99, started: '999' }],
    ['an earlier run of the machine', { pid: 99, boot: 'boot-before' }],
  ])('takes over at once from %s', async (_, owner) => {
    const path = await newPath();
    await leaveLock(path, owner);
    const processes = fakeProcesses({ 99: { running: true, started: '1000' } });
    await addWord(path, 'ours', { waitMs: 0, processes });
    expect(await readFile(path, 'utf8')).toBe('ours ');
    expect(await readdir(join(path, '..'))).toEqual(['keys.toml']);
  });

  it.each(['', '{"pid":', '\u0000'.repeat(64)])(
    'takes over a lock file that a power failure left as %j',
    async (content) => {
      const path = await newPath();
      await leaveLock(path, {});
      await writeFile(`${path}.lock`, content);
      await addWord(path, 'ours', { waitMs: 0 });
      expect(await readFile(path, 'utf8')).toBe('ours ');
    },
  );

  it('gives a process that it cannot see a minute', async () => {
    const path = await newPath();
    await leaveLock(path, { host: 'container-b', numbering: 'pid:[2]' });
    const clock = createFakeClock(Date.now() + 59_000);
    const options = { waitMs: 0, processes: fakeProcesses(), clock };
    const error = await errorOf(
      withFileLock(path, async () => undefined, options),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain('process 4711 on container-b, out of sight');
    clock.advance(3_000);
    await addWord(path, 'ours', options);
    expect(await readFile(path, 'utf8')).toBe('ours ');
  });

  it('does not read or write through a lock that is a link', async () => {
    const path = await newPath();
    await withFileLock(path, async () => undefined);
    await symlink('/etc/passwd', `${path}.lock`);
    const error = await errorOf(
      withFileLock(path, async () => undefined, { waitMs: 0 }),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain('it is a symbolic link (ELOOP)');
  });

  it('removes what writers that were killed have left', async () => {
    const path = await newPath();
    await leaveLock(path, { pid: 98 });
    for (const name of [`${path}.0123456789abcdef.tmp`, `${path}.lock.0123456789abcdef.tmp`]) {
      await writeFile(name, 'half');
    }
    await withFileLock(path, async () => undefined, { processes: fakeProcesses() });
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('says that a directory cannot be made', async () => {
    const path = await newPath();
    await addWord(path, 'a file');
    await errorOf(
      withFileLock(join(path, 'below', 'keys.toml'), async () => undefined),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
  });
});

describe('a holder whose lock was taken over', () => {
  it('cannot write, is told so, and leaves the lock of the other alone', async () => {
    const path = await newPath();
    const holding = withFileLock(path, async (lock) => {
      await leaveLockOfOther(path);
      await lock.write('from a holder that was paused');
    });
    const error = await errorOf(holding, 'ERR_MCPAUTH_STORE_UNAVAILABLE');
    expect(error.message).toContain('was not changed: its lock was taken over while this process');
    expect(error.message).toContain('Try again');
    expect(error.retryable).toBe(true);
    expect(await readdir(join(path, '..'))).toEqual(['keys.toml.lock']);
    expect(parseLockOwner(await readFile(`${path}.lock`))?.token).toBe('theirs');
  });

  /*
   * The proof by exhaustion of what the comment in file-lock.ts argues: the holder is paused before
   * each of its operations in turn, its lock is removed by hand, somebody else makes a whole update,
   * and the holder goes on. What the other has written must never be lost.
   */
  it('loses nobody an update, wherever it was paused', async () => {
    const outcomes: string[] = [];
    for (let pausedAt = 1; ; pausedAt += 1) {
      const path = await newPath();
      await addWord(path, 'first');
      let interfered = false;
      const fileSystem = faultyFileSystem({
        async before(operation, count) {
          // Before the lock is taken and after it is released there is nothing to take over.
          if (count === pausedAt && (await readOr(`${path}.lock`, '')) !== '') {
            interfered = true;
            await unlink(`${path}.lock`);
            await addWord(path, `other@${operation}`);
          }
        },
      });
      const outcome = await addWord(path, 'paused', { fileSystem }).then(
        () => 'written',
        (error: Error) => error.message,
      );
      const words = (await readFile(path, 'utf8')).trim().split(' ');
      expect(words[0]).toBe('first');
      expect(words.includes('paused')).toBe(outcome === 'written');
      expect(words.some((word) => word.startsWith('other@'))).toBe(interfered);
      if (interfered) {
        outcomes.push(outcome === 'written' ? 'written' : 'refused');
      }
      expect(await readdir(join(path, '..'))).toEqual(['keys.toml']);
      if (pausedAt > fileSystem.operations.length) {
        break;
      }
    }
    // Both happen: early and late pauses do no harm, those in between are refused.
    expect(outcomes.length).toBeGreaterThan(10);
    expect(outcomes).toContain('written');
    expect(outcomes).toContain('refused');
  });
});

async function leaveLockOfOther(path: string): Promise<void> {
  const owner = { ...systemProcesses.self(), token: 'theirs', since: '2026-01-01T00:00:00.000Z' };
  await writeFile(`${path}.lock`, formatLockOwner(owner));
}
