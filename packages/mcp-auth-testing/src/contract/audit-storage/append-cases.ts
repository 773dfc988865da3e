import { expect } from 'vitest';
import {
  type AppendState,
  appendLines,
  fill,
  headOf,
  lineOf,
  nextBatch,
  numbers,
  readAll,
  readNumbers,
  stateOf,
} from './trail.js';
import type { AuditStorageCase } from './types.js';

const EMPTY: AppendState = { head: undefined, unconfirmed: [], torn: false };

/** JSON that a reader of lines or bytes can stumble over. */
const AWKWARD_JSON: readonly string[] = [
  '""',
  '"\u2028\u2029\u0085 are no line breaks here"',
  '"Küche 🛋️ リビング, \\n\\r\\u0000"',
  '"  spaces  and\\ttabs " ',
  JSON.stringify('y'.repeat(200_000)),
  '["🛋", "last"]',
];

/** What `append`, `head` and `read` promise. */
export const appendCases: readonly AuditStorageCase[] = [
  {
    title: 'has no head and no lines before the first append',
    async run({ create }) {
      const storage = await create();
      expect(storage.location).not.toBe('');
      expect(await storage.head()).toBeUndefined();
      expect(await readAll(storage)).toEqual([]);
      expect(await stateOf(storage)).toEqual(EMPTY);
      expect(await storage.head()).toBeUndefined();
    },
  },
  {
    title: 'keeps a head before the first line',
    async run({ create }) {
      const storage = await create();
      await storage.append(() => ({ lines: [], head: headOf(0) }));
      expect(await storage.head()).toEqual(headOf(0));
      expect(await readAll(storage)).toEqual([]);
      expect(await stateOf(storage)).toEqual({ ...EMPTY, head: headOf(0) });
    },
  },
  {
    title: 'appends lines in their order, and replaces the head',
    async run({ create }) {
      const storage = await create();
      const chainKeys = [
        { id: 'c2', sealed: 'enc:v1:new' },
        { id: 'c1', sealed: 'enc:v1:old' },
      ];
      const head = headOf(5, { chainKeys, firstPrevious: 'p' });
      await appendLines(storage, 3);
      await storage.append(() => ({ lines: [lineOf(4), lineOf(5)], head }));
      expect(await storage.head()).toEqual(head);
      expect(await readAll(storage)).toEqual(numbers(1, 5).map((number) => lineOf(number).text));
      await storage.append(() => ({ lines: [], head: headOf(5) }));
      expect(await storage.head()).toEqual(headOf(5));
      expect(await readNumbers(storage)).toEqual(numbers(1, 5));
    },
  },
  {
    title: 'shows the head that it replaces to whoever builds the next batch',
    async run({ create }) {
      const storage = await create();
      await appendLines(storage, 2);
      expect(await stateOf(storage)).toEqual({ ...EMPTY, head: headOf(2) });
      await appendLines(storage, 1);
      expect(await stateOf(storage)).toEqual({ ...EMPTY, head: headOf(3) });
    },
  },
  {
    title: 'writes nothing when there is nothing to write',
    async run({ create }) {
      const storage = await create();
      await appendLines(storage, 2);
      await storage.append(() => undefined);
      expect(await storage.head()).toEqual(headOf(2));
      expect(await readNumbers(storage)).toEqual([1, 2]);
    },
  },
  {
    title: 'writes nothing when building the batch fails, and goes on',
    async run({ create }) {
      const storage = await create();
      await appendLines(storage, 1);
      const failure = new RangeError('planted by the contract suite');
      const attempt = storage.append(() => {
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      expect(await storage.head()).toEqual(headOf(1));
      await appendLines(storage, 1);
      expect(await readNumbers(storage)).toEqual([1, 2]);
    },
  },
  {
    title: 'builds one batch after the other, however many are asked for at once',
    async run({ create }) {
      const storage = await create();
      await Promise.all(numbers(1, 20).map((number) => appendLines(storage, (number % 3) + 1)));
      const last = (await storage.head())?.sequence ?? 0;
      expect(last).toBe(numbers(1, 20).reduce((sum, number) => sum + (number % 3) + 1, 0));
      expect(await readNumbers(storage)).toEqual(numbers(1, last));
    },
  },
  {
    title: 'gives back the text of a line as it is',
    async run({ create }) {
      const storage = await create();
      const lines = AWKWARD_JSON.map((json, index) => lineOf(index + 1, index, json));
      await storage.append(() => ({ lines, head: headOf(lines.length) }));
      const texts = lines.map(({ text }) => short(text));
      expect((await readAll(storage)).map(short)).toEqual(texts);
      expect((await readAll(storage, 6)).map(short)).toEqual(texts.slice(5));
    },
  },
  {
    title: 'reads from a record number on',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 50);
      for (const from of [1, 2, 4, 5, 17, 33, 49, 50]) {
        expect(await readNumbers(storage, from)).toEqual(numbers(from, 50));
      }
      expect(await readNumbers(storage, 51)).toEqual([]);
      expect(await readNumbers(storage, 1_000)).toEqual([]);
    },
  },
  {
    title: 'is read without gaps while it grows',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 30);
      const seen: number[] = [];
      for await (const line of storage.read()) {
        seen.push(JSON.parse(line).sequence);
        if (seen.length % 10 === 0 && seen.length <= 30) {
          await appendLines(storage, 3);
        }
      }
      expect(seen.length).toBeGreaterThanOrEqual(30);
      expect(seen).toEqual(numbers(1, seen.length));
      expect(await readNumbers(storage)).toEqual(numbers(1, 39));
    },
  },
  {
    title: 'can be left in the middle of reading',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 30);
      for await (const line of storage.read(7)) {
        expect(JSON.parse(line).sequence).toBe(7);
        break;
      }
      await appendLines(storage, 1);
      expect(await readNumbers(storage, 30)).toEqual([30, 31]);
    },
  },
];

