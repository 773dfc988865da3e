import { createCipheriv, hkdfSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  openPulseengineStore,
  pulseengineSecretMatches,
  readPulseengineKeys,
} from '../../src/legacy/index.js';

const VECTORS = fileURLToPath(
  new URL('../../../../../shared/data/vectors/pulseengine-keysenc-vectors.json', import.meta.url),
);

const KEY = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);
const INFOS = {
  '0.17': 'pulseengine-mcp-auth-api-key-storage',
  main: 'pulseengine-auth-api-key-storage',
} as const;

/** Writes a store with Node's primitives: a second implementation. */
function writeStore(info: string, json: string): { ciphertext: string; nonce: string } {
  const nonce = Buffer.alloc(12, 3);
  const key = Buffer.from(hkdfSync('sha256', KEY, '', info, 32));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = Buffer.concat([cipher.update(json), cipher.final(), cipher.getAuthTag()]);
  return { ciphertext: ciphertext.toString('base64'), nonce: nonce.toString('base64') };
}

function fileOf(parts: object): string {
  return JSON.stringify({ ...parts, algorithm: 'AES-256-GCM' });
}

describe('openPulseengineStore', () => {
  it.each(['0.17', 'main'] as const)(
    'auth-landscape finding 7: opens what generation %s wrote',
    (generation) => {
      const text = fileOf(writeStore(INFOS[generation], '{"a":1}'));
      expect(openPulseengineStore(KEY, text)).toEqual({
        ok: true,
        value: { generation, json: '{"a":1}' },
      });
    },
  );

  it('refuses a change of any byte of ciphertext, tag and nonce', () => {
    const written = writeStore(INFOS.main, '{"lmcp":"kitchen"}');
    for (const part of ['ciphertext', 'nonce'] as const) {
      const bytes = Buffer.from(written[part], 'base64');
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ 0x80, at);
        const text = fileOf({ ...written, [part]: changed.toString('base64') });
        expect(openPulseengineStore(KEY, text), `${part} ${at}`).toMatchObject({
          reason: 'wrong-key-or-damaged',
        });
      }
    }
  });

  it('key-systems finding 6: does not take a shortened tag', () => {
    const written = writeStore(INFOS.main, '');
    const tag = Buffer.from(written.ciphertext, 'base64');
    for (const length of [0, 4, 8, 12, 15]) {
      const text = fileOf({ ...written, ciphertext: tag.subarray(0, length).toString('base64') });
      expect(openPulseengineStore(KEY, text).ok, `${length} bytes`).toBe(false);
    }
  });

  it.each([
    ['', 'it is not JSON'],
    ['[]', 'its algorithm is not AES-256-GCM'],
    ['null', 'it is not a JSON object'],
    ['{"algorithm":"none"}', 'its algorithm is not AES-256-GCM'],
    [fileOf({ nonce: 'AAAAAAAAAAAAAAAA' }), 'its ciphertext is not base64 of at least 16 bytes'],
    [fileOf({ ciphertext: 'A'.repeat(24), nonce: 'AAAA' }), 'its nonce is not base64 of 12 bytes'],
    ['{"__proto__":{"algorithm":"AES-256-GCM"}}', 'its algorithm is not AES-256-GCM'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(openPulseengineStore(KEY, text)).toEqual({ ok: false, reason: 'malformed', problem });
  });

  it('takes master keys of 32 bytes only', () => {
    expect(() => openPulseengineStore(KEY.subarray(1), '')).toThrow(RangeError);
  });
});

