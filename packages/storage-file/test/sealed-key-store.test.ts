import { chmod, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KeyStore, McpAuthError } from '@gatehouse/core';
import { LABELS, open, seal, sealedKeyId } from '@gatehouse/crypto';
import {
  createRecordingLogger,
  createSeededRandom,
  testHeader,
  testRecord,
} from '@gatehouse/mcp-auth-testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SealedKeyStoreOptions } from '../src/index.js';
import { createFileKeyStore, createSealedKeyStore, sealedStoreKeyId } from '../src/index.js';
import { createSealedCodec } from '../src/sealed-codec.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { ringOf } from './support/sealed.js';

const RING = ringOf(1);
const PLACE = { purpose: LABELS.keyStore, context: 'keys.enc' };

const opened: KeyStore[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

async function openSealed(options: Partial<SealedKeyStoreOptions> = {}): Promise<KeyStore> {
  const path = options.path ?? join(await newDirectory(), 'keys.enc');
  const store = await createSealedKeyStore({ ring: RING, watchIntervalMs: 20, ...options, path });
  opened.push(store);
  return store;
}

async function fill(store: KeyStore): Promise<KeyStore> {
  await store.ensureHeader(() => testHeader());
  await store.insert('admin', (n) => testRecord('admin', n, { name: 'Main key of Oma' }));
  return store;
}

/** A sealed file with a header and one key, and no store that watches it. */
async function sealedFile(): Promise<{ readonly path: string; readonly bytes: Buffer }> {
  const store = await fill(await openSealed());
  await store.close();
  return { path: store.location, bytes: await readFile(store.location) };
}

describe('keys.enc', () => {
  it('is one sealed line for its owner alone, and says nothing of its keys', async () => {
    const { path, bytes } = await sealedFile();
    const text = bytes.toString();
    expect(text).toMatch(/^enc:v1:[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]+\n$/);
    expect(text).not.toMatch(/lmcp|admin|Oma|hmac/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(path))).toEqual(['keys.enc']);
  });

  it('holds what keys.toml would', async () => {
    const { bytes } = await sealedFile();
    const plain = await fill(
      await createFileKeyStore({ path: join(await newDirectory(), 'keys.toml') }),
    );
    opened.push(plain);
    const text = Buffer.from(open(RING, bytes.toString().trimEnd(), PLACE)).toString();
    expect(text).toBe(await readFile(plain.location, 'utf8'));
  });

  it('is another one at each write, also with the same content', async () => {
    const [first, second] = [await sealedFile(), await sealedFile()];
    expect(first.bytes.equals(second.bytes)).toBe(false);
  });

  it('takes its nonces from the source that it is given', async () => {
    const make = async (seed: number): Promise<string> => {
      const store = await fill(await openSealed({ random: createSeededRandom(seed) }));
      return readFile(store.location, 'utf8');
    };
    expect(await make(5)).toBe(await make(5));
    expect(await make(5)).not.toBe(await make(6));
  });

  it('says what it is', async () => {
    const store = await openSealed();
    expect(store.kind).toBe('sealed');
    expect(store.location).toMatch(/keys\.enc$/);
  });
});

describe('a sealed file and its master key', () => {
  it('tells which one it needs before there is any', async () => {
    const { path, bytes } = await sealedFile();
    expect(await sealedStoreKeyId(path)).toBe(RING.currentId);
    // Also where it is damaged further on, so that nobody makes a new key over it.
    await writeFile(path, bytes.subarray(0, 40));
    expect(await sealedStoreKeyId(path)).toBe(RING.currentId);
  });

  it('needs none where there is no file', async () => {
    expect(await sealedStoreKeyId(join(await newDirectory(), 'keys.enc'))).toBeUndefined();
  });

  it.each(['', '\n', '[store]\nformat = 1\n', 'enc:v1:short:AAAA', 'enc:v2:'])(
    'does not take a file of %j for one that was never written',
    async (content) => {
      const { path } = await sealedFile();
      await writeFile(path, content);
      const asked = await errorOf(sealedStoreKeyId(path), 'ERR_MCPAUTH_STORE_DAMAGED');
      expect(asked.message).toContain(`${path} is damaged: it does not begin as a sealed file`);
      await errorOf(openSealed({ path }), 'ERR_MCPAUTH_STORE_DAMAGED');
      expect(await readFile(path, 'utf8')).toBe(content);
    },
  );

  it('is not asked of a file that others can read, or of a link', async () => {
    const { path } = await sealedFile();
    await symlink(path, `${path}.link`);
    await errorOf(sealedStoreKeyId(`${path}.link`), 'ERR_MCPAUTH_FILE_UNSAFE');
    await chmod(path, 0o644);
    await errorOf(sealedStoreKeyId(path), 'ERR_MCPAUTH_FILE_UNSAFE');
    await errorOf(openSealed({ path }), 'ERR_MCPAUTH_FILE_UNSAFE');
  });

  it('stops with the id that is needed when the ring has another', async () => {
    const { path, bytes } = await sealedFile();
    const error = await errorOf(
      openSealed({ path, ring: ringOf(2, 3) }),
      'ERR_MCPAUTH_SEAL_KEY_UNKNOWN',
    );
    expect(error.details.keyId).toBe(RING.currentId);
    expect(error.message).toBe(
      `${path} is sealed with master key ${RING.currentId}, which is not at hand. Provide that key.`,
    );
    expect(await readFile(path)).toEqual(bytes);
  });

  it('is opened with an older key, and sealed with the current one by the next write', async () => {
    const { path } = await sealedFile();
    const ring = ringOf(2, 1);
    const store = await openSealed({ path, ring });
    expect(sealedKeyId(await readFile(path, 'utf8'))).toBe(RING.currentId);
    await store.insert('monitor', (n) => testRecord('monitor', n));
    expect(sealedKeyId(await readFile(path, 'utf8'))).toBe(ring.currentId);
    expect(await (await openSealed({ path, ring: ringOf(2) })).list()).toHaveLength(2);
  });

  it.each([
    ['another file kind', { ...PLACE, context: 'config.toml' }],
    ['another purpose', { ...PLACE, purpose: LABELS.pepper }],
  ])('does not open what the same key has sealed for %s', async (_, place) => {
    const { path } = await sealedFile();
    const text = new TextEncoder().encode('[[keys]]\nid = "planted"\nrole = "admin"\n');
    await writeFile(path, `${seal(RING, text, place)}\n`);
    await errorOf(openSealed({ path }), 'ERR_MCPAUTH_STORE_DAMAGED');
  });
});

