import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { scrubComplaint } from '../../src/secrets/scrub-complaint.js';
import { Secret } from '../../src/secrets/secret.js';
import { secretOf } from '../../src/secrets/secret-text.js';
import { codeOf } from './support.js';

describe('a secret', () => {
  it('shows itself only when it is asked', () => {
    const secret = new Secret('canary-1');
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [secret] }, { depth: 9, showHidden: true }),
      Object.keys(secret).join(),
    ];
    expect(shown.join()).not.toContain('canary-1');
    expect(secret.reveal()).toBe('canary-1');
  });

  it('loses one line break at its end, and nothing else', () => {
    expect(secretOf(' a b \n', 'x').reveal()).toBe(' a b ');
    expect(secretOf('a\r\n', 'x').reveal()).toBe('a');
    expect(secretOf('päss wörd', 'x').reveal()).toBe('päss wörd');
  });

  it.each([
    ['', 'ERR_SECRET_MISSING'],
    ['\n', 'ERR_SECRET_MISSING'],
    ['canary\n\n', 'ERR_SECRET_REFERENCE'],
    ['canary\nmore', 'ERR_SECRET_REFERENCE'],
    ['can\0ary', 'ERR_SECRET_REFERENCE'],
    [new TextDecoder().decode(new Uint8Array([0x63, 0xff])), 'ERR_SECRET_REFERENCE'],
  ])('cannot be %j, and what it was is not said', async (text, code) => {
    const read = async (): Promise<unknown> => secretOf(text, 'The file x');
    expect(await codeOf(read())).toBe(code);
    await expect(read()).rejects.toThrow(/^The file x /);
    await expect(read()).rejects.not.toThrow(/canary/);
  });
});

describe('a complaint', () => {
  it('is one line of at most 300 characters', () => {
    expect(scrubComplaint('no\u001b[31m such\n\n entry\u202e\n', '')).toBe('no [31m such entry');
    expect(scrubComplaint('no '.repeat(500), '')).toHaveLength(301);
  });

  it('holds neither what was printed nor what looks like a secret', () => {
    expect(scrubComplaint('cannot use hunter2! again', 'hunter2!')).toBe(
      'cannot use [redacted] again',
    );
    for (const secret of [
      'Bearer abc.def',
      'password=short1',
      'token: xyz',
      'enc:v1:aaaa:bbbb',
      'c29tZSBsb25nIHRva2VuIDEyMw==',
    ]) {
      expect(scrubComplaint(`it says ${secret} there`, '')).toBe('it says [redacted] there');
    }
  });

  it('keeps what tells people something', () => {
    const said = 'Error: loxone/house is not in the password store at /home/u/.password-store.';
    expect(scrubComplaint(said, '')).toBe(said);
  });
});
