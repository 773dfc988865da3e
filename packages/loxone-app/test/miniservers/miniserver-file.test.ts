import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultName,
  isMiniserverName,
  type Miniserver,
  type Miniservers,
} from '../../src/miniservers/miniserver.js';
import {
  formatMiniserverFile,
  parseMiniserverFile,
} from '../../src/miniservers/miniserver-file.js';
import { openSecret, sealSecret } from '../../src/miniservers/sealed-secrets.js';
import { tlsContradictions, tlsOf } from '../../src/miniservers/tls-contradictions.js';
import { Secret } from '../../src/secrets/secret.js';

const RING = createKeyRing({ current: generateMasterKey() });
const SEALED = sealSecret(RING, new Secret('canary'), { name: 'home', field: 'password' });
const PIN = 'ab'.repeat(32);
const CA = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

const HOME: Miniserver = { host: '192.168.1.10', user: 'assistant', password: SEALED };
const FULL: Miniserver = {
  ...HOME,
  serial: '504F94112134',
  tls: true,
  tlsPin: [PIN],
  visuPassword: { kind: 'reference', reference: { scheme: 'env', rest: 'VISU' } },
};

function of(entries: Readonly<Record<string, Miniserver>>, chosen?: string): Miniservers {
  return { chosen, byName: new Map(Object.entries(entries)) };
}

function textWith(change: (fields: Record<string, unknown>) => void): string {
  const json = JSON.parse(formatMiniserverFile(of({ home: HOME }, 'home'))) as Record<
    string,
    unknown
  >;
  change(json);
  return JSON.stringify(json);
}

function textWithEntry(change: Readonly<Record<string, unknown>>): string {
  return textWith((json) => {
    const { home } = json.miniservers as { home: Record<string, unknown> };
    Object.assign(home, change);
  });
}

function problemsOf(text: string): string {
  const read = parseMiniserverFile(text);
  if (read.ok) throw new TypeError('it was accepted');
  return read.problems.join('; ');
}

describe('the file of Miniservers', () => {
  it('comes back as it was written', () => {
    for (const all of [
      of({}),
      of({ home: HOME }, 'home'),
      of({
        home: FULL,
        cellar: { ...HOME, tlsCa: CA, tls: true },
        'a-1': { ...HOME, tls: 'auto' },
      }),
    ]) {
      expect(parseMiniserverFile(formatMiniserverFile(all))).toEqual({
        ok: true,
        miniservers: all,
      });
    }
  });

  it('can be read and edited by people', () => {
    expect(formatMiniserverFile(of({ home: FULL }, 'home'))).toMatch(
      /^\{\n {2}"format": "loxone-mcp-miniservers-1",\n {2}"default": "home",\n {2}"miniservers": \{\n {4}"home": \{\n {6}"host": "192.168.1.10",\n {6}"user": "assistant",\n/,
    );
  });

  it.each([
    ['no JSON', '{', /no JSON object/],
    ['a list', '[]', /no JSON object/],
    ['another file', '{}', /format must be/],
    ['no Miniservers', textWith((json) => delete json.miniservers), /miniservers must be/],
    ['a field beside', textWith((json) => Object.assign(json, { extra: 1 })), /not known/],
    [
      'a default that is none',
      textWith((json) => Object.assign(json, { default: 'x' })),
      /default must be/,
    ],
    [
      'a default that is an inherited name',
      textWith((json) => Object.assign(json, { default: 'constructor' })),
      /default must be/,
    ],
    [
      'a name with a slash',
      textWith((json) => Object.assign(json, { default: undefined, miniservers: { '../x': {} } })),
      /the name of one/,
    ],
    [
      'a name of the prototype',
      '{"format":"loxone-mcp-miniservers-1","miniservers":{"__proto__":{}}}',
      /the name of one/,
    ],
    [
      'an entry that is none',
      textWith((json) => Object.assign(json, { miniservers: { home: 5 } })),
      /miniservers.home: must be an object/,
    ],
    [
      'an entry without anything',
      textWith((json) => Object.assign(json, { miniservers: { home: {} } })),
      /host is missing.*user is missing.*password is missing/,
    ],
    [
      'a field that is misspelt',
      textWithEntry({ tls_pins: [PIN] }),
      /miniservers.home: tls_pins is not known/,
    ],
    ['a host with a password', textWithEntry({ host: 'http://u:canary@x' }), /host must not hold/],
    ['a serial number that is none', textWithEntry({ serial: 'x' }), /serial must be/],
    ['a user that is blank', textWithEntry({ user: ' ' }), /user must not be blank/],
    ['a user that is no text', textWithEntry({ user: 5 }), /user must be text/],
    ['a TLS that is text', textWithEntry({ tls: 'false' }), /tls must be true, false or "auto"/],
    ['a pin that is none', textWithEntry({ tls_pin: ['zz'] }), /tls_pin must be/],
    ['a pin that is text', textWithEntry({ tls_pin: PIN }), /tls_pin must be a list/],
    ['an empty list of pins', textWithEntry({ tls_pin: [] }), /tls_pin must be a list/],
    ['an authority that is none', textWithEntry({ tls_ca: 'canary' }), /tls_ca must be/],
    [
      'a password in plain text',
      textWithEntry({ password: 'canary' }),
      /password is not sealed.*--replace/,
    ],
    ['a password twice', textWithEntry({ password_from: 'env:X' }), /exclude each other/],
    [
      'a reference that is none',
      textWithEntry({ visu_password_from: 'canary' }),
      /visu_password_from must say/,
    ],
    [
      'TLS that contradicts itself',
      textWithEntry({ tls: false, tls_pin: [PIN] }),
      /tls must be true/,
    ],
  ])('is refused with %s, and no value is repeated', (_what, text, problem) => {
    expect(problemsOf(text)).toMatch(problem);
    expect(problemsOf(text)).not.toContain('canary');
  });

  it('never throws, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseMiniserverFile(text).ok).toBe(false);
        parseMiniserverFile(`{"format":"loxone-mcp-miniservers-1","miniservers":${text}}`);
      }),
    );
  });
});

