/** Longest ending that two forms of one word may differ in. */
const LONGEST_ENDING = 2;

/** Shortest stem of two forms that both have an ending, and of one that has none. */
const STEM = 4;
const WHOLE = 3;

/**
 * Whether two folded words are forms of one: `kuchyne` and `kuchyni`, `decke` and `decken`, `blind`
 * and `blinds`. Numbers are the same or not: `1` is no form of `12`.
 */
export function isSameWord(left: string, right: string): boolean {
  if (left === right) return true;
  if (/\d/.test(left) || /\d/.test(right)) return false;
  const stem = commonStart(left, right);
  const longest = Math.max(left.length, right.length);
  if (longest - stem > LONGEST_ENDING) return false;
  return stem >= STEM || (stem >= WHOLE && stem === Math.min(left.length, right.length));
}

function commonStart(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}