describe('readPulseengineKeys', () => {
  const key = {
    id: 'lmcp_dev_1_abc',
    name: 'Tablet',
    role: { device: { allowed_devices: ['lamp'] } },
    created_at: '2026-01-15T10:00:00.123456789Z',
    active: true,
    secret_hash: Buffer.alloc(32).toString('base64'),
    salt: Array.from({ length: 32 }, () => 9),
  };

  it('reads every form of role', () => {
    const roles = [
      ['admin', { name: 'admin' }],
      ['operator', { name: 'operator' }],
      ['monitor', { name: 'monitor' }],
      [{ device: { allowed_devices: ['x'] } }, { name: 'device', devices: ['x'] }],
      [{ custom: { permissions: ['p'] } }, { name: 'custom', permissions: ['p'] }],
    ];
    for (const [written, role] of roles) {
      const read = readPulseengineKeys(JSON.stringify({ k: { ...key, role: written } }));
      expect(read).toMatchObject({ ok: true, keys: [{ role }] });
    }
  });

  it('names every problem at once, by its place', () => {
    const broken = {
      id: '',
      name: 1,
      role: 'root',
      created_at: 5,
      active: 'yes',
      ip_whitelist: 'x',
    };
    expect(readPulseengineKeys(JSON.stringify({ a: broken, b: 7, c: key }))).toEqual({
      ok: false,
      problems: [
        '"a".id must be text',
        '"a".name must be text',
        '"a".created_at must be text',
        '"a".role must be a role',
        '"a".active must be true or false',
        '"a".ip_whitelist must be a list of text',
        '"b" must be an object',
      ],
    });
  });

  it('gives a key without a sound hash no verifier', () => {
    for (const change of [
      { secret_hash: null },
      { salt: null },
      { salt: [1, 2] },
      { salt: Array.from({ length: 32 }, () => 256) },
    ]) {
      const read = readPulseengineKeys(JSON.stringify({ k: { ...key, ...change } }));
      expect(read.ok && read.keys[0]?.verifier).toBeUndefined();
      expect(read.ok && read.keys).toHaveLength(1);
    }
  });

  it('is not led astray by members of prototypes', () => {
    const text = `{"__proto__":${JSON.stringify({ ...key, id: 'proto' })},"k":{"__proto__":${JSON.stringify(key)}}}`;
    expect(readPulseengineKeys(text)).toMatchObject({ ok: false });
    expect(Object.prototype).not.toHaveProperty('secret_hash');
  });

  it('answers whatever text comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof readPulseengineKeys(text).ok).toBe('boolean');
      }),
    );
  });
});

describe('pulseengineSecretMatches', () => {
  it('auth-landscape finding 4: nothing matches a key that lost its hash', () => {
    expect(pulseengineSecretMatches(undefined, '***redacted***')).toBe(false);
    const salt = new Uint8Array(32);
    for (const hash of ['', '***redacted***', 'AAAA']) {
      expect(pulseengineSecretMatches({ hash, salt }, '***redacted***')).toBe(false);
      expect(pulseengineSecretMatches({ hash, salt }, '')).toBe(false);
    }
  });
});

describe.skipIf(!existsSync(VECTORS))('pulseengine with ../shared/data vectors', () => {
  interface Vector {
    readonly hkdf_info: string;
    readonly master_key_env_urlsafe_nopad: string;
    readonly keys_enc: object;
    readonly plaintext: object;
    readonly secrets: Readonly<Record<string, string>>;
  }
  const vectors = (): readonly Vector[] =>
    (JSON.parse(readFileSync(VECTORS, 'utf8')) as { vectors: Vector[] }).vectors;

  it('opens whole stores, and every secret matches its key alone', () => {
    expect(vectors().length).toBeGreaterThan(0);
    for (const vector of vectors()) {
      const masterKey = Buffer.from(vector.master_key_env_urlsafe_nopad, 'base64url');
      const opened = openPulseengineStore(masterKey, JSON.stringify(vector.keys_enc));
      const json = opened.ok ? opened.value.json : '';
      expect(JSON.parse(json)).toEqual(vector.plaintext);
      const read = readPulseengineKeys(json);
      const keys = read.ok ? read.keys : [];
      expect(keys.map(({ id }) => id).sort()).toEqual(Object.keys(vector.secrets).sort());
      for (const { id, verifier } of keys) {
        for (const [owner, secret] of Object.entries(vector.secrets)) {
          expect(pulseengineSecretMatches(verifier, secret)).toBe(owner === id);
        }
      }
    }
  });
});
