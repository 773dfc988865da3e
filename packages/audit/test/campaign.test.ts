import { describe, expect, it } from 'vitest';
import type { TestStorage } from './support.js';
import { filledStorage, verifyAnew } from './support.js';

const LINES = 1_000;

/** How verifying is asked 100,000 times: the trail is short where the number of changes is high. */
interface Tally {
  tried: number;
  readonly missed: string[];
}

async function attempt(tally: Tally, storage: TestStorage, what: string): Promise<void> {
  tally.tried += 1;
  const { ok, problem } = await verifyAnew(storage);
  if (ok || problem === undefined) {
    tally.missed.push(what);
  }
}

/** A copy whose lines are cheap to change: the lines themselves are shared. */
function withLines(storage: TestStorage, lines: string[]): TestStorage {
  const copy = storage.copy();
  copy.lines = lines;
  return copy;
}

/** Changes of a list of lines at one place. */
const CHANGES: Readonly<Record<string, (lines: string[], index: number) => void>> = {
  edited: (lines, index) => {
    const line = lines[index] ?? '';
    const at = 20 + ((index * 31) % (line.length - 80));
    lines[index] = `${line.slice(0, at)}${line[at] === 'x' ? 'y' : 'x'}${line.slice(at + 1)}`;
  },
  deleted: (lines, index) => {
    lines.splice(index, 1);
  },
  duplicated: (lines, index) => {
    lines.splice(index, 0, lines[index] ?? '');
  },
  'swapped with the next': (lines, index) => {
    const other = (index + 1) % lines.length;
    [lines[index], lines[other]] = [lines[other] ?? '', lines[index] ?? ''];
  },
  moved: (lines, index) => {
    const [line = ''] = lines.splice(index, 1);
    lines.splice((index + 500) % LINES, 0, line);
  },
};

describe('campaign against a trail of 1,000 lines', () => {
  it.each(Object.entries(CHANGES))(
    'finds every line %s',
    async (what, change) => {
      const storage = await filledStorage(LINES);
      const tally: Tally = { tried: 0, missed: [] };
      for (let index = 0; index < LINES; index += 1) {
        const lines = [...storage.lines];
        change(lines, index);
        await attempt(tally, withLines(storage, lines), `${what} ${index + 1}`);
      }
      expect(tally).toEqual({ tried: LINES, missed: [] });
    },
    300_000,
  );

  it('finds the trail cut at every line', async () => {
    const storage = await filledStorage(LINES);
    const tally: Tally = { tried: 0, missed: [] };
    for (let kept = 0; kept < LINES; kept += 1) {
      await attempt(tally, withLines(storage, storage.lines.slice(0, kept)), `cut after ${kept}`);
    }
    expect(tally).toEqual({ tried: LINES, missed: [] });
  }, 300_000);
});

/** The lines as a reader of UTF-8 bytes gives them. */
function decoded(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

describe('campaign against every byte', () => {
  it('finds every bit of a small trail flipped, one at a time', async () => {
    const storage = await filledStorage(8);
    const bytes = new TextEncoder().encode(`${storage.lines.join('\n')}\n`);
    const tally: Tally = { tried: 0, missed: [] };
    // The last byte ends the last line: without it the line is still whole.
    for (let at = 0; at < bytes.length - 1; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await attempt(tally, withLines(storage, decoded(changed)), `byte ${at}, bit ${bit}`);
      }
    }
    expect(tally.missed).toEqual([]);
    expect(tally.tried).toBe((bytes.length - 1) * 8);
    expect(tally.tried).toBeGreaterThan(10_000);
  }, 300_000);

  it('finds a small trail cut at every byte', async () => {
    const storage = await filledStorage(8);
    const bytes = new TextEncoder().encode(storage.lines.join('\n'));
    const tally: Tally = { tried: 0, missed: [] };
    for (let kept = 0; kept < bytes.length; kept += 1) {
      await attempt(tally, withLines(storage, decoded(bytes.slice(0, kept))), `cut at ${kept}`);
    }
    expect(tally).toEqual({ tried: bytes.length, missed: [] });
  }, 300_000);

  it('finds every bit of the head flipped, one at a time', async () => {
    const storage = await filledStorage(8);
    const bytes = new TextEncoder().encode(JSON.stringify(storage.stored));
    const tally: Tally = { tried: 0, missed: [] };
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const copy = storage.copy();
        try {
          copy.stored = JSON.parse(new TextDecoder().decode(changed));
        } catch {
          continue; // A storage reports a head that is no JSON as damaged.
        }
        tally.tried += 1;
        const found = await verifyAnew(copy).then(
          ({ ok }) => !ok,
          (error: unknown) => error instanceof Error,
        );
        if (!found) {
          tally.missed.push(`byte ${at}, bit ${bit}`);
        }
      }
    }
    expect(tally.missed).toEqual([]);
    expect(tally.tried).toBeGreaterThan(2_000);
  }, 300_000);
});
