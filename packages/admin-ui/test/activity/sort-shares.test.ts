import { expect, it } from 'vitest';
import { sortShares } from '../../src/app/activity/sort-shares.js';
import type { Share } from '../../src/app/activity/timeline.js';

function share(label: string, requests: number, denied: number, slowest?: number): Share {
  return {
    name: label,
    label,
    requests,
    denied,
    failed: 10 - denied,
    share: 0,
    course: [],
    ...(slowest === undefined ? {} : { slowest }),
  };
}

const shares = [share('b', 5, 1, 30), share('a', 5, 1), share('c', 9, 0, 400)];

it.each([
  ['requests', true, 'cab'],
  ['requests', false, 'abc'],
  ['label', false, 'abc'],
  ['label', true, 'cba'],
  ['denied', true, 'abc'],
  ['denied', false, 'cab'],
  ['failed', true, 'cab'],
  ['slowest', true, 'cba'],
  ['slowest', false, 'abc'],
])(
  'sorts by %s, descending %s, the busiest first where it is the same',
  (by, descending, order) => {
    const sorted = sortShares(shares, { by, descending });
    expect(sorted.map(({ label }) => label).join('')).toBe(order);
  },
);

it('leaves what it was given as it was', () => {
  sortShares(shares, { by: 'label', descending: false });
  expect(shares.map(({ label }) => label).join('')).toBe('bac');
});
