import { setTimeout as pause } from 'node:timers/promises';
import { createGeneratedHouse, startLoad } from '@gatehouse/loxone-simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadResult, runMixedLoad } from './support/load/mixed-load.js';
import { metricOf, quantile, type Reading, windowsOf } from './support/load/readings.js';
import { type Rig, startRig } from './support/rig.js';
import { generateKey } from './support/server.js';

/** `npm run campaign -- --only soak` makes it an hour. */
const SECONDS = Number(process.env.GATEHOUSE_SOAK_SECONDS ?? 120);
const CLIENTS = 50;
const EVENTS_PER_SECOND = 1_000;
const MINUTE = 60_000;
/** Long enough to say something about leaks and slowing down. */
const IS_LONG = SECONDS >= 20 * 60;
const WINDOW = MINUTE;
/** All that the server may have, MB: with more, it would collect so rarely that no leak shows. */
const HEAP_LIMIT = 192;
/** What is compiled and cached in the first minutes is no leak. */
const SETTLED_AFTER = 10;

describe(`${CLIENTS} clients and ${EVENTS_PER_SECOND} events a second for ${SECONDS} s`, () => {
  let rig: Rig;
  let result: LoadResult;
  const heap: Reading[] = [];

  beforeAll(
    async () => {
      rig = await startRig(createGeneratedHouse(500), {
        LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '100000',
        NODE_OPTIONS: `--max-old-space-size=${HEAP_LIMIT}`,
      });
      const admin = await generateKey(rig.env, 'admin');
      const keys = await Promise.all(Array.from({ length: CLIENTS }, (_, n) => makeKey(admin, n)));
      const { simulator } = rig.house;
      const load = startLoad({ house: simulator.house, eventsPerSecond: EVENTS_PER_SECOND });
      const switches = simulator.house.controls().filter(({ type }) => type === 'Switch');
      const lamps = switches.map(({ name }) => name);
      const signal = AbortSignal.timeout(SECONDS * 1_000);
      const { url } = rig.server;
      try {
        [result] = await Promise.all([
          runMixedLoad({ url, keys, lamps, restMs: 500, signal }),
          readHeap(admin, signal),
        ]);
      } finally {
        load.stop();
      }
    },
    SECONDS * 1_000 + MINUTE,
  );

  afterAll(() => rig.stop());

  /** Reads what the server says of its memory, about once a second. */
  async function readHeap(key: string, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const headers = { 'x-api-key': key };
    while (!signal.aborted) {
      const answer = await fetch(`${rig.server.url}/metrics`, { headers });
      const value = metricOf(await answer.text(), 'nodejs_heap_size_used_bytes');
      heap.push({ at: performance.now() - startedAt, value });
      await pause(1_000, undefined, { signal }).catch(() => undefined);
    }
  }

  async function makeKey(admin: string, index: number): Promise<string> {
    const answer = await fetch(`${rig.server.url}/admin/api/keys`, {
      method: 'POST',
      headers: { 'x-api-key': admin, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Client ${index}`, role: 'operator' }),
    });
    const { secret } = (await answer.json()) as { secret: string };
    return secret;
  }

  it('makes no error', () => {
    expect(result.errors.slice(0, 5)).toEqual([]);
    expect(result.times.length).toBeGreaterThan(SECONDS * 10);
    expect(result.events).toBeGreaterThan(SECONDS);
  });

  it(`lives with ${HEAP_LIMIT} MB, to the end`, async ({ annotate }) => {
    await annotate(`heap, MB: ${heap.map(({ value }) => megabytes(value)).join(' ')}`);
    expect(heap.length).toBeGreaterThan(SECONDS / 10);
    expect((await fetch(`${rig.server.url}/health`)).status).toBe(200);
  });

  if (IS_LONG) {
    it('keeps its memory flat after the first minutes', async ({ annotate }) => {
      // What is in use right after a collection: the least of each window.
      const troughs = windowsOf(heap, WINDOW).map((window) => Math.min(...window));
      const [first = Number.NaN, ...later] = troughs.slice(SETTLED_AFTER);
      await annotate(`heap after collections, MB: ${troughs.map(megabytes).join(' ')}`);
      expect((later.at(-1) ?? Number.NaN) / first).toBeLessThanOrEqual(1.05);
    });

    it('answers as fast at the end as in the first minute', async ({ annotate }) => {
      const slow = windowsOf(result.times, WINDOW).map((window) => quantile(window, 0.99));
      await annotate(`p99, ms: ${slow.map((ms) => ms.toFixed(0)).join(' ')}`);
      expect(Math.max(...slow)).toBeLessThanOrEqual(3 * (slow[0] ?? Number.NaN));
    });
  }
});

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
