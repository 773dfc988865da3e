import { createCipheriv } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  CommandCipher,
  type CommandCipherOptions,
  CommandDecipher,
  createSessionKey,
  formatAnswer,
  type SessionKey,
} from '../src/index.js';
import { anyText, anyUnicode, fromHex, toHex } from './support/bytes.js';
import { expectFailure, resultOrLoxoneError } from './support/errors.js';
import vectors from './vectors/command-encryption.json' with { type: 'json' };

const session: SessionKey = { key: fromHex(vectors.key), iv: fromHex(vectors.iv) };

/** Salts 0101…, 0202…, in the order in which they are drawn. */
function countingRandom(): (length: number) => Uint8Array {
  let drawn = 0;
  return (length) => {
    drawn += 1;
    return new Uint8Array(length).fill(drawn);
  };
}

function createCipher(options: CommandCipherOptions = {}): CommandCipher {
  return new CommandCipher(session, {
    random: countingRandom(),
    clock: { now: () => 0 },
    ...options,
  });
}

const salt = (number: number): string => toHex(new Uint8Array(16).fill(number));

/** What is inside, opened with Node's cipher and not with ours. */
function encryptWithNode(plaintext: string, key: Uint8Array = session.key): string {
  const cipher = createCipheriv('aes-256-cbc', key, session.iv).setAutoPadding(false);
  const bytes = Buffer.from(plaintext);
  const padded = Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

describe('CommandCipher.wrap', () => {
  it('encrypts salt and command, zero-padded, into a path', () => {
    const path = createCipher().wrap('jdev/sys/getkey2/anna', 'fenc');
    const base64 = encryptWithNode(`salt/${salt(1)}/jdev/sys/getkey2/anna`);
    expect(path).toBe(`jdev/sys/fenc/${encodeURIComponent(base64)}`);
  });

  it('names the mode', () => {
    expect(createCipher().wrap('x', 'enc')).toMatch(/^jdev\/sys\/enc\/[A-Za-z0-9%]+$/);
  });

  it.each(['', 'jdev/sps/io/a\0b'])('refuses %j', (command) => {
    expect(() => createCipher().wrap(command, 'enc')).toThrow(RangeError);
  });

  it('refuses a session key of wrong length', () => {
    expect(() => new CommandCipher({ ...session, iv: new Uint8Array(12) })).toThrow(RangeError);
    expect(() => new CommandDecipher({ ...session, key: new Uint8Array(16) })).toThrow(RangeError);
  });

  it('shows neither key nor salt when it is logged', () => {
    const cipher = createCipher();
    cipher.wrap('x', 'enc');
    expect(inspect(cipher, { depth: 5, showHidden: true })).toBe('CommandCipher {}');
    expect(JSON.stringify(cipher)).toBe('{}');
  });
});

describe('salt rotation', () => {
  let now: number;
  let decipher: CommandDecipher;

  beforeEach(() => {
    now = 1_000;
    decipher = new CommandDecipher(session);
  });

  /** The plaintext of the next command, and that the other side accepted it. */
  function sendThrough(cipher: CommandCipher): string {
    const path = cipher.wrap('c', 'enc');
    const opened = decipher.unwrap(path);
    expect(opened).toEqual({ command: 'c', mode: 'enc', saltOk: true });
    for (let old = 0; old < 10; old += 1) {
      for (const text of [`salt/${salt(old)}/c`, `nextSalt/${salt(old - 1)}/${salt(old)}/c`]) {
        if (path === `jdev/sys/enc/${encodeURIComponent(encryptWithNode(text))}`) {
          return text.replaceAll(salt(old), String(old)).replaceAll(salt(old - 1), String(old - 1));
        }
      }
    }
    return path;
  }

  it('happens after a number of uses and is accepted by the other side', () => {
    const cipher = createCipher({ rotateAfterUses: 2 });
    const sent = Array.from({ length: 5 }, () => sendThrough(cipher));
    expect(sent).toEqual(['salt/1/c', 'salt/1/c', 'nextSalt/1/2/c', 'salt/2/c', 'nextSalt/2/3/c']);
  });

  it('happens after a time', () => {
    const cipher = createCipher({ clock: { now: () => now }, rotateAfterMs: 100 });
    const sent = [0, 99, 100, 100, 200].map((at) => {
      now = 1_000 + at;
      return sendThrough(cipher);
    });
    expect(sent).toEqual(['salt/1/c', 'salt/1/c', 'nextSalt/1/2/c', 'salt/2/c', 'nextSalt/2/3/c']);
  });

  it('happens by default after 100 uses or an hour', () => {
    const byUses = createCipher();
    const uses = Array.from({ length: 101 }, () => sendThrough(byUses));
    expect(new Set(uses.slice(0, 100))).toEqual(new Set(['salt/1/c']));
    expect(uses[100]).toBe('nextSalt/1/2/c');

    decipher = new CommandDecipher(session);
    const byTime = createCipher({ clock: { now: () => now } });
    sendThrough(byTime);
    now += 3_599_999;
    expect(sendThrough(byTime)).toBe('salt/1/c');
    now += 1;
    expect(sendThrough(byTime)).toBe('nextSalt/1/2/c');
  });
});

describe('CommandDecipher.unwrap', () => {
  let decipher: CommandDecipher;

  beforeEach(() => {
    decipher = new CommandDecipher(session);
  });

  const open = (plaintext: string): boolean =>
    decipher.unwrap(`jdev/sys/enc/${encryptWithNode(plaintext)}`).saltOk;

  it('takes the first salt as it comes, also as a rotation, then demands the current one', () => {
    expect(open('salt/a/x')).toBe(true);
    expect(open('salt/a/x')).toBe(true);
    expect(open('salt/b/x')).toBe(false);
    expect(open('salt/a/x')).toBe(true);

    decipher = new CommandDecipher(session);
    expect(open('nextSalt/a/b/x')).toBe(true);
    expect(open('salt/a/x')).toBe(false);
    expect(open('salt/b/x')).toBe(true);
  });

  it('adopts a new salt only from one who knows the current one', () => {
    open('salt/a/x');
    expect(open('nextSalt/z/b/x')).toBe(false);
    expect(open('salt/b/x')).toBe(false);
    expect(open('nextSalt/a/b/x')).toBe(true);
    expect(open('salt/a/x')).toBe(false);
    expect(open('nextSalt/a/c/x')).toBe(false);
    expect(open('salt/b/x')).toBe(true);
  });

  it('reports the command and the mode of a mismatch, so that it can be answered', () => {
    open('salt/a/x');
    const path = `jdev/sys/fenc/${encryptWithNode('salt/b/jdev/sys/getkey')}`;
    expect(decipher.unwrap(path)).toEqual({
      command: 'jdev/sys/getkey',
      mode: 'fenc',
      saltOk: false,
    });
  });

  it.each(vectors.texts)('opens both paddings of $plaintext', ({ plaintext, ...padded }) => {
    const command = plaintext.replace(/^(?:salt\/[^/]+|nextSalt\/[^/]+\/[^/]+)\//, '');
    for (const base64 of [padded.zeroPadded, padded.nulThenPkcs7]) {
      const fresh = new CommandDecipher(session);
      expect(fresh.unwrap(`jdev/sys/enc/${base64}`)).toMatchObject({ command, saltOk: true });
    }
  });

  it.each([
    ['raw base64', (base64: string) => `jdev/sys/enc/${base64}`],
    ['percent-encoded', (base64: string) => `jdev/sys/enc/${encodeURIComponent(base64)}`],
    ['in part', (base64: string) => `jdev/sys/enc/${base64.replaceAll('/', '%2f')}`],
    ['a leading slash', (base64: string) => `/jdev/sys/enc/${base64}`],
    ['dev instead of jdev', (base64: string) => `dev/sys/enc/${base64}`],
    ['a session key in the query', (base64: string) => `jdev/sys/enc/${base64}?sk=ab%2Bc/d=`],
    ['a cache buster', (base64: string) => `jdev/sys/enc/${encodeURIComponent(base64)}?_=17`],
    ['a line break at the end', (base64: string) => `jdev/sys/enc/${base64}\n`],
  ])('tolerates %s', (_, toPath) => {
    // Chosen because its ciphertext holds everything that a path may mangle.
    const command = 'jdev/sps/io/kitchen/on?user=x/y&n=002';
    const base64 = encryptWithNode(`salt/c0ffee/${command}`);
    for (const character of '+/=') expect(base64).toContain(character);
    expect(decipher.unwrap(toPath(base64)).command).toBe(command);
  });

  it('keeps slashes and line breaks of the command', () => {
    const command = 'jdev/sps/io/a/setcircuitnames/{"a":\n"b/c"}';
    expect(decipher.unwrap(`jdev/sys/enc/${encryptWithNode(`salt/1/${command}`)}`).command).toBe(
      command,
    );
  });

  it.each([
    ['a plain command', 'jdev/sys/getkey'],
    ['no base64', 'jdev/sys/enc/***'],
    ['nothing to open', 'jdev/sys/enc/'],
    ['a broken escape', 'jdev/sys/enc/%E0%A4%A'],
    ['no salt', `jdev/sys/enc/${encryptWithNode('jdev/sps/io/a/on')}`],
    ['half a rotation', `jdev/sys/enc/${encryptWithNode('nextSalt/a/')}`],
    ['another key', `jdev/sys/enc/${encryptWithNode('salt/1/x', new Uint8Array(32))}`],
  ])('refuses %s', (_, path) => {
    expectFailure('ERR_LOXONE_DECRYPT_FAILED', () => decipher.unwrap(path));
  });

  it('answers or fails with its code for any text and any ciphertext', () => {
    fc.assert(fc.property(fc.string(), (text) => resultOrLoxoneError(() => decipher.unwrap(text))));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const base64 = Buffer.from(bytes).toString('base64');
        resultOrLoxoneError(() => decipher.unwrap(`jdev/sys/enc/${base64}`));
        resultOrLoxoneError(() => createCipher().unwrapAnswer(base64));
      }),
    );
  });

  it('inverts CommandCipher.wrap for any command', () => {
    const anyCommand = anyText.filter((text) => text !== '' && !text.includes('\0'));
    fc.assert(
      fc.property(anyCommand, fc.constantFrom('enc' as const, 'fenc' as const), (command, mode) => {
        const key = createSessionKey();
        const path = new CommandCipher(key).wrap(command, mode);
        expect(new CommandDecipher(key).unwrap(path)).toEqual({ command, mode, saltOk: true });
      }),
    );
  });
});

