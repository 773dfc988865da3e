import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TomlDocument } from '../src/toml-document.js';
import { editToml, parseToml } from '../src/toml-document.js';
import type { TomlEdit } from '../src/toml-edit.js';

const TEXT = `# My keys. Keep out!

[store]
format = 1   # do not touch

# The first one
[[keys]]
id = "a"   # the door
name = "Anna"
  ip_whitelist = [   # at home
    "10.0.0.1",      # tablet
    "10.0.0.2",
  ]
colour = "blue"

[keys.note]
text = "of a"

# About b
# in two lines
[[keys]]
id = "b"
# expires_at = "2027-01-01T00:00:00Z"
active = true

[sequences]
admin = 2
`;

function documentOf(text: string): TomlDocument {
  return { text, table: parseToml(text) };
}

/** The new text, and whether it had to be written anew. */
function edit(text: string, ...edits: readonly TomlEdit[]): { text: string; rewritten: boolean } {
  let rewritten = false;
  const edited = editToml(documentOf(text), edits, {
    preamble: '# preamble',
    onRewrite: () => {
      rewritten = true;
    },
  });
  expect(parseToml(edited.text)).toEqual(edited.table);
  return { text: edited.text, rewritten };
}

/** What differs: lines that went with `-`, lines that came with `+`. */
function difference(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe('editing a value', () => {
  it('changes the value alone, and keeps indentation and comment', () => {
    const { text } = edit(TEXT, { kind: 'set', table: ['keys', 0], key: 'id', value: 'z' });
    expect(difference(TEXT, text)).toEqual(['-id = "a"   # the door', '+id = "z"   # the door']);
  });

  it('replaces a value of several lines', () => {
    const { text, rewritten } = edit(TEXT, {
      kind: 'set',
      table: ['keys', 0],
      key: 'ip_whitelist',
      value: ['::1'],
    });
    expect(text).toContain('  ip_whitelist = [ "::1" ]\ncolour = "blue"');
    expect(rewritten).toBe(false);
  });

  it('adds a key behind the others of its table, not behind those of a table inside', () => {
    const { text } = edit(TEXT, { kind: 'set', table: ['keys', 0], key: 'active', value: false });
    expect(text).toContain('colour = "blue"\nactive = false\n\n[keys.note]');
    const second = edit(TEXT, { kind: 'set', table: ['keys', 1], key: 'name', value: 'B' });
    expect(second.text).toContain('active = true\nname = "B"\n\n[sequences]');
  });

  it('adds a key to a table that has none, and at the end of a file without a line break', () => {
    expect(edit('[sequences]', set('admin', 1)).text).toBe('[sequences]\nadmin = 1\n');
    expect(edit('[sequences]\na = 1', set('admin', 1)).text).toBe(
      '[sequences]\na = 1\nadmin = 1\n',
    );
  });

  it('removes a key with its line', () => {
    const { text } = edit(TEXT, {
      kind: 'set',
      table: ['keys', 0],
      key: 'ip_whitelist',
      value: undefined,
    });
    expect(text).toContain('name = "Anna"\ncolour = "blue"');
    expect(text).not.toContain('tablet');
  });

  it('leaves a text alone where there is nothing to remove', () => {
    const edited = edit(TEXT, { kind: 'set', table: ['keys', 1], key: 'name', value: undefined });
    expect(edited).toEqual({ text: TEXT, rewritten: false });
  });

  it('makes a table that is not there', () => {
    const { text, rewritten } = edit('# mine\n', set('admin', 1));
    expect(text).toBe('# mine\n\n[sequences]\nadmin = 1\n');
    expect(rewritten).toBe(false);
  });

  it('quotes keys that need it', () => {
    const { text } = edit('', set('night watch "x"', 3));
    expect(parseToml(text)).toEqual(parseToml('[sequences]\n"night watch \\"x\\"" = 3'));
  });

  it('keeps the line breaks of Windows', () => {
    const windows = TEXT.replaceAll('\n', '\r\n');
    const { text } = edit(
      windows,
      set('monitor', 1),
      { kind: 'append', path: ['keys'], pairs: { id: 'c' } },
      { kind: 'remove', array: 'keys', index: 1 },
    );
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(text).toContain('admin = 2\r\nmonitor = 1\r\n');
  });
});

describe('editing a list of tables', () => {
  it('appends one behind all else', () => {
    const { text } = edit(TEXT, {
      kind: 'append',
      path: ['keys'],
      pairs: { id: 'c', active: true, rooms: ['Küche', 'x "y"'], n: 3 },
    });
    expect(text).toBe(
      `${TEXT}\n[[keys]]\nid = "c"\nactive = true\nrooms = [ "Küche", "x \\"y\\"" ]\nn = 3\n`,
    );
  });

  it('appends inside another table', () => {
    const { text } = edit('[store]\nformat = 1\n', {
      kind: 'append',
      path: ['store', 'peppers'],
      pairs: { id: 'p' },
    });
    expect(text).toBe('[store]\nformat = 1\n\n[[store.peppers]]\nid = "p"\n');
  });

  it('removes one with what stands inside and right above it, and nothing else', () => {
    const { text } = edit(TEXT, { kind: 'remove', array: 'keys', index: 0 });
    expect(text).toBe(
      TEXT.slice(0, TEXT.indexOf('# The first one')) + TEXT.slice(TEXT.indexOf('# About b')),
    );
    const second = edit(TEXT, { kind: 'remove', array: 'keys', index: 1 });
    expect(second.text).toBe(
      TEXT.slice(0, TEXT.indexOf('# About b')) + TEXT.slice(TEXT.indexOf('[sequences]')),
    );
  });

  it('removes the last one, down to an empty file', () => {
    expect(edit('[[keys]]\nid = "a"', { kind: 'remove', array: 'keys', index: 0 }).text).toBe('');
    const text = '# mine\n\n[[keys]]\nid = "a"\n';
    expect(edit(text, { kind: 'remove', array: 'keys', index: 0 }).text).toBe('# mine\n\n');
  });
});

describe('a document that cannot be edited in place', () => {
  it.each([
    ['keys as a list', 'keys = [{ id = "a", x = 1 }, { id = "b" }]\n'],
    ['dotted sequences', 'sequences.admin = 2\nkeys = [{ id = "a", x = 1 }, { id = "b" }]\n'],
    [
      'inline sequences',
      'sequences = { admin = 2 }\n[[keys]]\nid = "a"\nx = 1\n[[keys]]\nid = "b"\n',
    ],
  ])('with %s is written anew, with all its values', (_, text) => {
    const edited = edit(
      text,
      set('admin', 3),
      { kind: 'set', table: ['keys', 0], key: 'id', value: 'z' },
      { kind: 'remove', array: 'keys', index: 1 },
    );
    expect(edited.rewritten).toBe(true);
    expect(edited.text.startsWith('# preamble\n')).toBe(true);
    expect(parseToml(edited.text)).toEqual(
      parseToml('[sequences]\nadmin = 3\n[[keys]]\nid = "z"\nx = 1\n'),
    );
  });

  it('keeps dates, large numbers and odd keys', () => {
    const text =
      'keys = [{ id = "a", at = 2026-01-01T10:00:00+02:00, n = 9223372036854775807, "" = 1 }]\n' +
      '__proto__ = 1\nconstructor.prototype.x = 2\n';
    const edited = edit(text, { kind: 'set', table: ['keys', 0], key: 'id', value: 'b' });
    expect(edited.rewritten).toBe(true);
    expect(parseToml(edited.text)).toEqual(parseToml(text.replace('"a"', '"b"')));
    expect(edited.text).toContain('9223372036854775807');
    expect({}).not.toHaveProperty('x');
  });
});

describe('what TOML cannot express', () => {
  it('is refused', () => {
    expect(() => edit(TEXT, set('x', '\ud800' as unknown as number))).toThrow(RangeError);
  });
});

describe('any document and any edits', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 }));
  const key = fc.oneof(fc.constantFrom('id', 'name', 'active', 'constructor', '__proto__'), text);
  const edits = fc.oneof(
    fc.record({
      kind: fc.constant('set' as const),
      table: fc.oneof(
        fc.constant(['sequences'] as const),
        fc.tuple(fc.constant('keys'), fc.nat({ max: 1 })),
      ),
      key,
      value: fc.option(value, { nil: undefined }),
    }),
    fc.record({
      kind: fc.constant('append' as const),
      path: fc.constant(['keys']),
      pairs: fc.dictionary(key, value, { maxKeys: 4 }),
    }),
  );

  it('come out as meant, in place, with every comment', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 6 }), (list) => {
        const edited = edit(TEXT, ...list);
        expect(edited.rewritten).toBe(false);
        for (const comment of ['# My keys. Keep out!', '# do not touch', '# About b']) {
          expect(edited.text).toContain(comment);
        }
      }),
    );
  });
});

function set(key: string, value: number): TomlEdit {
  return { kind: 'set', table: ['sequences'], key, value };
}
