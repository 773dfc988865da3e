/*
 * Processes that are killed while they write. Each child says what it was told is durable; the parent
 * kills it 0 to 30 ms after its first word of a round, and looks at what is left.
 *
 *   npm run campaign -- --only crash-files
 */
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KeyStore, Logger } from '@gatehouse/core';
import { createKeyRing, exportMasterKey, generateMasterKey } from '@gatehouse/crypto';
import { createRecordingLogger, createSeededRandom, testHeader } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { sequenceOf } from '../src/audit/lines.js';
import {
  createFileAuditStorage,
  createFileKeyStore,
  createFileUsageStore,
  createSealedKeyStore,
} from '../src/index.js';
import type { Child } from './support/child.js';
import { useChildren } from './support/child.js';
import { newDirectory } from './support/directory.js';
import { readAll, stateOf } from './support/trail.js';

const ROUNDS = Number(process.env.GATEHOUSE_CRASH_ROUNDS ?? 25);
const SEED = Number(process.env.GATEHOUSE_SEED ?? 20);
const TIMEOUT = { timeout: 60_000 + ROUNDS * 3000 };

const start = useChildren();

/** What a child said with a mark before it. */
function said({ said: lines }: Child, mark: string): string[] {
  return lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
}

/** Starts, kills and looks, {@link ROUNDS} times. @returns How many writes were acknowledged. */
async function campaign(
  newChild: (round: number) => Child,
  look: (child: Child, logger: Logger) => Promise<void>,
): Promise<number> {
  const random = createSeededRandom(SEED);
  let acknowledged = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = newChild(round);
    await child.line((line) => line.startsWith('+'));
    // A kill at any point of a write: that is what is tested, not waited for.
    const [delay = 0] = random(1);
    await new Promise((resolve) => setTimeout(resolve, (delay / 255) * 30));
    child.signal('SIGKILL');
    await child.ended();
    expect(said(child, 'stderr')).toEqual([]);
    expect(said(child, '!')).toEqual([]);
    acknowledged += said(child, '+ ').length;
    const logger = createRecordingLogger();
    await look(child, logger);
    expect(logger.messages('error')).toEqual([]);
  }
  expect(acknowledged).toBeGreaterThanOrEqual(ROUNDS);
  process.stdout.write(`${ROUNDS} kills, ${acknowledged} acknowledged writes, none lost\n`);
  return acknowledged;
}

const masterKey = generateMasterKey(createSeededRandom(3));
const ring = createKeyRing({ current: masterKey });

describe.each<[string, (path: string, logger: Logger) => Promise<KeyStore>, string[]]>([
  ['keys.toml', (path, logger) => createFileKeyStore({ path, logger }), []],
  [
    'keys.enc',
    (path, logger) => createSealedKeyStore({ path, logger, ring }),
    [exportMasterKey(masterKey)],
  ],
])('key-systems finding 10: a process that is killed while it writes %s', (name, open, args) => {
  it('loses no key that it has acknowledged', TIMEOUT, async () => {
    const path = join(await newDirectory(), name);
    const first = await open(path, createRecordingLogger());
    await first.ensureHeader(() => testHeader());
    await first.close();
    const given = new Set<string>();
    await campaign(
      (round) => start('churn', path, `round ${round}`, ...args),
      async (child, logger) => {
        const store = await open(path, logger);
        const ids = new Set((await store.list()).map(({ id }) => id));
        const maybeDeleted = new Set(said(child, '? '));
        for (const id of said(child, '+ ')) {
          expect(given.has(id)).toBe(false);
          given.add(id);
          expect(ids.has(id) || maybeDeleted.has(id)).toBe(true);
        }
        for (const id of said(child, '- ')) {
          expect(ids.has(id)).toBe(false);
        }
        expect(await store.header()).toEqual(testHeader());
        expect(await readdir(dirname(path))).toEqual([name]);
        await store.close();
      },
    );
  });
});

describe('a process that is killed while it counts', () => {
  it('loses no count that it has acknowledged, and none counts twice', TIMEOUT, async () => {
    const path = join(await newDirectory(), 'usage.json');
    let before = 0;
    await campaign(
      () => start('count', path),
      async (child, logger) => {
        const store = await createFileUsageStore({ path, logger });
        const uses = (await store.get('a'))?.uses ?? 0;
        const acknowledged = said(child, '+ ').length;
        // The write at which it was killed may have become durable without a word.
        expect([acknowledged, acknowledged + 1]).toContain(uses - before);
        expect((await store.get('b'))?.failures).toBe(2 * uses);
        before = uses;
        expect(await readdir(dirname(path))).toEqual(['usage.json']);
        await store.close();
      },
    );
  });
});

describe('a process that is killed while it records', () => {
  it(
    'loses no record that it has acknowledged, and leaves a trail that goes on',
    TIMEOUT,
    async () => {
      const path = join(await newDirectory(), 'audit.jsonl');
      await campaign(
        () => start('record', path),
        async (child, logger) => {
          const storage = await createFileAuditStorage({ path, logger, maxBytes: 4096 });
          const state = await stateOf(storage);
          const end = (state?.head?.sequence ?? 0) + (state?.unconfirmed.length ?? 0);
          const last = Number(said(child, '+ ').at(-1));
          expect(end).toBeGreaterThanOrEqual(last);
          const sequences = (await readAll(storage)).map(sequenceOf);
          expect(sequences).toEqual(Array.from({ length: end }, (_, index) => index + 1));
          await storage.close();
          const others = (await readdir(dirname(path))).filter(
            (name) => !/^audit\.(\d{16}\.)?(jsonl|head)$/.test(name),
          );
          expect(others).toEqual([]);
        },
      );
    },
  );
});

describe('several processes at once', () => {
  it('lose none of their counts', { timeout: 60_000 }, async () => {
    const path = join(await newDirectory(), 'usage.json');
    const children = [start('count', path), start('count', path), start('count', path)];
    await Promise.all(children.map((child) => child.line((line) => line === '+ 10')));
    for (const child of children) {
      child.signal('SIGKILL');
      await child.ended();
    }
    const acknowledged = children.flatMap((child) => said(child, '+ ')).length;
    const store = await createFileUsageStore({ path });
    const uses = (await store.get('a'))?.uses ?? 0;
    expect(uses).toBeGreaterThanOrEqual(acknowledged);
    expect(uses).toBeLessThanOrEqual(acknowledged + children.length);
    await store.close();
  });

  it('record one after the other', { timeout: 60_000 }, async () => {
    const path = join(await newDirectory(), 'audit.jsonl');
    const children = [start('record', path), start('record', path), start('record', path)];
    const recorded = (child: Child): boolean => said(child, '+ ').length >= 10;
    await Promise.all(children.map((child) => child.line(() => recorded(child))));
    for (const child of children) {
      child.signal('SIGKILL');
      await child.ended();
    }
    const storage = await createFileAuditStorage({ path, maxBytes: 4096 });
    const lasts = children.flatMap((child) => said(child, '+ ')).map(Number);
    expect(new Set(lasts).size).toBe(lasts.length);
    const sequences = (await readAll(storage)).map(sequenceOf);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(sequences.length).toBeGreaterThanOrEqual(Math.max(...lasts));
    await storage.close();
  });
});
