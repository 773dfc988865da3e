import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { testHeader } from '../../../records.js';
import { createSeededRandom } from '../../../seeded-random.js';
import { eventOf, insertTest } from '../../expectations.js';
import type { ChildProcessOptions, KeyStoreCase } from '../types.js';
import { type Child, withChildren } from './child.js';

const PROCESS_TIMEOUT_MS = 120_000;
const KILL_ROUND_TIMEOUT_MS = 10_000;
const DEFAULT_KILL_ROUNDS = 10;
/** A process is killed up to so long after its first insert. */
const LONGEST_LIFE_MS = 40;

function insertCase(options: ChildProcessOptions): KeyStoreCase {
  return {
    title: 'loses no key and gives no number twice when processes insert at once',
    timeoutMs: PROCESS_TIMEOUT_MS,
    async run({ create, reopen }) {
      const store = await create();
      await store.ensureHeader(() => testHeader());
      await withChildren(options, async (start) => {
        const roles = ['admin', 'admin', 'monitor'];
        const children = await Promise.all(
          roles.map((role) => start(store.location, 'insert', role, '12')),
        );
        const ids = await Promise.all(children.map(release));
        const ours = await insertTest(store, 'admin');
        const all = [...ids.flat(), ours.id];
        expect(new Set(all).size).toBe(37);
        const again = await reopen(store);
        expect((await again.list()).map(({ id }) => id).sort()).toEqual(all.sort());
        expect(await again.header()).toEqual(testHeader());
      });
    },
  };
}

/** Lets a child begin. @returns What it has said when it is through. */
function release(child: Child): Promise<readonly string[]> {
  child.go();
  return child.done();
}

function updateCase(options: ChildProcessOptions): KeyStoreCase {
  return {
    title: 'lets one of several processes win each revision, and loses no change',
    timeoutMs: PROCESS_TIMEOUT_MS,
    async run({ create, reopen }) {
      const store = await create();
      const { id } = await insertTest(store, 'custom', { permissions: [] });
      await withChildren(options, async (start) => {
        const names = ['a', 'b'];
        const children = await Promise.all(
          names.map((name) => start(store.location, 'add', id, name, '10')),
        );
        const wins = (await Promise.all(children.map(release))).flat();
        expect(new Set(wins).size).toBe(20);
        const added = (await (await reopen(store)).get(id))?.permissions ?? [];
        const expected = names.flatMap((name) =>
          Array.from({ length: 10 }, (_, index) => `tool:${name}-${index}`),
        );
        expect([...added].sort()).toEqual(expected.sort());
      });
    },
  };
}

function watchCase(options: ChildProcessOptions): KeyStoreCase {
  return {
    title: 'sees what another process inserts',
    timeoutMs: PROCESS_TIMEOUT_MS,
    async run({ create }) {
      const store = await create();
      await withChildren(options, async (start) => {
        const child = await start(store.location, 'insert', 'monitor', '1');
        const event = eventOf(store, ({ type }) => type === 'inserted', options.seenWithinMs);
        const [id = ''] = await release(child);
        expect(await event).toEqual({ type: 'inserted', id, origin: 'outside' });
        expect((await store.get(id))?.role).toBe('monitor');
      });
    },
  };
}

function killCase(options: ChildProcessOptions): KeyStoreCase {
  const rounds = options.killRounds ?? DEFAULT_KILL_ROUNDS;
  return {
    title: `holds each acknowledged key of processes that are killed, in ${rounds} rounds`,
    timeoutMs: PROCESS_TIMEOUT_MS + rounds * KILL_ROUND_TIMEOUT_MS,
    async run({ create, reopen }) {
      const random = createSeededRandom(rounds);
      const store = await create();
      await store.ensureHeader(() => testHeader());
      await store.close();
      const acknowledged: string[] = [];
      await withChildren(options, async (start) => {
        for (let round = 0; round < rounds; round += 1) {
          const child = await start(store.location, 'churn', 'operator');
          child.go();
          await child.lines(1);
          // At any point of a write: that is what is tested, not waited for.
          await wait(((random(1)[0] ?? 0) / 255) * LONGEST_LIFE_MS);
          acknowledged.push(...(await child.kill()));

          const again = await reopen(store);
          const held = new Set((await again.list()).map(({ id }) => id));
          expect(acknowledged.filter((id) => !held.has(id))).toEqual([]);
          expect(await again.header()).toEqual(testHeader());
          acknowledged.push((await insertTest(again)).id);
          await again.close();
        }
      });
      expect(new Set(acknowledged).size).toBe(acknowledged.length);
    },
  };
}

/** What a store promises to several processes. */
export function processCases(options: ChildProcessOptions, watches: boolean): KeyStoreCase[] {
  return [
    insertCase(options),
    updateCase(options),
    ...(watches ? [watchCase(options)] : []),
    killCase(options),
  ];
}
