import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isProxmoxValue, openProxmoxValue } from '../../src/legacy/index.js';

const VECTORS = fileURLToPath(
  new URL('../../../../../shared/data/vectors/proxmox-vectors.json', import.meta.url),
);

interface Triple {
  readonly master_key: string;
  readonly enc: string;
  readonly plaintext: string;
}

interface Vectors {
  readonly current: readonly Triple[];
  readonly legacy: readonly Triple[];
  readonly negative: readonly { readonly case: string; master_key: string; enc: string }[];
  readonly odd_master_keys: Readonly<
    Record<string, { accepted: boolean; key: string; enc?: string; plaintext?: string }>
  >;
}

// Sealed with Node's primitives over the format as described: 'lamp', master key of 32 × 0x41.
const OWN = { masterKey: 'QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=' };

describe('isProxmoxValue', () => {
  it('does not take our own sealed values', () => {
    expect(isProxmoxValue('enc:v1:AAAA:BBBB')).toBe(false);
    expect(isProxmoxValue('enc:AAAA:BBBB')).toBe(true);
    expect(isProxmoxValue('enc:AAAA')).toBe(true);
    expect(isProxmoxValue('ENC:AAAA')).toBe(false);
  });
});

describe('openProxmoxValue', () => {
  it.each([
    ['no prefix', 'AAAA'],
    ['three parts', 'enc:AAAA:AAAA:AAAA'],
    ['our own format', 'enc:v1:AAAA:BBBB'],
    ['nothing sealed', 'enc:'],
    ['no salt', 'enc::AAAA'],
    ['a salt that is not base64', 'enc:A:AAAA'],
  ])('refuses %s', (_, text) => {
    expect(openProxmoxValue(OWN.masterKey, text)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it('says when the master key cannot be read, and does not repeat it', () => {
    const opened = openProxmoxValue('AAAAA', 'enc:AAAA');
    expect(opened).toMatchObject({ ok: false, reason: 'malformed' });
    expect(JSON.stringify(opened)).not.toContain('AAAAA');
  });
});

describe.skipIf(!existsSync(VECTORS))('openProxmoxValue with ../shared/data vectors', () => {
  const vectors = (): Vectors => JSON.parse(readFileSync(VECTORS, 'utf8')) as Vectors;

  it.each(['current', 'legacy'] as const)('opens every %s value', (format) => {
    expect(vectors()[format].length).toBeGreaterThan(1);
    for (const { master_key, enc, plaintext } of vectors()[format]) {
      expect(openProxmoxValue(master_key, enc)).toEqual({
        ok: true,
        value: { text: plaintext, format },
      });
    }
  });

  it('opens none of the negative cases', () => {
    const reasons = vectors().negative.map(({ case: name, master_key, enc }) => {
      const opened = openProxmoxValue(master_key, enc);
      return [name, opened.ok ? 'opened' : opened.reason];
    });
    expect(reasons.length).toBeGreaterThanOrEqual(3);
    expect(Object.fromEntries(reasons)).toMatchObject({
      wrong_key: 'wrong-key-or-damaged',
      tampered_hmac: 'wrong-key-or-damaged',
      four_parts: 'malformed',
    });
  });

  it('takes the odd master keys that its writer took, and no other', () => {
    for (const [name, { accepted, key, enc, plaintext }] of Object.entries(
      vectors().odd_master_keys,
    )) {
      const opened = openProxmoxValue(key, enc ?? 'enc:AAAA');
      expect(opened.ok ? opened.value.text : opened.reason, name).toBe(
        accepted ? plaintext : 'malformed',
      );
    }
  });

  it('refuses a changed character anywhere in a value', () => {
    const [triple] = vectors().current;
    const { master_key: key, enc = '' } = triple ?? { master_key: '' };
    // The slow derivation allows a sample: the salt, the inner token's parts, the end.
    for (const at of [4, 10, 25, 30, 45, 80, enc.length - 8]) {
      const changed = `${enc.slice(0, at)}${enc[at] === 'A' ? 'B' : 'A'}${enc.slice(at + 1)}`;
      expect(openProxmoxValue(key, changed).ok, `character ${at}`).toBe(false);
    }
  });
});