describe('encrypted answers', () => {
  const answer = formatAnswer({ control: 'dev/sps/io/Küche', value: '21.5°', code: 200 });
  const base64 = encryptWithNode(answer);

  it('are written zero-padded', () => {
    expect(new CommandDecipher(session).wrapAnswer(answer)).toBe(base64);
  });

  it.each([
    ['as they are', base64],
    ['with line breaks', `${base64.slice(0, 64)}\r\n${base64.slice(64)}\n`],
    ['percent-encoded', encodeURIComponent(base64)],
  ])('are read %s', (_, text) => {
    expect(createCipher().unwrapAnswer(text)).toBe(answer);
  });

  it('are read up to a last block that was cut, which old firmware does', () => {
    const cut = Buffer.from(base64, 'base64').subarray(0, -3).toString('base64');
    const opened = createCipher().unwrapAnswer(cut);
    expect(opened.slice(0, 30)).toBe(answer.slice(0, 30));
  });

  it('in ISO 8859-1 are read', () => {
    const cipher = createCipheriv('aes-256-cbc', session.key, session.iv).setAutoPadding(false);
    const latin1 = Buffer.concat([Buffer.from('{"control":"dev/sps/x/K\xfcche"}', 'latin1')]);
    const padded = Buffer.concat([latin1, Buffer.alloc(32 - latin1.length)]);
    const bytes = Buffer.concat([cipher.update(padded), cipher.final()]);
    expect(createCipher().unwrapAnswer(bytes.toString('base64'))).toContain('Küche');
  });

  it('carry the one-time key that answers the key exchange', () => {
    const oneTimeKey = '41434633443134324337383441373035';
    const value = new CommandDecipher(session).wrapAnswer(oneTimeKey);
    expect(createCipher().unwrapAnswer(value)).toBe(oneTimeKey);
  });

  it.each([
    ['nothing', ''],
    ['a plain answer', answer],
    ['bytes of another session', encryptWithNode(answer, new Uint8Array(32).fill(9))],
    ['only padding', encryptWithNode('\0')],
  ])('are refused when they are %s', (_, text) => {
    expectFailure('ERR_LOXONE_DECRYPT_FAILED', () => createCipher().unwrapAnswer(text));
  });

  it('survive the way for any value', () => {
    fc.assert(
      fc.property(anyUnicode, (value) => {
        const text = formatAnswer({ control: 'dev/sps/io/x', value, code: 200 });
        const wrapped = new CommandDecipher(session).wrapAnswer(text);
        expect(createCipher().unwrapAnswer(wrapped)).toBe(text);
      }),
    );
  });
});

describe('CommandCipher.readControl', () => {
  it.each([
    ['a plain echo', 'dev/sps/io/a/on'],
    [
      'an echo of another session',
      `jdev/sys/enc/${encryptWithNode('salt/1/x', new Uint8Array(32))}`,
    ],
    ['what only looks encrypted', 'dev/sys/enc/***'],
    ['no salt inside', `dev/sys/enc/${encryptWithNode('jdev/sps/io/a/on')}`],
  ])('leaves %s as it is', (_, control) => {
    expect(createCipher().readControl(control)).toBe(control);
  });

  it('opens an encrypted echo, raw as old firmware sends it', () => {
    const command = 'jdev/sps/io/0f869a64-0200-0a9b-ffffd4c75dbaf53c/on';
    const cipher = createCipher();
    const sent = cipher.wrap(command, 'enc');
    expect(cipher.readControl(decodeURIComponent(sent))).toBe(command);
    expect(cipher.readControl(decodeURIComponent(sent).slice(1))).toBe(command);
  });
});
