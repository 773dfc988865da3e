import {
  appendFile,
  copyFile,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { errorOf } from './support/errors.js';
import type { OpenedTrail } from './support/trail.js';
import { append, headOf, openTrail, readAll, textOf, texts } from './support/trail.js';

const DAMAGED = 'ERR_MCPAUTH_STORE_DAMAGED';
const LINE = textOf(1).length + 1;

/** A new file with the same content, as `sed -i` and editors leave it. */
async function replace(path: string): Promise<void> {
  await copyFile(path, `${path}.new`);
  await rename(`${path}.new`, path);
}

/** Names and contents of everything in a directory. */
async function picture(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, contents[index] ?? '']));
}

async function filled(options: Parameters<typeof openTrail>[0] = {}): Promise<OpenedTrail> {
  const opened = await openTrail(options);
  await append(opened.storage, 2);
  await append(opened.storage, 2);
  return opened;
}

type Harm = (opened: OpenedTrail) => Promise<void>;

const HARMS: readonly [string, Harm, string][] = [
  ['the live file is deleted', ({ live }) => unlink(live), 'it was removed while in use'],
  ['the live file is replaced', ({ live }) => replace(live), 'it was replaced by another file'],
  ['the live file is emptied', ({ live }) => truncate(live, 0), 'it was cut'],
  ['the live file is cut at a line', ({ live }) => truncate(live, 3 * LINE), 'it was cut'],
  ['the live file loses its last byte', ({ live }) => truncate(live, 4 * LINE - 1), 'it was cut'],
  [
    'the live file is written anew, and longer',
    ({ live }) => writeFile(live, `${texts(1, 3).join('\n')}\n{"x":1}\n${textOf(5)}\n`.repeat(2)),
    'record 4 does not end where it was written',
  ],
  ['the head is deleted', ({ head }) => unlink(head), 'it is missing, and there are records'],
  [
    'the head is set back',
    async ({ head }) => {
      const text = await readFile(head, 'utf8');
      const root = JSON.parse(text);
      root.head = headOf(2);
      root.live.bytes = 2 * LINE;
      await writeFile(head, JSON.stringify(root));
    },
    'it was set back before record 4',
  ],
  ['the head is spoilt', ({ head }) => writeFile(head, '{}'), 'it is no head of the trail'],
  [
    'everything is deleted',
    async ({ directory }) => {
      for (const name of await readdir(directory)) {
        await unlink(join(directory, name));
      }
    },
    'was removed while',
  ],
  [
    'the directory is deleted',
    ({ directory }) => rm(directory, { recursive: true }),
    'was removed while',
  ],
];

describe.each(HARMS)('when %s under a running process', (_, harm, problem) => {
  it('the next append says so, and nothing is written', async () => {
    // No look of the watcher comes first.
    const opened = await filled({ watchIntervalMs: 1_000_000 });
    await harm(opened);
    const before = await picture(opened.directory).catch(() => ({}));
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const error = await errorOf(append(opened.storage), DAMAGED);
      expect(error.message).toContain(problem);
      expect(error.message).toContain(opened.live.replace('.jsonl', ''));
      expect(error.message).toContain('It was left as it is.');
      expect(error.retryable).toBe(false);
    }
    expect(await picture(opened.directory)).toEqual(before);
  });

  it('it is told of without an append, once', async () => {
    const opened = await filled({ watchIntervalMs: 20 });
    await harm(opened);
    await vi.waitFor(() => expect(opened.problems.map((one) => one?.code)).toEqual([DAMAGED]), {
      timeout: 20_000,
    });
    await errorOf(append(opened.storage), DAMAGED);
    expect(opened.problems[0]?.message).toContain(problem);
    expect(opened.logger.entries.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        message: expect.stringContaining('the audit trail cannot be used: nothing is recorded'),
        fields: expect.objectContaining({ code: DAMAGED, path: opened.live }),
      },
    ]);
  });
});

describe('a live file that was taken away', () => {
  it('is told of within the second that the interval of a real storage allows', async () => {
    const heard = new Promise((resolve) => {
      void filled({ watchIntervalMs: 250, onProblem: resolve }).then(({ live }) => unlink(live));
    });
    expect(await heard).toMatchObject({ code: DAMAGED });
  });

  it('is written again when it is put back', async () => {
    const opened = await filled();
    await rename(opened.live, `${opened.live}.away`);
    await vi.waitFor(() => expect(opened.problems).toHaveLength(1), { timeout: 20_000 });
    await rename(`${opened.live}.away`, opened.live);
    await vi.waitFor(() => expect(opened.problems).toEqual([expect.anything(), undefined]), {
      timeout: 20_000,
    });
    await append(opened.storage);
    expect(await readAll(opened.storage)).toEqual(texts(1, 5));
  });

  it.each<[string, Harm]>([
    ['deleted', ({ live }) => unlink(live)],
    ['cut', ({ live }) => truncate(live, LINE)],
  ])('is damage to the next start too when it was %s', async (_, harm) => {
    const opened = await filled();
    await opened.storage.close();
    await harm(opened);
    const again = await openTrail({ path: opened.live });
    expect(await again.storage.head()).toEqual(headOf(4));
    const error = await errorOf(append(again.storage), DAMAGED);
    expect(error.message).toMatch(/it is missing, and it held records up to 4|it was cut/);
    await errorOf(
      again.storage.prune(0, (head) => head),
      DAMAGED,
    );
    // What is left can still be read, for whoever verifies the chain.
    expect([[], [textOf(1)]]).toContainEqual(await readAll(again.storage));
  });

  it('may be another one after a restart: where a trail is does not matter', async () => {
    const opened = await filled();
    await opened.storage.close();
    await replace(opened.live);
    const again = await openTrail({ path: opened.live });
    await append(again.storage);
    expect(await readAll(again.storage)).toEqual(texts(1, 5));
  });
});

describe('what looks like damage and is none', () => {
  it('is a rotation by another process', async () => {
    const maxBytes = 4 * LINE;
    const ours = await filled({ maxBytes });
    const other = await openTrail({ path: ours.live, maxBytes });
    for (let count = 0; count < 6; count += 1) {
      await append(other.storage, 3);
    }
    await append(ours.storage, 1);
    expect(await readAll(ours.storage)).toEqual(texts(1, 23));
    expect([...ours.problems, ...other.problems]).toEqual([]);
  });

  it('is many appends by several, whenever the watchers look', async () => {
    const maxBytes = 10 * LINE;
    const ours = await openTrail({ maxBytes, watchIntervalMs: 10 });
    const other = await openTrail({ path: ours.live, maxBytes, watchIntervalMs: 10 });
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        append((index % 2 === 0 ? ours : other).storage, (index % 4) + 1),
      ),
    );
    expect(await readAll(ours.storage)).toEqual(texts(1, 150));
    expect([...ours.problems, ...other.problems]).toEqual([]);
    expect([...ours.logger.messages('error'), ...other.logger.messages('warn')]).toEqual([]);
  });

  it('is a line that somebody else has just written and not yet confirmed', async () => {
    const opened = await filled();
    await appendFile(opened.live, `${textOf(5)}\n`);
    await append(opened.storage);
    expect(await readAll(opened.storage)).toEqual(texts(1, 6));
    expect(opened.problems).toEqual([]);
  });
});
