import { testHeader } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import type { StoreContent } from '../src/store-content.js';
import { nextSequence } from '../src/store-content.js';
import { FILE_COMMENT, NEW_FILE, parseStoreFile } from '../src/store-file.js';
import { errorOf } from './support/errors.js';

function contentOf(text: string): StoreContent {
  return parseStoreFile('/keys.toml', text).content;
}

/** The message for a damaged text. */
async function damageOf(text: string): Promise<string> {
  const parsing = (async () => parseStoreFile('/etc/keys.toml', text))();
  const error = await errorOf(parsing, 'ERR_MCPAUTH_STORE_DAMAGED');
  expect(error.retryable).toBe(false);
  expect(error.details.location).toBe('/etc/keys.toml');
  expect(error.message).toBe(
    `/etc/keys.toml is damaged: ${error.details.problem}. It was left as it is. ` +
      'Correct it, or put a backup in its place.',
  );
  // Neither the file's lines, as the parser shows them, nor any value may leave.
  expect(error.cause).toBeUndefined();
  expect(`${error.message} ${error.stack}`).not.toContain('canary');
  return error.details.problem;
}

const KEY = 'id = "a"\nrole = "admin"\n';

describe('the content of a keys file', () => {
  it('is empty in a file that is new', () => {
    expect(NEW_FILE.text).toContain(FILE_COMMENT);
    expect(contentOf(NEW_FILE.text)).toEqual({
      header: undefined,
      sequences: new Map(),
      records: [],
    });
  });

  it('has header, sequences and records in the order of the file', () => {
    const { header, sequences, records } = contentOf(`
      [store]
      format = 1
      [[store.peppers]]
      id = "p1"
      sealed = "${testHeader().peppers[0]?.sealed}"
      [sequences]
      admin = 3
      night-watch = 1
      [[keys]]
      id = "b"
      role = "admin"
      [[keys]]
      id = "a"
      role = "admin"
    `);
    expect(header).toEqual(testHeader());
    expect([...sequences]).toEqual([
      ['admin', 3],
      ['night-watch', 1],
    ]);
    expect(records.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('may be keys alone, as people write them, and hold what the store does not know', () => {
    const { header, records } = contentOf(
      `title = "mine"\n[[keys]]\n${KEY}colour = "blue"\n[keys.note]\nx = 1\n[other]\ny = 2\n`,
    );
    expect(header).toBeUndefined();
    expect(records).toHaveLength(1);
  });

  it('is read the same from a list of inline tables', () => {
    expect(contentOf('keys = [{ id = "a", role = "admin" }]')).toEqual(
      contentOf(`[[keys]]\n${KEY}`),
    );
  });
});

describe('damage', () => {
  it.each([
    ['no TOML', 'a = 1\nb = = canary\n', /^line 2, column 5: /],
    ['a text that is not closed', `[[keys]]\nid = "canary\n`, /^line 2, column \d+: /],
    ['a key given twice', `[[keys]]\nid = "canary"\nid = "canary"\n`, /^line 3, column \d+: /],
    ['no format', '[store]\n', /^line 1, format of \[store\] must be 1$/],
    ['a wrong format', '\n[store]\nformat = "canary"\n', /^line 3, format of \[store\] must be 1$/],
    ['a format that never was', '[store]\nformat = 0\n', /^line 2, format of \[store\] must be 1$/],
    [
      'a format of the future',
      '[store]\nformat = 2\n',
      /^line 2, format of \[store\] is 2, which a newer version of this program wrote; update this one$/,
    ],
    ['a store that is no table', 'store = "canary"\n', /^\[store\] must be a table: \[store\]$/],
    [
      'keys that are a table',
      '[keys]\nid = "canary"\n',
      /^.*\[keys\] must be tables: \[\[keys\]\]$/,
    ],
    ['keys that are texts', 'keys = ["canary"]\n', /^\[keys\] must be tables: \[\[keys\]\]$/],
    ['sequences that are none', 'sequences = 1\n', /^\[sequences\] must be a table/],
    [
      'a sequence that is no number',
      '[sequences]\na = 1\nadmin = "canary"\n',
      /^line 3, admin of \[sequences\] must be a whole number/,
    ],
    ['a negative sequence', '[sequences]\nadmin = -1\n', /must be a whole number/],
    ['half a number', '[sequences]\nadmin = 1.5\n', /must be a whole number/],
    ['a huge sequence', '[sequences]\nadmin = 9223372036854775807\n', /must be a whole number/],
    [
      'a wrong field',
      `[[keys]]\n${KEY}[[keys]]\nid = "canary"\nrole = "admin"\nactive = "canary"\n`,
      /^line 7, active of \[\[keys\]\] no\. 2 must be true or false, without quotes$/,
    ],
    [
      'a missing field',
      `# x\n[[keys]]\nid = "canary"\n`,
      /^line 2, role of \[\[keys\]\] no\. 1 is missing$/,
    ],
    [
      'a key that is there twice',
      `[[keys]]\n${KEY}\n[[keys]]\n${KEY}`,
      /^line 6, id of \[\[keys\]\] no\. 2 is the id of a key further up too: remove one of the two$/,
    ],
    [
      'a wrong field that cannot be found',
      'keys = [{ id = "a", role = "x", active = 1 }]',
      /^active of \[\[keys\]\] no\. 1 must be true or false/,
    ],
    [
      'a pepper without an id',
      '[store]\nformat = 1\n[[store.peppers]]\nsealed = "canary"\n',
      /^line 3, id of \[store.peppers\] needs an id of letters, digits and -$/,
    ],
    [
      'a pepper with an odd id',
      '[store]\nformat = 1\n[[store.peppers]]\nid = "a:b"\nsealed = "canary"\n',
      /^line 4, id of \[store.peppers\] needs an id/,
    ],
    [
      'a pepper without its value',
      '[store]\nformat = 1\n[[store.peppers]]\nid = "p1"\n',
      /sealed of \[store.peppers\] needs the sealed value that was there/,
    ],
    [
      'a pepper that is there twice',
      `[store]\nformat = 1\n${'[[store.peppers]]\nid = "p1"\nsealed = "canary"\n'.repeat(2)}`,
      /is there twice: keep one/,
    ],
    ['peppers that are none', '[store]\nformat = 1\npeppers = 3\n', /must be tables/],
  ])('says where: %s', async (_, text, problem) => {
    expect(await damageOf(text)).toMatch(problem);
  });

  it('is told without the values of the file, however it is cut', async () => {
    const text = `[store]\nformat = 1\n[[store.peppers]]\nid = "p1"\nsealed = "canary"\n[[keys]]\nid = "a"\nrole = "admin"\nhash = "canary"\n`;
    for (let length = 1; length < text.length; length += 1) {
      const parsing = (async () => parseStoreFile('/etc/keys.toml', text.slice(0, length)))();
      const message = await parsing.then(
        () => '',
        (error: Error) => `${error.message} ${error.stack}`,
      );
      expect(message).not.toContain('cana');
    }
  });
});

describe('nextSequence', () => {
  function next(text: string, role: string): number {
    return nextSequence(contentOf(text), role);
  }

  it('counts on from the last one given, each role for itself', () => {
    expect(next('', 'admin')).toBe(1);
    expect(next('[sequences]\nadmin = 7\n', 'admin')).toBe(8);
    expect(next('[sequences]\nadmin = 7\n', 'operator')).toBe(1);
    expect(next('[sequences]\nadmin = 7\n', 'constructor')).toBe(1);
  });

  it.each([
    ['lmcp_admin_012', 'admin', 13],
    ['lmcp_admin_012_abc123def456', 'admin', 13],
    ['lmcp_test_admin_004', 'admin', 5],
    ['lmcp_night-watch_3', 'night-watch', 4],
    ['x_admin_5_admin_2', 'admin', 3],
    ['lmcp_admin_x12', 'admin', 1],
    ['lmcp_admin_12x', 'admin', 1],
    ['admin', 'admin', 1],
    ['lmcp_admin_', 'admin', 1],
    ['lmcp_admin_99999999999999999999', 'admin', 1],
  ])('gives no number a second time that the id %s uses', (id, role, expected) => {
    expect(next(`[[keys]]\nid = "${id}"\nrole = "${role}"\n`, role)).toBe(expected);
  });

  it('goes by the higher of both', () => {
    const text = '[sequences]\nadmin = 9\n[[keys]]\nid = "lmcp_admin_004"\nrole = "admin"\n';
    expect(next(text, 'admin')).toBe(10);
    expect(next(text.replace('= 9', '= 1'), 'admin')).toBe(5);
  });
});
