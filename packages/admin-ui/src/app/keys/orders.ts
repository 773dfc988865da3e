import type { Sort } from '../ui/table.js';

/** Orders of the keys where there are no columns to choose one by. */
export const ORDERS: readonly {
  readonly value: string;
  readonly text: string;
  readonly sort?: Sort;
}[] = [
  { value: '', text: 'Newest first' },
  { value: 'name', text: 'By name', sort: { by: 'name', descending: false } },
  { value: 'used', text: 'Used last first', sort: { by: 'used', descending: true } },
  { value: 'uses', text: 'Used most first', sort: { by: 'uses', descending: true } },
  { value: 'expires', text: 'Expiring first', sort: { by: 'expires', descending: false } },
];

/** @returns The `value` of an order; that of the first one when it is none of them. */
export function orderOf(sort: Sort | undefined): string {
  const found = ORDERS.find(
    (one) => one.sort?.by === sort?.by && one.sort?.descending === sort?.descending,
  );
  return found?.value ?? '';
}
