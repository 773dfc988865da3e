import type { Sort } from '../ui/table.js';
import type { Share } from './timeline.js';

/** Sorts keys or tools by a column; where it is the same, the busiest is first. */
export function sortShares(shares: readonly Share[], { by, descending }: Sort): readonly Share[] {
  const sign = descending ? -1 : 1;
  return [...shares].sort(
    (a, b) => sign * compare(a, b, by) || b.requests - a.requests || a.label.localeCompare(b.label),
  );
}

function compare(a: Share, b: Share, by: string): number {
  switch (by) {
    case 'denied':
    case 'failed':
    case 'requests':
      return a[by] - b[by];
    case 'slowest':
      return (a.slowest ?? -1) - (b.slowest ?? -1);
    default:
      return a.label.localeCompare(b.label);
  }
}
