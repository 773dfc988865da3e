import { describe, expect, it, vi } from 'vitest';
import {
  ALLOW,
  BUILT_IN_ROLES,
  RISKS,
  silentLogger,
  systemClock,
  systemRandomBytes,
} from '../src/index.js';

describe('systemRandomBytes', () => {
  it.each([0, 1, 32, 65_536, 65_537, 200_000])('gives exactly %i bytes', (length) => {
    expect(systemRandomBytes(length)).toHaveLength(length);
  });

  it('fills every chunk, also past the limit of one system call', () => {
    const bytes = systemRandomBytes(150_000);
    for (const at of [0, 65_536, 131_072]) {
      expect(bytes.subarray(at, at + 64).some((byte) => byte !== 0)).toBe(true);
    }
  });

  it('does not repeat itself', () => {
    expect(systemRandomBytes(32)).not.toEqual(systemRandomBytes(32));
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a length of %s', (length) => {
    expect(() => systemRandomBytes(length)).toThrow(RangeError);
  });
});

describe('systemClock', () => {
  it('reads the wall clock', () => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    expect(systemClock.now()).toBe(1_700_000_000_000);
    vi.useRealTimers();
  });
});

describe('silentLogger', () => {
  it('takes everything and says nothing', () => {
    const written = vi.spyOn(process.stderr, 'write');
    silentLogger.debug('a');
    silentLogger.info('a', { b: 1 });
    silentLogger.warn('a');
    silentLogger.error('a', { c: undefined });
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  });
});

// These words stand in stored records, permissions and audit trails: changing one is a migration.
describe('vocabulary', () => {
  it('is pinned', () => {
    expect(RISKS).toEqual(['read', 'control', 'access', 'admin', 'raw']);
    expect(BUILT_IN_ROLES).toEqual(['admin', 'operator', 'monitor', 'device', 'custom']);
    expect(ALLOW).toEqual({ allow: true });
  });
});