/** Long texts are compared by what matters of them, so that a failure can be read. */
function short(text: string): string {
  return text.length > 300 ? `${text.length}: ${text.slice(0, 20)} … ${text.slice(-20)}` : text;
}

/** What a storage promises whose trail outlives a handle and has several. */
export const sharedAppendCases: readonly AuditStorageCase[] = [
  {
    title: 'holds everything when it is opened again',
    async run({ create, reopen }) {
      const storage = await create();
      await fill(storage, 30);
      await storage.close();
      const again = await reopen(storage);
      expect(await again.head()).toEqual(headOf(30));
      expect(await readNumbers(again)).toEqual(numbers(1, 30));
      expect(await stateOf(again)).toEqual({ ...EMPTY, head: headOf(30) });
    },
  },
  {
    title: 'is written by two handles in turn, each going on from where the other ended',
    async run({ create, reopen }) {
      const storage = await create();
      const other = await reopen(storage);
      for (const number of numbers(1, 12)) {
        await appendLines(number % 2 === 0 ? storage : other, number);
      }
      const last = (12 * 13) / 2;
      for (const handle of [storage, other]) {
        expect(await handle.head()).toEqual(headOf(last));
        expect(await readNumbers(handle)).toEqual(numbers(1, last));
      }
    },
  },
  {
    title: 'is written by two handles at once, one batch after the other',
    async run({ create, reopen }) {
      const storage = await create();
      const other = await reopen(storage);
      const heads: number[] = [];
      await Promise.all(
        numbers(1, 16).map((number) =>
          (number % 2 === 0 ? storage : other).append((state) => {
            heads.push(state.head?.sequence ?? 0);
            return nextBatch(state);
          }),
        ),
      );
      expect(heads).toEqual(numbers(0, 15));
      expect(await readNumbers(other)).toEqual(numbers(1, 16));
    },
  },
];
