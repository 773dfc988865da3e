import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  CommandCipher,
  CommandDecipher,
  createSessionKey,
  decryptSessionKey,
  encryptSessionKey,
  hashLogin,
  hashToken,
  hashVisuPassword,
  parseAnswer,
  parseApiInfo,
  parseHashInputs,
  parsePublicKey,
  parseStructure,
  parseTokenGrant,
} from '../src/index.js';

const CANARY = 'CaNaRy5ecret';
const algorithm = 'SHA256';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const session = createSessionKey();

/** Each way to fail that has a secret in its hands. */
const FAILURES: readonly (readonly [string, () => unknown])[] = [
  ['an answer that is cut', () => parseAnswer(`{"LL":{"value":{"token":"${CANARY}"`)],
  ['an answer without a code', () => parseAnswer(`{"LL":{"control":"${CANARY}","value":"1"}}`)],
  [
    'an answer with a wrong code',
    () => parseAnswer(`{"LL":{"control":"x","value":"${CANARY}","Code":"${CANARY}"}}`),
  ],
  ['an answer that is none', () => parseAnswer(CANARY)],
  ['API info that is none', () => parseApiInfo(`{'key':'${CANARY}'}`)],
  ['key material without a salt', () => parseHashInputs({ key: CANARY })],
  [
    'key material with another algorithm',
    () => parseHashInputs({ key: '41', salt: CANARY, hashAlg: CANARY }),
  ],
  ['a token without an end', () => parseTokenGrant({ token: CANARY, key: CANARY })],
  ['a public key that is none', () => parsePublicKey(CANARY)],
  ['a session key that is none', () => decryptSessionKey(CANARY, privateKey)],
  [
    'a session key of a wrong length',
    () => encryptSessionKey({ key: Buffer.from(CANARY), iv: Buffer.from(CANARY) }, privateKey),
  ],
  [
    'a login with a wrong key',
    () => hashLogin({ user: 'u', passwordHash: CANARY, key: CANARY, algorithm }),
  ],
  ['a token with a wrong key', () => hashToken({ token: CANARY, key: CANARY, algorithm })],
  [
    'a visualisation password with a wrong key',
    () => hashVisuPassword({ password: CANARY, salt: CANARY, key: CANARY, algorithm }),
  ],
  ['a command that cannot be one', () => new CommandCipher(session).wrap(`${CANARY}\0`, 'enc')],
  ['an encrypted command that is none', () => new CommandDecipher(session).unwrap(CANARY)],
  ['an encrypted answer that is none', () => new CommandCipher(session).unwrapAnswer(CANARY)],
  ['a structure file that is cut', () => parseStructure(`{"msInfo":{"serialNr":"${CANARY}"`)],
  ['a structure file with a wrong value', () => parseStructure({ lastModified: [CANARY] })],
];

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** All that a log could make of an error, also its bytes. */
function shown(error: unknown): string {
  const all = inspect(error, { depth: 10, showHidden: true });
  return `${all} ${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`;
}

describe('no failure shows a secret', () => {
  it.each(FAILURES)('%s', (_, run) => {
    const error = thrownBy(run);
    expect(error).toBeInstanceOf(Error);
    expect(shown(error)).not.toContain(CANARY);
    expect(shown(error)).not.toContain(Buffer.from(CANARY).toString('hex'));
  });

  it('and this check would see one', () => {
    const cause = new TypeError(`bad token ${CANARY}`);
    expect(shown(new Error('x', { cause }))).toContain(CANARY);
  });
});
