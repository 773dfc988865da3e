import type { LoxoneError } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { KEEPALIVE_DEADLINE_MS, KEEPALIVE_INTERVAL_MS, Keepalive } from '../src/keepalive.js';
import { ManualTime } from './support/manual-time.js';

interface Bench {
  readonly keepalive: Keepalive;
  readonly time: ManualTime;
  readonly overdue: LoxoneError[];
  sent: number;
  receiving: boolean;
}

function makeBench(): Bench {
  const time = new ManualTime();
  const bench: Bench = {
    time,
    overdue: [],
    sent: 0,
    receiving: false,
    keepalive: new Keepalive({
      timers: time,
      send: () => {
        bench.sent += 1;
      },
      isReceiving: () => bench.receiving,
      onOverdue: (error) => bench.overdue.push(error),
    }),
  };
  return bench;
}

describe('Keepalive', () => {
  it('asks at intervals as long as answers come', async () => {
    const bench = makeBench();
    bench.keepalive.rest();
    for (let round = 1; round <= 3; round += 1) {
      await bench.time.advance(KEEPALIVE_INTERVAL_MS);
      expect(bench.sent).toBe(round);
      bench.keepalive.rest();
    }
    expect(bench.overdue).toEqual([]);
    expect(bench.time.armed).toBe(1);
  });

  it('notices when no answer comes', async () => {
    const bench = makeBench();
    bench.keepalive.rest();
    await bench.time.advance(KEEPALIVE_INTERVAL_MS + KEEPALIVE_DEADLINE_MS - 1);
    expect(bench.overdue).toEqual([]);
    await bench.time.advance(1);
    expect(bench.overdue.map((error) => error.code)).toEqual(['ERR_LOXONE_TIMEOUT']);
    expect(bench.time.armed).toBe(0);
  });

  it('is patient while a payload is arriving, but not for ever', async () => {
    const bench = makeBench();
    bench.receiving = true;
    bench.keepalive.rest();
    await bench.time.advance(KEEPALIVE_INTERVAL_MS + 4 * KEEPALIVE_DEADLINE_MS);
    expect(bench.overdue).toEqual([]);
    expect(bench.sent).toBe(1);
    await bench.time.advance(KEEPALIVE_DEADLINE_MS);
    expect(bench.overdue).toHaveLength(1);
  });

  it('stops', async () => {
    const bench = makeBench();
    bench.keepalive.rest();
    bench.keepalive.stop();
    await bench.time.advance(10 * KEEPALIVE_INTERVAL_MS);
    expect(bench.sent).toBe(0);
    expect(bench.time.armed).toBe(0);
  });
});
