import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createSessionKey,
  decryptSessionKey,
  encryptSessionKey,
  type SessionKey,
} from '../src/index.js';
import { toHex } from './support/bytes.js';
import { expectFailure } from './support/errors.js';

const KEY_HEX = '00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f';
const IV_HEX = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';

let pair: ReturnType<typeof generatePair>;
let otherPair: ReturnType<typeof generatePair>;

function generatePair(): ReturnType<typeof generateKeyPairSync> {
  return generateKeyPairSync('rsa', { modulusLength: 1024 });
}

beforeAll(() => {
  pair = generatePair();
  otherPair = generatePair();
});

/** What Node's own RSA makes of a text, so that our side is checked against another one. */
function encryptWithNode(text: string): string {
  const padding = constants.RSA_PKCS1_PADDING;
  return publicEncrypt({ key: pair.publicKey, padding }, Buffer.from(text)).toString('base64');
}

function rawBlock(base64: string): Buffer {
  const padding = constants.RSA_NO_PADDING;
  return privateDecrypt({ key: pair.privateKey, padding }, Buffer.from(base64, 'base64'));
}

describe('createSessionKey', () => {
  it('takes 32 bytes for the key, then 16 for the IV', () => {
    const asked: number[] = [];
    const session = createSessionKey((length) => {
      asked.push(length);
      return new Uint8Array(length).fill(length);
    });
    expect(asked).toEqual([32, 16]);
    expect(toHex(session.key)).toBe('20'.repeat(32));
    expect(toHex(session.iv)).toBe('10'.repeat(16));
  });

  it('is different every time by default', () => {
    expect(toHex(createSessionKey().key)).not.toBe(toHex(createSessionKey().key));
  });

  it('shows nothing when it is logged', () => {
    const session = createSessionKey((length) => new Uint8Array(length).fill(0xab));
    expect(inspect({ session }, { depth: 5 })).not.toMatch(/171|ab/);
    expect(JSON.stringify({ session })).toBe('{"session":{}}');
  });

  it('refuses a generator that gives too little', () => {
    expect(() => createSessionKey(() => new Uint8Array(5))).toThrow(RangeError);
  });
});

describe('encryptSessionKey', () => {
  const session: SessionKey = {
    key: Uint8Array.from(Buffer.from(KEY_HEX, 'hex')),
    iv: Uint8Array.from(Buffer.from(IV_HEX, 'hex')),
  };

  it('encrypts key and IV as hexadecimal text with PKCS#1 v1.5 padding', () => {
    const block = rawBlock(encryptSessionKey(session, pair.publicKey));
    expect(block.subarray(0, 2).toString('hex')).toBe('0002');
    const separator = block.indexOf(0, 2);
    expect(separator).toBeGreaterThanOrEqual(10);
    expect(block.subarray(separator + 1).toString('ascii')).toBe(`${KEY_HEX}:${IV_HEX}`);
  });

  it('writes standard base64 without line breaks', () => {
    expect(encryptSessionKey(session, pair.publicKey)).toMatch(/^[A-Za-z0-9+/]{171}=$/);
  });

  it('refuses a key of a wrong length, naming it', () => {
    const short = { ...session, key: new Uint8Array(31) };
    expect(() => encryptSessionKey(short, pair.publicKey)).toThrow(/session\.key .* 32 .* 31/);
    const long = { ...session, iv: new Uint8Array(17) };
    expect(() => encryptSessionKey(long, pair.publicKey)).toThrow(RangeError);
  });
});

describe('decryptSessionKey', () => {
  it.each([
    ['raw', (base64: string) => base64],
    ['percent-encoded', encodeURIComponent],
    ['without padding', (base64: string) => base64.replace(/=+$/, '')],
    ['with line breaks', (base64: string) => `${base64.slice(0, 76)}\r\n${base64.slice(76)}\n`],
  ])('opens what Node encrypted: %s', (_, transport) => {
    const session = decryptSessionKey(
      transport(encryptWithNode(`${KEY_HEX}:${IV_HEX}`)),
      pair.privateKey,
    );
    expect(toHex(session.key)).toBe(KEY_HEX);
    expect(toHex(session.iv)).toBe(IV_HEX);
  });

  it('inverts encryptSessionKey', () => {
    for (let round = 0; round < 20; round += 1) {
      const session = createSessionKey();
      const opened = decryptSessionKey(encryptSessionKey(session, pair.publicKey), pair.privateKey);
      expect([toHex(opened.key), toHex(opened.iv)]).toEqual([
        toHex(session.key),
        toHex(session.iv),
      ]);
    }
  });

  it('refuses what was encrypted for another key', () => {
    const base64 = encryptWithNode(`${KEY_HEX}:${IV_HEX}`);
    expectFailure('ERR_LOXONE_DECRYPT_FAILED', () =>
      decryptSessionKey(base64, otherPair.privateKey),
    );
  });

  it.each([
    ['nothing', ''],
    ['no base64', '***'],
    ['a broken escape', '%zz'],
    ['too few bytes', 'AAAA'],
    ['a number larger than the modulus', Buffer.alloc(128, 0xff).toString('base64')],
  ])('refuses %s', (_, text) => {
    expectFailure('ERR_LOXONE_DECRYPT_FAILED', () => decryptSessionKey(text, pair.privateKey));
  });

  it.each([
    ['no colon', KEY_HEX + IV_HEX],
    ['a short key', `${KEY_HEX.slice(2)}:${IV_HEX}`],
    ['no hexadecimal', `${'g'.repeat(64)}:${IV_HEX}`],
    ['nothing', ''],
  ])('refuses an exchange with %s, and does not quote it', (_, text) => {
    const error = expectFailure('ERR_LOXONE_DECRYPT_FAILED', () =>
      decryptSessionKey(encryptWithNode(text), pair.privateKey),
    );
    expect(error.message).not.toContain(IV_HEX);
  });

  it('refuses wrong padding: another type, or too little of it', () => {
    const blocks = [
      Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(125, 0xff), Buffer.from([0])]),
      Buffer.concat([Buffer.from([0, 2, 1, 2, 3, 4, 5, 6, 7, 0]), Buffer.alloc(118, 0x61)]),
      Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(126, 0x61)]),
    ];
    for (const block of blocks) {
      const padding = constants.RSA_NO_PADDING;
      const base64 = publicEncrypt({ key: pair.publicKey, padding }, block).toString('base64');
      const error = expectFailure('ERR_LOXONE_DECRYPT_FAILED', () =>
        decryptSessionKey(base64, pair.privateKey),
      );
      expect(error.message).toContain('not encrypted for this key');
    }
  });
});
