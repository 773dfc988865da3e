import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import type { TomlPair, TomlStatement } from '../src/toml-scan.js';
import { lineAt, scanToml } from '../src/toml-scan.js';

/** Statements in short: `[a.b]`, `[[k]]`, `key=raw value`. */
function outline(text: string): string[] | undefined {
  return scanToml(text)?.map((statement) =>
    statement.kind === 'pair'
      ? `${statement.path.join('.')}=${text.slice(statement.valueStart, statement.valueEnd)}`
      : `${statement.isArray ? '[[' : '['}${statement.path.join('.')}`,
  );
}

describe('scanToml', () => {
  it('finds tables and pairs between comments and blank lines', () => {
    const text = '# top\n\ntitle = "x" # why\n[a.b]\n  n = 1\n\n[[keys]] # first\nid="1"\n';
    expect(outline(text)).toEqual(['title="x"', '[a.b', 'n=1', '[[keys', 'id="1"']);
  });

  it('is not misled by what looks like a table or a comment', () => {
    const text = [
      'a = "[[keys]] # no"',
      "b = '[keys]'",
      'c = """',
      '[[keys]]',
      'd = 1 \\""" "" """',
      "e = '''",
      '[x]',
      "'' # '''",
      'f = [',
      '  "]", # [',
      "  '[',",
      ']',
      'g = { h = "}", i = [1, 2] } # {',
      '',
    ].join('\n');
    expect(outline(text)?.map((line) => line.split('=')[0])).toEqual([
      'a',
      'b',
      'c',
      'e',
      'f',
      'g',
    ]);
    expect(Object.keys(parse(text))).toEqual(['a', 'b', 'c', 'e', 'f', 'g']);
  });

  it.each([
    ['bare', 'a-b_9', ['a-b_9']],
    ['quoted', '"a b"', ['a b']],
    ['quoted with escapes', '"a\\u0022\\t]"', ['a"\t]']],
    ['literal', "'a\\b'", ['a\\b']],
    ['dotted', 'a . "b.c" .d', ['a', 'b.c', 'd']],
    ['empty', '""', ['']],
  ])('reads a %s key', (_, key, path) => {
    expect(scanToml(`${key} = 1`)?.[0]?.path).toEqual(path);
    expect(scanToml(`[ ${key} ]`)?.[0]?.path).toEqual(path);
  });

  it.each([
    ['a date', '1979-05-27 07:32:00Z'],
    ['a number', '0xdead_beef'],
    ['a float', '-1.5e+3'],
    ['five closing quotes', '"""x"""""'],
    ['an empty text of several lines', '""""""'],
    ['an escaped quote', '"a\\"b"'],
    ['a trailing backslash', "'a\\'"],
    ['nested lists', '[[1, [2]], []]'],
    ['an empty list', '[]'],
  ])('ends a value after %s', (_, value) => {
    expect(outline(`k = ${value}   # comment\nnext = 1`)).toEqual([`k=${value}`, 'next=1']);
    expect(outline(`k = ${value}`)).toEqual([`k=${value}`]);
    expect(outline(`k = ${value}\r\nnext = 1\r\n`)).toEqual([`k=${value}`, 'next=1']);
  });

  it.each(['k = [1', 'k = "x', 'k = """x', '= 1', '[a', '[[a]', 'k', 'k : 1', '[[]]'])(
    'gives up on %j',
    (text) => {
      expect(scanToml(text)).toBeUndefined();
    },
  );

  it('covers a document without gaps or overlaps', () => {
    const text = '# a\n[t]\nk = """\nx\n"""\n\nl = 1 # c\n';
    const statements = scanToml(text) ?? [];
    let at = 0;
    for (const { start, end } of statements) {
      expect(start).toBeGreaterThanOrEqual(at);
      expect(text.slice(at, start)).toMatch(/^([ \t]*(#[^\n]*)?\n)*$/);
      at = end;
    }
    expect(text.slice(at)).toBe('');
  });

  it('finds in any document what the parser finds', { timeout: 30_000 }, () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.integer(),
      fc.array(fc.string(), { maxLength: 3 }),
    );
    const key = fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name !== 'keys');
    const table = fc.dictionary(key, value, { maxKeys: 4 });
    fc.assert(
      fc.property(table, fc.array(table, { minLength: 1, maxLength: 3 }), (root, keys) => {
        const text = stringify({ ...root, keys });
        const pairs = (scanToml(text) ?? []).filter(isPair);
        const names = [root, ...keys].flatMap((one) => Object.keys(one));
        expect(pairs.map(({ path }) => path)).toEqual(names.map((name) => [name]));
        for (const { valueStart, valueEnd } of pairs) {
          expect(parse(`v = ${text.slice(valueStart, valueEnd)}`)).toHaveProperty('v');
        }
      }),
    );
  });

  it('gets through long lines and many of them', { timeout: 30_000 }, () => {
    const long = `k = "${'\\"'.repeat(200_000)}"\n`;
    const many = '[[keys]]\nid = "x"\n'.repeat(20_000);
    expect(scanToml(long)).toHaveLength(1);
    expect(scanToml(many)).toHaveLength(40_000);
  });
});

function isPair(statement: TomlStatement): statement is TomlPair {
  return statement.kind === 'pair';
}

describe('lineAt', () => {
  it('counts from 1', () => {
    expect(lineAt('a\nb\r\nc', 0)).toBe(1);
    expect(lineAt('a\nb\r\nc', 2)).toBe(2);
    expect(lineAt('a\nb\r\nc', 5)).toBe(3);
  });
});