describe('a sealed file that was changed', () => {
  const REFUSED = ['ERR_MCPAUTH_STORE_DAMAGED', 'ERR_MCPAUTH_SEAL_KEY_UNKNOWN'];

  function outcome(path: string, bytes: Uint8Array): string {
    try {
      return createSealedCodec(RING, createSeededRandom(1)).decode(path, bytes);
    } catch (error) {
      return (error as McpAuthError).code;
    }
  }

  it('is refused for any bit of any byte, and at any length', { timeout: 60_000 }, async () => {
    const { path, bytes } = await sealedFile();
    expect(outcome(path, bytes)).toContain('[store]');
    const accepted: string[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ (1 << bit);
        if (!REFUSED.includes(outcome(path, changed))) {
          accepted.push(`bit ${bit} of byte ${at}`);
        }
      }
      // The line break at the end is no part of what was sealed.
      if (at < bytes.length - 1 && !REFUSED.includes(outcome(path, bytes.subarray(0, at)))) {
        accepted.push(`${at} bytes`);
      }
    }
    expect(accepted).toEqual([]);
  });

  it.each([0.1, 0.5, 0.99])('is named, and stays as it is (at %d)', async (where) => {
    const { path, bytes } = await sealedFile();
    const at = Math.floor(60 + (bytes.length - 61) * where);
    bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
    await writeFile(path, bytes);
    const error = await errorOf(openSealed({ path }), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).toContain(`${path} is damaged: it was changed, or cut, after`);
    expect(error.message).toContain('Put a backup in its place.');
    expect(await readFile(path)).toEqual(bytes);
  });

  it('names the field of an opened text that means nothing', async () => {
    const { path } = await sealedFile();
    const text = new TextEncoder().encode('[store]\nformat = 1\n[[keys]]\nrole = "x"\n');
    await writeFile(path, `${seal(RING, text, PLACE)}\n`);
    const error = await errorOf(openSealed({ path }), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).toContain('line 3, id of [[keys]] no. 1 is missing');
  });
});

describe('a sealed file that becomes unusable while it is in use', () => {
  it.each([
    ['is cut', (path: string) => truncate(path, 100), 'ERR_MCPAUTH_STORE_DAMAGED'],
    ['is emptied', (path: string) => truncate(path, 0), 'ERR_MCPAUTH_STORE_DAMAGED'],
    [
      'is sealed with an unknown key',
      async (path: string) => {
        const text = new TextEncoder().encode('[store]\nformat = 1\n');
        await writeFile(path, seal(ringOf(9), text, PLACE));
      },
      'ERR_MCPAUTH_SEAL_KEY_UNKNOWN',
    ],
  ])('leaves the keys as they were when it %s', async (_, harm, code) => {
    const problems: (string | undefined)[] = [];
    const logger = createRecordingLogger();
    const onProblem = (problem?: McpAuthError): number => problems.push(problem?.code);
    const store = await fill(await openSealed({ onProblem, logger }));
    const good = await readFile(store.location);
    await harm(store.location);
    const harmed = await readFile(store.location);
    await vi.waitFor(() => expect(problems).toEqual([code]), { timeout: 20_000 });
    expect(await store.get('lmcp_admin_001')).toMatchObject({ name: 'Main key of Oma' });
    await expect(store.insert('admin', (n) => testRecord('admin', n))).rejects.toMatchObject({
      code,
    });
    expect(await readFile(store.location)).toEqual(harmed);
    expect(logger.text()).not.toContain('Oma');

    await writeFile(store.location, good);
    await vi.waitFor(() => expect(problems).toEqual([code, undefined]), { timeout: 20_000 });
    await store.insert('admin', (n) => testRecord('admin', n));
    expect(await store.list()).toHaveLength(2);
  });
});
