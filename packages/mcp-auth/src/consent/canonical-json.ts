/** Deeper than any arguments of a tool; text of a client must not exhaust the stack. */
const DEEPEST = 100;

/**
 * One text for one JSON value, whatever the order of its members and its layout (after RFC 8785):
 * what a person has agreed to is compared by it. Members that are `undefined` count as absent.
 *
 * @returns `undefined` for what no JSON can say, or what is nested too deep.
 */
export function canonicalJson(value: unknown): string | undefined {
  return written(value, DEEPEST);
}

function written(value: unknown, depth: number): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  if (typeof value !== 'object' || depth === 0) return undefined;
  return Array.isArray(value) ? writtenList(value, depth) : writtenObject(value, depth);
}

function writtenList(list: readonly unknown[], depth: number): string | undefined {
  const items: string[] = [];
  for (const item of list) {
    const text = written(item, depth - 1);
    if (text === undefined) return undefined;
    items.push(text);
  }
  return `[${items.join()}]`;
}

function writtenObject(object: object, depth: number): string | undefined {
  const members: string[] = [];
  // Sorted by UTF-16 code units, which is what `sort` does by itself.
  for (const [name, value] of Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value === undefined) continue;
    const text = written(value, depth - 1);
    if (text === undefined) return undefined;
    members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join()}}`;
}
