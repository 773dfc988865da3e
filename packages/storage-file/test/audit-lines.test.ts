import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineBefore, readLines, sequenceOf } from '../src/audit/lines.js';
import { trailNames } from '../src/audit/names.js';
import { formatState, parseState } from '../src/audit/trail-state.js';
import type { OpenFile } from '../src/index.js';
import { nodeFileSystem } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { headOf } from './support/trail.js';

async function withFile<T>(content: string, work: (file: OpenFile) => Promise<T>): Promise<T> {
  const path = join(await newDirectory(), 'lines');
  await writeFile(path, content);
  const file = await nodeFileSystem.open(path, 'append');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function linesOf(file: OpenFile, from?: number): Promise<[string, number][]> {
  const lines: [string, number][] = [];
  for await (const { text, end } of readLines(file, from)) {
    lines.push([text, end]);
  }
  return lines;
}

describe('sequenceOf', () => {
  it.each<[string, number | undefined]>([
    ['{"sequence":1,"at":0}', 1],
    ['{"sequence":9007199254740991}', Number.MAX_SAFE_INTEGER],
    ['{"sequence":12', undefined],
    ['{"sequence":0,"at":0}', undefined],
    ['{"sequence":01,"at":0}', undefined],
    ['{"sequence":-1,"at":0}', undefined],
    ['{"sequence":1.5,"at":0}', undefined],
    ['{"sequence":"1","at":0}', undefined],
    ['{"sequence":12345678901234567,"at":0}', undefined],
    [' {"sequence":1}', undefined],
    ['{"at":0,"sequence":1}', undefined],
    ['', undefined],
  ])('of %j is %s', (line, sequence) => {
    expect(sequenceOf(line)).toBe(sequence);
  });
});

describe('lines of a file', () => {
  /** Lengths around the sizes of the chunks in which files are read. */
  const line = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '')),
    fc.constantFrom(4094, 4095, 4096, 4097, 65_535, 65_536, 65_537).map((n) => 'é'.repeat(n)),
  );

  it('are read whole, with their ends in bytes, and half of one is not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), fc.string(), async (lines, tail) => {
        const half = tail.replaceAll('\n', '');
        const content = lines.map((text) => `${text}\n`).join('') + half;
        await withFile(content, async (file) => {
          let end = 0;
          const expected = lines.map((text): [string, number] => {
            end += Buffer.byteLength(text) + 1;
            return [text, end];
          });
          expect(await linesOf(file)).toEqual(expected);
          const [, second] = expected;
          if (second !== undefined) {
            expect(await linesOf(file, expected[0]?.[1])).toEqual(expected.slice(1));
          }
          for (const [text, lineEnd] of expected) {
            expect(await lineBefore(file, lineEnd)).toBe(text);
          }
          expect(await lineBefore(file, end + 1)).toBeUndefined();
        });
      }),
      { numRuns: 60 },
    );
  });

  it('end nowhere else', async () => {
    await withFile('one\ntwo\n', async (file) => {
      const found = await Promise.all(
        [0, 1, 3, 4, 5, 7, 8, 9, 100].map((at) => lineBefore(file, at)),
      );
      expect(found).toEqual([
        undefined,
        undefined,
        undefined,
        'one',
        undefined,
        undefined,
        'two',
        undefined,
        undefined,
      ]);
    });
  });
});

describe('the names of a trail', () => {
  const names = trailNames('/x/audit.jsonl');

  it('are sorted like their numbers, and read back', () => {
    expect(names).toMatchObject({ live: '/x/audit.jsonl', head: '/x/audit.head' });
    expect(names.rotated(17)).toBe('/x/audit.0000000000000017.jsonl');
    for (const first of [1, 17, Number.MAX_SAFE_INTEGER]) {
      expect(names.firstOf(names.rotated(first).slice('/x/'.length))).toBe(first);
    }
  });

  it.each([
    'audit.jsonl',
    'audit.head',
    'audit.17.jsonl',
    'audit.000000000000001x.jsonl',
    'audit.0000000000000017.jsonl.bak',
    'other.0000000000000017.jsonl',
    'audit0000000000000017.jsonl',
    'audit..jsonl',
  ])('are not those of %s', (name) => {
    expect(names.firstOf(name)).toBeUndefined();
  });

  it('may have another ending or none', () => {
    expect(trailNames('/x/trail').rotated(1)).toBe('/x/trail.0000000000000001');
    expect(trailNames('/x/trail').firstOf('trail.0000000000000001')).toBe(1);
    expect(trailNames('/x/trail').head).toBe('/x/trail.head');
  });
});

describe('audit.head', () => {
  const names = trailNames('/x/audit.jsonl');
  const state = {
    head: { ...headOf(12), more: 'kept' },
    live: { first: 9, bytes: 400, latest: 5 },
    rotated: [{ first: 1, latest: 3 }],
  };
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('gives back what was written, with what a later version of a head may add', () => {
    expect(parseState(names, encode(formatState(state)))).toEqual(state);
    const begun = { head: undefined, live: { first: 1, bytes: 0 }, rotated: [] };
    expect(parseState(names, encode(formatState(begun)))).toEqual(begun);
  });

  it('is damaged at any other length', () => {
    const bytes = encode(formatState(state));
    for (let length = 0; length < bytes.length - 1; length += 1) {
      expect(() => parseState(names, bytes.subarray(0, length))).toThrow(
        '/x/audit.head is damaged: it is no head of the trail /x/audit.jsonl',
      );
    }
  });

  it.each<[string, unknown]>([
    ['sequence', { head: { ...headOf(1), sequence: -1 } }],
    ['sequence', { head: { ...headOf(1), sequence: '1' } }],
    ['mac', { head: { ...headOf(1), mac: 1 } }],
    ['headMac', { head: { ...headOf(1), headMac: undefined } }],
    ['firstSequence', { head: { ...headOf(1), firstSequence: 1.5 } }],
    ['firstPrevious', { head: { ...headOf(1), firstPrevious: null } }],
    ['chainKeys', { head: { ...headOf(1), chainKeys: {} } }],
    ['chainKeys', { head: { ...headOf(1), chainKeys: [{ id: 'a' }] } }],
    ['head', { head: [] }],
    ['live', { live: undefined }],
    ['live.first', { live: { first: 'x', bytes: 0 } }],
    ['live.bytes', { live: { first: 1, bytes: -1 } }],
    ['live.latest', { live: { first: 1, bytes: 1, latest: 'x' } }],
    ['rotated', { rotated: [5] }],
    ['rotated', { rotated: [{ first: 1 }] }],
  ])('is damaged with a wrong %s', (_, wrong) => {
    const text = JSON.stringify({ format: 1, ...state, ...Object(wrong) });
    expect(() => parseState(names, encode(text))).toThrow('it is no whole head');
  });

  it('of a newer version is refused', () => {
    const text = JSON.stringify({ ...state, format: 2 });
    expect(() => parseState(names, encode(text))).toThrow('a newer version of this program');
  });
});
