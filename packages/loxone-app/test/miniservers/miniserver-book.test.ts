import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMcpAuthError } from '@gatehouse/core';
import { type FileSystem, nodeFileSystem } from '@gatehouse/storage-file';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Miniserver,
  type MiniserverBook,
  openLoxoneAuth,
  openMiniserver,
  openMiniserverBook,
  Secret,
  sealSecret,
} from '../../src/index.js';

let home: string;
let book: MiniserverBook;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-book-'));
  book = openMiniserverBook(join(home, 'c', 'miniservers.json'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const FROM_ENV: Miniserver = {
  host: '192.168.1.10',
  user: 'u',
  password: { kind: 'reference', reference: { scheme: 'env', rest: 'PASS' } },
};

function add(name: string, entry: Miniserver = FROM_ENV, at: MiniserverBook = book) {
  return at.change(({ chosen, byName }) => ({ chosen, byName: new Map(byName).set(name, entry) }));
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isMcpAuthError(error) ? error.code : `no refusal: ${String(error)}`;
}

describe('the book of Miniservers', () => {
  it('is empty and makes nothing where there is no file', async () => {
    expect((await book.read()).byName.size).toBe(0);
    expect(readdirSync(home)).toEqual([]);
  });

  it('is for its owner only', async () => {
    await add('home');
    expect(statSync(book.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'c')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(home, 'c'))).toEqual(['miniservers.json']);
  });

  it('takes changes one after the other, also of several at once', async () => {
    const second = openMiniserverBook(book.path);
    const names = Array.from({ length: 20 }, (_, at) => `m-${at}`);
    await Promise.all(names.map((name, at) => add(name, FROM_ENV, at % 2 === 0 ? book : second)));
    expect([...(await book.read()).byName.keys()].sort()).toEqual([...names].sort());
  });

  it('sees what somebody edited, and keeps it', async () => {
    await add('home');
    const text = readFileSync(book.path, 'utf8');
    writeFileSync(book.path, text.replace('192.168.1.10', '192.168.1.99'));
    await add('cellar');
    const { byName } = await book.read();
    expect(byName.get('home')?.host).toBe('192.168.1.99');
    expect(byName.get('cellar')?.host).toBe('192.168.1.10');
  });

  it('that is damaged is named, and never rewritten', async () => {
    await add('home');
    const damaged = readFileSync(book.path, 'utf8').replace('"user"', '"usr"');
    writeFileSync(book.path, damaged);
    const error = await book.read().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_MCPAUTH_STORE_DAMAGED' });
    expect(String(error)).toContain(book.path);
    expect(String(error)).toContain(
      'miniservers.home: user is missing; miniservers.home: usr is not known',
    );
    expect(await codeOf(add('cellar'))).toBe('ERR_MCPAUTH_STORE_DAMAGED');
    expect(readFileSync(book.path, 'utf8')).toBe(damaged);
  });

  it.each([0o644, 0o620, 0o640])('of mode %o is refused, with what to do', async (mode) => {
    await add('home');
    chmodSync(book.path, mode);
    const error = await book.read().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_MCPAUTH_FILE_UNSAFE' });
    expect(String(error)).toContain('chmod 600');
    expect(await codeOf(add('cellar'))).toBe('ERR_MCPAUTH_FILE_UNSAFE');
  });

  it.each(['ENOSPC', 'EROFS', 'EIO'])('on a disk that says %s is as it was', async (code) => {
    await add('home');
    const before = readFileSync(book.path);
    const failing: FileSystem = {
      ...nodeFileSystem,
      async open(path, use, mode) {
        const file = await nodeFileSystem.open(path, use, mode);
        // The lock is a small file, too; only what is to become the book finds the disk full.
        if (use !== 'create' || path.includes('.lock')) return file;
        const fail = async (): Promise<number> => {
          throw Object.assign(new TypeError(code), { code });
        };
        return { ...file, write: fail };
      },
    };
    expect(await codeOf(add('cellar', FROM_ENV, openMiniserverBook(book.path, failing)))).toBe(
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(readFileSync(book.path)).toEqual(before);
    expect(readdirSync(join(home, 'c'))).toEqual(['miniservers.json']);
  });

  it('writes nothing when who changes it finds a reason not to', async () => {
    await expect(
      book.change(() => {
        throw new TypeError('not so');
      }),
    ).rejects.toThrow('not so');
    expect(existsSync(book.path)).toBe(false);
  });
});

describe('a Miniserver that is known by name', () => {
  const signal = new AbortController().signal;

  /** With a password that is sealed under the master key in the directory. */
  async function addSealed(name: string): Promise<void> {
    const auth = await openLoxoneAuth({ env: {}, configDir: join(home, 'c') });
    const place = { name, field: 'password' } as const;
    const password = sealSecret(auth.ring, new Secret(`canary ${name}`), place);
    await auth.close();
    await add(name, { ...FROM_ENV, password, tls: false, serial: '504F94112134' });
  }

  function opening(name?: string, env: Readonly<Record<string, string>> = {}) {
    return openMiniserver({ location: { env, configDir: join(home, 'c') }, name, env, signal });
  }

  it('is opened with its password, wherever that is', async () => {
    await addSealed('home');
    await add('cellar', { ...FROM_ENV, visuPassword: FROM_ENV.password });
    expect(await opening('home')).toEqual({
      name: 'home',
      host: '192.168.1.10',
      user: 'u',
      password: 'canary home',
      serial: '504F94112134',
      tls: false,
    });
    expect(await opening('cellar', { PASS: 'p' })).toEqual({
      name: 'cellar',
      host: '192.168.1.10',
      user: 'u',
      password: 'p',
      visuPassword: 'p',
    });
  });

  it('is the only one, or the chosen one, where none is named', async () => {
    expect(await opening()).toBeUndefined();
    await addSealed('home');
    expect((await opening())?.name).toBe('home');
    await add('cellar');
    await expect(opening()).rejects.toThrow(/Known are: home, cellar/);
    await book.change(({ byName }) => ({ chosen: 'cellar', byName }));
    expect((await opening(undefined, { PASS: 'p' }))?.name).toBe('cellar');
  });

  it('that nobody knows is refused with those that are known', async () => {
    await expect(opening('home')).rejects.toThrow(/no such Miniserver.*miniserver add/);
    await add('cellar');
    await expect(opening('home')).rejects.toThrow(/Known are: cellar/);
  });

  it('says of which Miniserver a password cannot be had', async () => {
    await addSealed('home');
    await add('cellar');
    await expect(opening('cellar')).rejects.toMatchObject({
      code: 'ERR_SECRET_MISSING',
      message: expect.stringMatching(/^password_from of "cellar" in .*miniservers\.json: .*PASS /),
    });
    const reference = { scheme: 'env', rest: 'ABSENT' };
    await add('attic', { ...FROM_ENV, visuPassword: { kind: 'reference', reference } });
    await expect(opening('attic', { PASS: 'p' })).rejects.toThrow(/^visu_password_from of "attic"/);
  });

  it('needs no master key where nothing of it is sealed', async () => {
    await add('cellar');
    await opening('cellar', { PASS: 'p' });
    expect(readdirSync(join(home, 'c'))).toEqual(['miniservers.json']);
  });

  it('needs its master key, and none is made in its place', async () => {
    await addSealed('home');
    const key = join(home, 'c', 'master.key');
    const kept = readFileSync(key);
    rmSync(key);
    // Nothing but the book is sealed now: no key store and no trail would ask for the old key.
    for (const name of readdirSync(join(home, 'c'))) {
      if (name !== 'miniservers.json') rmSync(join(home, 'c', name), { recursive: true });
    }
    expect(await codeOf(opening('home'))).toBe('ERR_MCPAUTH_MASTER_KEY_MISSING');
    const location = { env: {}, configDir: join(home, 'c') };
    const error = await openLoxoneAuth(location).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_MCPAUTH_MASTER_KEY_MISSING' });
    expect(String(error)).toContain(book.path);
    writeFileSync(book.path, readFileSync(book.path, 'utf8').slice(0, -20));
    expect(await codeOf(openLoxoneAuth(location))).toBe('ERR_MCPAUTH_MASTER_KEY_MISSING');
    expect(existsSync(key)).toBe(false);
    writeFileSync(key, kept, { mode: 0o600 });
    await (await openLoxoneAuth(location)).close();
  });
});
