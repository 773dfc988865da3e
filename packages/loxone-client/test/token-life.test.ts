import { LoxoneError, unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { connectionLost } from '../src/connection-end.js';
import type { Cancel } from '../src/ports.js';
import { silentLogger } from '../src/ports.js';
import { Token } from '../src/secrets.js';
import { keepTokenAlive, refreshDelayMs } from '../src/token-life.js';
import { ManualTime } from './support/manual-time.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('refreshDelayMs', () => {
  it('is half of the remaining life, between a minute and a day', () => {
    expect(refreshDelayMs(12 * HOUR, 0)).toBe(6 * HOUR);
    expect(refreshDelayMs(28 * DAY, 0)).toBe(DAY);
    expect(refreshDelayMs(90_000, 0)).toBe(MINUTE);
    expect(refreshDelayMs(-5 * HOUR, 0)).toBe(MINUTE);
  });
});

interface Bench {
  readonly time: ManualTime;
  readonly granted: (Token | undefined)[];
  readonly refreshed: Token[];
  readonly end: Cancel;
}

function makeBench(refresh: (token: Token) => Promise<Token>): Bench {
  const time = new ManualTime();
  const granted: (Token | undefined)[] = [];
  const refreshed: Token[] = [];
  const end = keepTokenAlive(tokenFor(time, 2 * HOUR), {
    clock: time,
    timers: time,
    logger: silentLogger,
    refresh: (token) => {
      refreshed.push(token);
      return refresh(token);
    },
    onToken: (token) => granted.push(token),
  });
  return { time, granted, refreshed, end };
}

function tokenFor(time: ManualTime, lifeMs: number): Token {
  return new Token('secret', unixToLoxoneSeconds((time.now() + lifeMs) / 1000));
}

const refusal = new LoxoneError('ERR_LOXONE_COMMAND_FAILED', 'no', { code: 401, control: 'x' });

describe('keepTokenAlive', () => {
  it('refreshes each token at half of its life', async () => {
    const bench = makeBench(async () => tokenFor(bench.time, 4 * HOUR));
    await bench.time.advance(HOUR - 1);
    expect(bench.granted).toHaveLength(0);
    await bench.time.advance(1);
    expect(bench.granted).toHaveLength(1);
    await bench.time.advance(2 * HOUR);
    expect(bench.granted).toHaveLength(2);
    expect(bench.refreshed[1]).toBe(bench.granted[0]);
    bench.end();
    expect(bench.time.armed).toBe(0);
  });

  it('drops a token that is refused and leaves it alone', async () => {
    const bench = makeBench(() => Promise.reject(refusal));
    await bench.time.advance(HOUR);
    expect(bench.granted).toEqual([undefined]);
    await bench.time.advance(DAY);
    expect(bench.refreshed).toHaveLength(1);
    expect(bench.time.armed).toBe(0);
  });

  it('tries again in a minute when something else went wrong', async () => {
    const failures = [connectionLost(), connectionLost()];
    const bench = makeBench(async () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      return tokenFor(bench.time, 4 * HOUR);
    });
    await bench.time.advance(HOUR + MINUTE);
    expect(bench.granted).toEqual([]);
    await bench.time.advance(MINUTE);
    expect(bench.granted).toHaveLength(1);
    bench.end();
  });

  it('does nothing after its end, also when a refresh was on its way', async () => {
    let finish: (token: Token) => void = () => undefined;
    const bench = makeBench(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    await bench.time.advance(HOUR);
    bench.end();
    finish(tokenFor(bench.time, HOUR));
    await bench.time.advance(DAY);
    expect(bench.refreshed).toHaveLength(1);
    expect(bench.time.armed).toBe(0);
  });
});
