import { describe, expect, it } from 'vitest';
import { filterKeys, NO_FILTERS, noticesByKey, sortKeys } from '../../src/app/keys/filters.js';
import { keyView } from './key-views.js';

const KEYS = [
  keyView({ id: 'k3', name: 'Tablet', role: 'device', rooms: ['Küche'], status: 'revoked' }),
  keyView({ id: 'k2', name: 'anna 10', addresses: ['192.168.1.7'], expiresAt: 20 }),
  keyView({
    id: 'k1',
    name: 'Anna 9',
    role: 'admin',
    usage: { uses: 5, failures: 0, lastUsedAt: 9 },
    expiresAt: 10,
  }),
];
const NOTICES = [{ keyId: 'k2', kind: 'expiring', at: 20 }] as const;

const found = (change: Partial<typeof NO_FILTERS>) =>
  filterKeys(KEYS, { ...NO_FILTERS, ...change }, NOTICES).map(({ id }) => id);

describe('filterKeys', () => {
  it('shows all without filters', () => {
    expect(found({})).toEqual(['k3', 'k2', 'k1']);
  });

  it.each([
    ['ANNA', ['k2', 'k1']],
    ['anna 1', ['k2', 'k1']],
    ['anna 192.168', ['k2']],
    ['KÜCHE', ['k3']],
    ['k3', ['k3']],
    ['  ', ['k3', 'k2', 'k1']],
    ['.*', []],
  ])('finds %s', (text, ids) => {
    expect(found({ text })).toEqual(ids);
  });

  it('takes status, role and what needs attention, all together', () => {
    expect(found({ status: 'revoked' })).toEqual(['k3']);
    expect(found({ role: 'admin' })).toEqual(['k1']);
    expect(found({ status: 'attention' })).toEqual(['k2']);
    expect(found({ status: 'active', role: 'device' })).toEqual([]);
  });
});

describe('sortKeys', () => {
  const order = (by: string, descending = false) =>
    sortKeys(KEYS, { by, descending }).map(({ id }) => id);

  it('keeps the order of the server when nothing is chosen or known', () => {
    expect(sortKeys(KEYS, undefined)).toBe(KEYS);
    expect(sortKeys(KEYS, { by: 'constructor', descending: false })).toBe(KEYS);
  });

  it('sorts names as people do', () => {
    expect(order('name')).toEqual(['k1', 'k2', 'k3']);
    expect(order('name', true)).toEqual(['k3', 'k2', 'k1']);
  });

  it('puts the earliest end first, and no end last', () => {
    expect(order('expires')).toEqual(['k1', 'k2', 'k3']);
  });

  it('puts those used lately first when descending', () => {
    expect(order('used', true)).toEqual(['k1', 'k3', 'k2']);
    expect(order('uses', true)).toEqual(['k1', 'k3', 'k2']);
  });
});

describe('noticesByKey', () => {
  it('gathers all notices of a key, whatever it is called', () => {
    const odd = { keyId: '__proto__', kind: 'stale', at: 1 } as const;
    const map = noticesByKey([...NOTICES, odd, { ...odd, kind: 'never-used' }]);
    expect(map.get('__proto__')).toHaveLength(2);
    expect(map.get('k2')).toHaveLength(1);
    expect(map.get('k1')).toBeUndefined();
  });
});
