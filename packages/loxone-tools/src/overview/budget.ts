/** What an ASCII character and any other cost at least, in tokens: names of a house are not English. */
const ASCII = 0.42;
const OTHER = 1;

/** Roughly how many tokens a value costs as JSON; rather too many than too few. */
export function roughTokens(value: unknown): number {
  let sum = 0;
  for (const character of JSON.stringify(value) ?? '') {
    sum += character < '\u0080' ? ASCII : OTHER;
  }
  return Math.ceil(sum);
}

/**
 * The first items that fit into a budget, and those that do not.
 *
 * @param shown - What is shown of an item. Default: all of it.
 */
export function withinBudget<Item>(
  items: readonly Item[],
  tokens: number,
  shown: (item: Item) => unknown = (item) => item,
): { readonly kept: readonly Item[]; readonly left: readonly Item[] } {
  let sum = 0;
  const end = items.findIndex((item) => {
    sum += roughTokens(shown(item));
    return sum > tokens;
  });
  return end < 0
    ? { kept: items, left: [] }
    : { kept: items.slice(0, end), left: items.slice(end) };
}
