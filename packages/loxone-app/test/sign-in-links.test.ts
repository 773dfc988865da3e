import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyRing, generateMasterKey, type KeyRing } from '@gatehouse/crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOfCode } from '../src/link-code.js';
import {
  createFileSignInLinks,
  createMemorySignInLinks,
  LINK_LIFE_MS,
  type SignInLinks,
} from '../src/sign-in-links.js';

let now = 0;
let home: string;
let ring: KeyRing;

const clock = { now: () => now };

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  home = await mkdtemp(join(tmpdir(), 'gatehouse-links-'));
  ring = createKeyRing({ current: generateMasterKey() });
});

afterEach(() => rm(home, { recursive: true, force: true }));

const directory = (): string => join(home, 'sign-in-links');
const inFiles = (): SignInLinks => createFileSignInLinks({ directory: directory(), ring, clock });

describe.each([
  ['in memory', () => createMemorySignInLinks({ clock })],
  ['in files', inFiles],
])('links %s', (_, open: () => SignInLinks) => {
  it('are good once', async () => {
    const links = open();
    const { code, expiresAt } = await links.create();
    expect(code).toMatch(/^[\w-]{43}$/);
    expect(expiresAt).toBe(now + LINK_LIFE_MS);
    expect(await links.take(code)).toBe(true);
    expect(await links.take(code)).toBe(false);
  });

  it('are good for one of many who take one at once', async () => {
    const links = open();
    const { code } = await links.create();
    const taken = await Promise.all(Array.from({ length: 50 }, () => links.take(code)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it.each([
    ['ten minutes on', LINK_LIFE_MS, false],
    ['a moment before', LINK_LIFE_MS - 1, true],
    ['after the clock was set back', -1, false],
  ])('%s', async (_name, ms, isGood) => {
    const links = open();
    const { code } = await links.create();
    now += ms;
    expect(await links.take(code)).toBe(isGood);
    now = Date.UTC(2026, 0, 1);
    expect(await links.take(code)).toBe(false);
  });

  it('are not good by anything else', async () => {
    const links = open();
    const { code } = await links.create();
    const wrong = [
      '',
      'x',
      hashOfCode(code),
      `${code}A`,
      `../sign-in-links/${code}`,
      code.toUpperCase(),
    ];
    for (const text of wrong) expect(await links.take(text)).toBe(false);
    expect(await links.take(code)).toBe(true);
  });

  it('are bounded, and make room when they have ended', async () => {
    const links = open();
    for (let at = 0; at < 20; at += 1) await links.create();
    await expect(links.create()).rejects.toThrow(RangeError);
    now += LINK_LIFE_MS;
    expect(await links.take((await links.create()).code)).toBe(true);
  });
});

describe('links in files', () => {
  it('are taken from another process than the one that made them', async () => {
    const { code } = await inFiles().create();
    expect(await inFiles().take(code)).toBe(true);
  });

  it('are good for one of several processes', async () => {
    const { code } = await inFiles().create();
    const taken = await Promise.all(Array.from({ length: 20 }, () => inFiles().take(code)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('hold no code, and belong to their owner only', async () => {
    const { code } = await inFiles().create();
    const [name = ''] = await readdir(directory());
    const path = join(directory(), name);
    expect(name).toBe(`${hashOfCode(code)}.link`);
    expect(await readFile(path, 'utf8')).toMatch(/^enc:v1:/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(directory())).mode & 0o777).toBe(0o700);
  });

  it('cannot be made by whoever can write a file, but has no master key', async () => {
    await inFiles().create();
    const code = 'A'.repeat(43);
    const foreign = createKeyRing({ current: generateMasterKey() });
    const theirs = createFileSignInLinks({ directory: directory(), ring: foreign, clock });
    const made = await theirs.create();
    expect(await inFiles().take(made.code)).toBe(false);
    await writeFile(join(directory(), `${hashOfCode(code)}.link`), String(now + 1_000));
    expect(await inFiles().take(code)).toBe(false);
  });

  it('open only under the code that they were made for', async () => {
    const { code } = await inFiles().create();
    const other = 'B'.repeat(43);
    const text = await readFile(join(directory(), `${hashOfCode(code)}.link`), 'utf8');
    await writeFile(join(directory(), `${hashOfCode(other)}.link`), text);
    expect(await inFiles().take(other)).toBe(false);
    expect(await inFiles().take(code)).toBe(true);
  });

  it('that have ended are removed, and nothing else that lies there', async () => {
    await inFiles().create();
    await writeFile(join(directory(), 'notes.txt'), 'mine');
    now += LINK_LIFE_MS;
    await inFiles().create();
    const names = await readdir(directory());
    expect(names).toHaveLength(2);
    expect(names).toContain('notes.txt');
  });

  it('are none where there is no directory', async () => {
    expect(await inFiles().take('A'.repeat(43))).toBe(false);
  });
});
