import { BUILT_IN_ROLES } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import {
  createFakeClock,
  createRecordingLogger,
  createSeededRandom,
  PRINCIPALS,
  testHeader,
  testPrincipal,
  testRecord,
} from '../src/index.js';

describe('createFakeClock', () => {
  it('stands still until it is moved', () => {
    const clock = createFakeClock();
    expect(clock.now()).toBe(Date.parse('2026-01-01T00:00:00Z'));
    expect(clock.now()).toBe(clock.now());
  });

  it('moves forth and back', () => {
    const clock = createFakeClock(1_000);
    clock.advance(500);
    expect(clock.now()).toBe(1_500);
    clock.advance(-2_000);
    expect(clock.now()).toBe(-500);
    clock.set(42);
    expect(clock.now()).toBe(42);
  });

  it('refuses what is no whole millisecond', () => {
    expect(() => createFakeClock(Number.NaN)).toThrow(RangeError);
    const clock = createFakeClock(0);
    expect(() => clock.advance(0.5)).toThrow('ms must be an integer');
    expect(() => clock.set(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(clock.now()).toBe(0);
  });
});

describe('createSeededRandom', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const first = createSeededRandom(7);
    const again = createSeededRandom(7);
    expect(first(32)).toEqual(again(32));
    expect(first(32)).toEqual(again(32));
    expect(createSeededRandom(8)(32)).not.toEqual(createSeededRandom(7)(32));
  });

  it('is pinned, so that tests that depend on its bytes stay as they are', () => {
    expect([...createSeededRandom()(8)]).toEqual([94, 20, 210, 179, 38, 136, 137, 205]);
  });

  it('goes on where it was, and gives arrays of their own', () => {
    const whole = createSeededRandom(3)(10);
    const random = createSeededRandom(3);
    const parts = [random(4), random(0), random(6)];
    expect(parts.flatMap((part) => [...part])).toEqual([...whole]);
  });

  it('uses all byte values about equally often', () => {
    const counts = new Array<number>(256).fill(0);
    for (const byte of createSeededRandom(5)(256 * 100)) {
      counts[byte] = (counts[byte] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(160);
  });

  it('refuses seeds and lengths that are none', () => {
    for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) {
      expect(() => createSeededRandom(seed)).toThrow(RangeError);
    }
    expect(() => createSeededRandom()(-1)).toThrow('length must be an integer');
  });
});

describe('createRecordingLogger', () => {
  it('keeps level, message and fields in order', () => {
    const logger = createRecordingLogger();
    logger.info('opened', { path: '/keys.toml' });
    logger.error('damaged');
    logger.debug('tick');
    logger.warn('late');
    expect(logger.entries).toEqual([
      { level: 'info', message: 'opened', fields: { path: '/keys.toml' } },
      { level: 'error', message: 'damaged', fields: {} },
      { level: 'debug', message: 'tick', fields: {} },
      { level: 'warn', message: 'late', fields: {} },
    ]);
    expect(logger.messages()).toEqual(['opened', 'damaged', 'tick', 'late']);
    expect(logger.messages('error')).toEqual(['damaged']);
  });

  it('shows all of it as text, and forgets on demand', () => {
    const logger = createRecordingLogger();
    logger.warn('careful', { secret: 'canary' });
    expect(logger.text()).toContain('canary');
    logger.clear();
    expect(logger.text()).not.toContain('canary');
    expect(logger.entries).toEqual([]);
  });
});

describe('ready principals', () => {
  it('has one of each role', () => {
    expect(Object.keys(PRINCIPALS).sort()).toEqual([...BUILT_IN_ROLES].sort());
    for (const role of BUILT_IN_ROLES) {
      expect(PRINCIPALS[role]).toMatchObject({ role, kind: 'key', scopes: [] });
    }
  });

  it('limits device and custom to nothing unless told', () => {
    expect(testPrincipal('device')).toMatchObject({ devices: [], rooms: [] });
    expect(testPrincipal('custom')).toMatchObject({ permissions: [] });
    expect(testPrincipal('admin')).not.toHaveProperty('permissions');
    expect(testPrincipal('monitor', { id: 'me', expiresAt: 5 })).toMatchObject({
      id: 'me',
      expiresAt: 5,
      role: 'monitor',
    });
  });
});

describe('ready records', () => {
  it('are made from role and number', () => {
    expect(testRecord('admin', 7, { name: 'Mine' })).toMatchObject({
      id: 'lmcp_admin_007',
      name: 'Mine',
      role: 'admin',
      active: true,
    });
    expect(testRecord('admin', 2).createdAt - testRecord('admin', 1).createdAt).toBe(1_000);
    expect(testHeader('px').peppers[0]?.id).toBe('px');
  });
});
