import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogFields } from '@gatehouse/core';
import type { TokenStore } from '@gatehouse/loxone-client';
import { startSimulator } from '@gatehouse/loxone-simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse } from '../../src/house/open-house.js';
import { openSealedTokenStore, type TokenSealer } from '../../src/house/sealed-token-store.js';
import { fakeKey, fakeSealer } from './support/fake-sealer.js';

const HOUSE = { host: '192.168.1.10', user: 'assistant' };
const TOKEN = new TextEncoder().encode('canary-token');
const FIRST = fakeKey('first');
const SECOND = fakeKey('second');

describe('the token of the Miniserver on disk', () => {
  let directory: string;
  let path: string;
  let log: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-token-'));
    path = join(directory, 'config', 'loxone-token.json');
    log = [];
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const note =
    (level: string) =>
    (message: string, fields?: LogFields): void =>
      void log.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  const logger = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
  };

  function open(sealer: TokenSealer, house = HOUSE): Promise<TokenStore | undefined> {
    const write = (file: string, text: string): Promise<void> => writeFile(file, text);
    return openSealedTokenStore({ path, house, sealer, write, logger });
  }

  async function saveWith(sealer: TokenSealer, house = HOUSE): Promise<string> {
    await (await open(sealer, house))?.save(TOKEN);
    return readFileSync(path, 'utf8');
  }

  it('is there after a restart, and nobody can read it in the file', async () => {
    const text = await saveWith(fakeSealer(FIRST));
    expect(text).not.toContain('canary');
    expect(text).toContain('assistant');
    const store = await open(fakeSealer(FIRST));
    expect(Buffer.from((await store?.load()) ?? [])).toEqual(Buffer.from(TOKEN));
    expect(log).toEqual([]);
  });

  it('is nothing where nothing was saved, and after it was cleared', async () => {
    const store = await open(fakeSealer(FIRST));
    expect(await store?.load()).toBeUndefined();
    await store?.clear();
    await store?.save(TOKEN);
    await store?.clear();
    expect(await store?.load()).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    expect(await (await open(fakeSealer(FIRST)))?.load()).toBeUndefined();
  });

  it('is given back by the process that saved it', async () => {
    const store = await open(fakeSealer(FIRST));
    await store?.save(TOKEN);
    expect(await store?.load()).toBe(TOKEN);
  });

  it('opens with a previous master key, and the next one is sealed with the current', async () => {
    const before = await saveWith(fakeSealer(FIRST));
    const store = await open(fakeSealer(SECOND, FIRST));
    const token = await store?.load();
    expect(token).toBeDefined();
    await store?.save(TOKEN);
    expect([before, readFileSync(path, 'utf8')].map((text) => /enc:(\w+)/.exec(text)?.[1])).toEqual(
      ['first', 'second'],
    );
  });

  it('is left alone when it needs another master key: reported, and no store', async () => {
    const before = await saveWith(fakeSealer(FIRST));
    expect(await open(fakeSealer(SECOND))).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^warn .*needs master key first.*left as it is.*memory only/);
    expect(log[0]).toContain(path);
  });

  it.each([
    ['no JSON', 'keys = 7'],
    ['other JSON', '{"host":"a","user":"b"}'],
    ['a number', '7'],
    ['a token that is not sealed', '{"host":"192.168.1.10","user":"assistant","token":"canary"}'],
  ])('is not looked for in a file of somebody else: %s', async (_what, text) => {
    mkdirSync(join(directory, 'config'));
    writeFileSync(path, text);
    expect(await open(fakeSealer(FIRST))).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(log.join()).toMatch(/not in a file of this server/);
    expect(log.join()).not.toContain('canary');
  });

  it('is left alone when it cannot be read', async () => {
    mkdirSync(path, { recursive: true });
    expect(await open(fakeSealer(FIRST))).toBeUndefined();
    expect(log.join()).toMatch(/cannot be read \(EISDIR\)/);
  });

  it('is replaced when it is damaged: no key opens it', async () => {
    const text = await saveWith(fakeSealer(FIRST));
    writeFileSync(
      path,
      // Not the last character: some of its bits may mean nothing.
      text.replace(/.(?=.{8}"\n\})/, (one) => (one === 'A' ? 'B' : 'A')),
    );
    const store = await open(fakeSealer(FIRST));
    expect(await store?.load()).toBeUndefined();
    expect(log.join()).toMatch(/^warn .*damaged/);
    await store?.save(TOKEN);
    expect(await (await open(fakeSealer(FIRST)))?.load()).toBeDefined();
  });

  it.each([{ host: '192.168.1.11' }, { user: 'somebody else' }])(
    'is not used for another login: %o',
    async (other) => {
      await saveWith(fakeSealer(FIRST));
      expect(await (await open(fakeSealer(FIRST), { ...HOUSE, ...other }))?.load()).toBeUndefined();
      expect(log.join()).toMatch(/^info .*another house or user/);
    },
  );

  it('does not open when somebody changes whom it is for', async () => {
    const text = await saveWith(fakeSealer(FIRST));
    writeFileSync(path, text.replace('assistant', 'admin'));
    const store = await open(fakeSealer(FIRST), { ...HOUSE, user: 'admin' });
    expect(await store?.load()).toBeUndefined();
    expect(log.join()).toMatch(/damaged/);
  });

  it('passes on that the disk is full, so that the client says so', async () => {
    const write = async (): Promise<void> => {
      throw Object.assign(new TypeError('no space'), { code: 'ENOSPC' });
    };
    const sealer = fakeSealer(FIRST);
    const store = await openSealedTokenStore({ path, house: HOUSE, sealer, write, logger });
    await expect(store?.save(TOKEN)).rejects.toThrow('no space');
    expect(await store?.load()).toBeUndefined();
  });

  it('spares the password after a restart, and never shows it or the token', async () => {
    const credentials = { user: 'e2e', password: 'canary-password' };
    const simulator = await startSimulator(credentials);
    const access = { host: `127.0.0.1:${simulator.port}`, ...credentials, tls: false };
    const count = (pattern: RegExp): number =>
      simulator.commands.filter(({ command }) => pattern.test(command)).length;

    async function run(sealer: TokenSealer, password: string): Promise<void> {
      const tokenStore = await open(sealer, { host: access.host, user: access.user });
      const parts = tokenStore === undefined ? { logger } : { logger, tokenStore };
      const house = openHouse({ ...access, password }, parts);
      await house.whenLive(AbortSignal.timeout(20_000));
      await house.stop();
    }

    try {
      await run(fakeSealer(FIRST), 'canary-password');
      await run(fakeSealer(FIRST), 'not even the right one');
      expect([count(/getjwt\//), count(/authwithtoken\//)]).toEqual([1, 1]);
      expect(count(/killtoken\//)).toBe(0);
      const kept = readFileSync(path, 'utf8');

      // Another master key: the password again, a token of its own that dies with the process.
      await run(fakeSealer(SECOND), 'canary-password');
      expect([count(/getjwt\//), count(/authwithtoken\//)]).toEqual([2, 1]);
      expect(count(/killtoken\//)).toBe(1);
      expect(readFileSync(path, 'utf8')).toBe(kept);

      // The file is still good for who has its key.
      await run(fakeSealer(FIRST), 'not even the right one');
      expect(count(/authwithtoken\//)).toBe(2);
      expect(log.join('\n') + readFileSync(path, 'utf8')).not.toContain('canary');
    } finally {
      await simulator.stop();
    }
  });
});
