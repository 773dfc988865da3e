import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testFiles } from './support/test-files.js';

const THIS_FILE = fileURLToPath(import.meta.url);

/**
 * What was found wrong in others, and must be impossible here. A test that keeps one of them out has
 * its name at the beginning of its title, or of the title of its group: `key-systems finding 8: …`.
 */
const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'auth-landscape': [
    'authentication that is on is never enforced',
    'a server over HTTP without any authentication',
    'a hard-coded secret that signs tokens for anybody',
    'a literal text that logs in',
    'a revoked key that comes back by being used',
    'a master key written in a form that is not read',
    'a label of key derivation that changed without a version',
    'a key id that is the secret, kept in plain text',
    'keys.toml that is not TOML',
    'data sealed under a throw-away key',
  ],
  'key-systems': [
    'a truncated file committed on a full disk',
    'a process that one credential ends',
    'verification that writes',
    'no library that has all of it',
    'all keys scanned, a master key in the log, audit failures ignored',
    'tags of four bytes accepted',
    'deny lists that fail open on mapped addresses',
    'the first of two credential headers kept silently',
    '__proto__ in what is imported',
    'files that a killed process leaves behind',
  ],
};

/** A title as it is given to `it`, `test` or `describe`, also behind `.each(…)(` and `.skipIf(…)(`. */
const TITLE = /(?:^|[\s(])(['"`])((?:auth-landscape|key-systems) finding (\d+): \S.*?)\1\s*,/gm;

/** Name of a finding → titles of tests that begin with it. */
function titlesIn(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const text of texts) {
    for (const [, , title = ''] of text.matchAll(TITLE)) {
      const name = title.slice(0, title.indexOf(':'));
      found.set(name, [...(found.get(name) ?? []), title]);
    }
  }
  return found;
}

function namesOf([list, findings]: readonly [string, readonly string[]]): string[] {
  return findings.map((_, at) => `${list} finding ${at + 1}`);
}

describe('each finding has a test named after it', () => {
  const files = testFiles('.test.ts').filter((path) => path !== THIS_FILE);
  const titles = titlesIn(files.map((path) => readFileSync(path, 'utf8')));
  const known = Object.entries(FINDINGS).flatMap(namesOf);

  it.each(
    Object.entries(FINDINGS).flatMap(([list, findings]) =>
      findings.map((what, at) => [`${list} finding ${at + 1}`, what] as const),
    ),
  )('%s (%s)', (name) => {
    expect(titles.get(name) ?? []).not.toEqual([]);
  });

  it('and none is named after a finding that there is not', () => {
    expect(known).toHaveLength(20);
    expect([...titles.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the search for titles', () => {
  it('finds them in every form that tests have', () => {
    const text = [
      "  it('auth-landscape finding 1: a', () => {",
      "describe('auth-landscape finding 2: b', () => {",
      "  it.each([1, 2])('auth-landscape finding 3: c %i', (count) => {",
      "  it.each([1, 2])(\n    'auth-landscape finding 4: d',\n    (count) => {",
      "])('key-systems finding 10: e', () => {",
    ].join('\n');
    expect([...titlesIn([text]).keys()]).toEqual([
      'auth-landscape finding 1',
      'auth-landscape finding 2',
      'auth-landscape finding 3',
      'auth-landscape finding 4',
      'key-systems finding 10',
    ]);
  });

  it('is not content with a mention', () => {
    const text = [
      '// auth-landscape finding 1: see there',
      "it('is like auth-landscape finding 2: a', () => {});",
      "const text = 'auth-landscape finding 3: ';",
    ].join('\n');
    expect(titlesIn([text]).size).toBe(0);
  });
});