describe('the name of a Miniserver', () => {
  it.each(['home', 'a', '1', 'a-b-c', 'x'.repeat(32)])('may be %s', (name) => {
    expect(isMiniserverName(name)).toBe(true);
  });

  it.each(['', '-a', 'A', 'a_b', 'a.b', 'a/b', '..', 'x'.repeat(33), 'a\n', 'ä'])(
    'may not be %j: it stands in file names',
    (name) => {
      expect(isMiniserverName(name)).toBe(false);
    },
  );

  it('that is meant where none is given is the chosen one, or the only one', () => {
    expect(defaultName(of({}))).toBeUndefined();
    expect(defaultName(of({ a: HOME }))).toBe('a');
    expect(defaultName(of({ a: HOME, b: HOME }))).toBeUndefined();
    expect(defaultName(of({ a: HOME, b: HOME }, 'b'))).toBe('b');
  });
});

describe('a sealed password', () => {
  const place = { name: 'home', field: 'password' } as const;
  const sealed = SEALED.kind === 'sealed' ? SEALED.sealed : '';

  it('opens at its place', () => {
    expect(openSecret(RING, sealed, place, '/m').reveal()).toBe('canary');
    expect(sealed).toMatch(/^enc:v1:/);
    expect(sealed).not.toContain('canary');
  });

  it.each([
    ['another name', { name: 'cellar', field: 'password' }],
    ['another field', { name: 'home', field: 'visu_password' }],
  ] as const)('does not open for %s', (_what, elsewhere) => {
    expect(() => openSecret(RING, sealed, elsewhere, '/m')).toThrow(/sealed for another name/);
  });

  it('does not open when it was changed, or with another master key', () => {
    const at = sealed.length - 5;
    const other = sealed[at] === 'A' ? 'B' : 'A';
    const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
    expect(() => openSecret(RING, changed, place, '/m')).toThrow(/miniserver add home --replace/);
    const stranger = createKeyRing({ current: generateMasterKey() });
    expect(() => openSecret(stranger, sealed, place, '/m')).toThrow(
      expect.objectContaining({ code: 'ERR_MCPAUTH_SEAL_KEY_UNKNOWN' }),
    );
  });
});

describe('how the connection to a Miniserver is protected', () => {
  it('is decided by a pin, an authority, the choice, or the address', () => {
    expect(tlsOf({ tlsPin: [PIN] })).toEqual({ pin: [PIN] });
    expect(tlsOf({ tlsCa: CA, tls: true })).toEqual({ ca: CA });
    expect(tlsOf({ tls: 'auto' })).toBe('auto');
    expect(tlsOf({})).toBeUndefined();
  });

  it.each([
    [{ host: 'x', tlsPin: [PIN], tlsCa: CA }, /exclude/],
    [{ host: 'x', tlsPin: [PIN], tls: 'auto' }, /tls must be true/],
    [{ host: 'x', tlsCa: CA, tls: false }, /tls must be true/],
    [{ host: '504F94112134', tls: false }, /serial/],
    [{ host: 'http://x', tlsPin: [PIN] }, /host asks for no TLS/],
    [{ host: 'https://x', tls: false }, /tls forbids/],
  ] as const)('must not contradict itself: %j', (fields, problem) => {
    expect(tlsContradictions(fields).join()).toMatch(problem);
  });

  it.each([
    { host: 'x' },
    { host: '504F94112134', tls: 'auto' },
    { host: 'https://x', tlsPin: [PIN] },
    { host: 'http://x', tls: 'auto' },
    { host: 'x', tlsCa: CA, tls: true },
  ] as const)('may be %j', (fields) => {
    expect(tlsContradictions(fields)).toEqual([]);
  });
});
