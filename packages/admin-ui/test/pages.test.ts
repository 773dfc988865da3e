import { describe, expect, it } from 'vitest';
import { pageOf } from '../src/app/pages.js';

describe('pageOf', () => {
  it('says where it lies', () => {
    const all = Array.from({ length: 120 }, (_, index) => index);
    expect(pageOf(all, 1, 50)).toMatchObject({ page: 1, pages: 3, text: '51–100 of 120' });
    expect(pageOf(all, 2, 50)).toMatchObject({ page: 2, text: '101–120 of 120' });
    expect(pageOf([], 0, 50)).toEqual({ items: [], page: 0, pages: 1, text: 'none' });
  });

  it('shows the last page for one that is no more', () => {
    expect(pageOf([1, 2, 3], 9, 2)).toMatchObject({ page: 1, items: [3] });
    expect(pageOf([1, 2, 3], -1, 2)).toMatchObject({ page: 0, items: [1, 2] });
  });

  it('loses and doubles nothing', () => {
    for (const length of [0, 1, 2, 49, 50, 51, 500]) {
      const all = Array.from({ length }, (_, index) => index);
      for (const size of [1, 7, 50]) {
        const { pages } = pageOf(all, 0, size);
        const parts = Array.from({ length: pages }, (_, page) => pageOf(all, page, size).items);
        expect(parts.flat()).toEqual(all);
      }
    }
  });
});
