/** Longer texts are worked out each time: memory is not for callers to fill. */
const LONGEST_TEXT = 200;
const CAPACITY = 8192;

/**
 * Remembers what was worked out of a text, for at most twice `capacity` texts: those of the current
 * generation, and of the one before it.
 */
export function memoize<Value extends object>(
  compute: (text: string) => Value,
  capacity: number = CAPACITY,
): (text: string) => Value {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) {
      return known;
    }
    const value = old.get(text) ?? compute(text);
    if (text.length > LONGEST_TEXT) {
      return value;
    }
    if (young.size >= capacity) {
      old = young;
      young = new Map();
    }
    young.set(text, value);
    return value;
  };
}
