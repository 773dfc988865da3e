import { createHash } from 'node:crypto';
import { format, inspect } from 'node:util';
import {
  createKeyRing,
  deriveKey,
  exportMasterKey,
  generateMasterKey,
  LABELS,
  tryFromBase64Url,
} from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MasterKey } from '../src/master-key.js';
import { bytes, constantRandom, KEY_TEXT, masterKey, OTHER_KEY_HEX } from './support.js';

describe('MasterKey', () => {
  it('has the id that its bytes give, 22 characters', () => {
    // Computed once with OpenSSL's HKDF and the label of ids.
    expect(masterKey(KEY_TEXT).id).toBe('mVwuIfr-aWvzgrMI3pVZsA');
  });

  it('gives other keys another id', () => {
    expect(masterKey(OTHER_KEY_HEX).id).not.toBe(masterKey(KEY_TEXT).id);
  });

  it('derives what deriveKey derives from its bytes', () => {
    const raw = tryFromBase64Url(KEY_TEXT) ?? new Uint8Array(0);
    const key = masterKey(KEY_TEXT);
    expect(key.derive(LABELS.pepper)).toEqual(deriveKey(raw, LABELS.pepper));
    expect(key.derive(LABELS.pepper, 8)).toEqual(deriveKey(raw, LABELS.pepper, 8));
  });

  it('keeps a copy: the caller may wipe the bytes', () => {
    const raw = Uint8Array.from(createHash('sha256').update('gatehouse test master key').digest());
    const key = new MasterKey(raw);
    raw.fill(0);
    expect(exportMasterKey(key)).toBe(KEY_TEXT);
  });

  it.each([0, 16, 31, 33, 64])('is not made of %d bytes', (length) => {
    const raw = Uint8Array.from({ length }, (_, at) => (at * 151 + 7) & 0xff);
    expect(() => new MasterKey(raw)).toThrow(RangeError);
  });

  it('shows its id, and nothing of its bytes, however it is printed', () => {
    const key = masterKey(KEY_TEXT);
    const ring = createKeyRing({ current: key });
    const shown = [
      String(key),
      `${key}`,
      inspect(key),
      inspect(key, { showHidden: true, customInspect: false, depth: 9, getters: true }),
      inspect({ nested: [key], ring }, { depth: 9, showHidden: true }),
      format('%s %o %j', key, key, key),
      JSON.stringify({ key, ring }),
      JSON.stringify(Object.entries(key)),
      inspect(structuredClone({ ...key })),
    ].join('\n');
    expect(shown).toContain(key.id);
    const raw = tryFromBase64Url(KEY_TEXT) ?? new Uint8Array(0);
    for (const spelling of [
      KEY_TEXT.slice(0, 8),
      Buffer.from(raw).toString('base64').slice(0, 8),
      Buffer.from(raw).toString('hex').slice(0, 8),
      [...raw.slice(0, 4)].join(', '),
      [...raw.slice(0, 4)].join(','),
    ]) {
      expect(shown).not.toContain(spelling);
    }
  });
});

describe('generateMasterKey', () => {
  it('makes a different key each time', () => {
    const ids = Array.from({ length: 20 }, () => generateMasterKey().id);
    expect(new Set(ids).size).toBe(20);
  });

  it('makes a key that is read back as itself', () => {
    fc.assert(
      fc.property(bytes({ minLength: 32, maxLength: 32, min: 0 }), (raw) => {
        fc.pre(new Set(raw).size > 20 && raw.some((byte) => byte > 0x7e));
        const key = generateMasterKey(() => raw);
        expect(masterKey(exportMasterKey(key)).id).toBe(key.id);
      }),
    );
  });

  it('refuses what a broken generator gives', () => {
    expect(() => generateMasterKey(constantRandom(0))).toThrow(RangeError);
    expect(() => generateMasterKey((length) => new Uint8Array(length - 1))).toThrow(RangeError);
  });
});
