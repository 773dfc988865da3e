import { isJsonObject, parseEmbeddedJson } from '../json.js';

const NUMBER = /^\s*[+-]?\d+(?:\.\d*)?(?:e[+-]?\d{1,3})?/i;

/**
 * Reads what an energy monitor or a charging manager answers to `getNodeValue/…/{uuid;uuid}`
 * (protocol reference §5.7). Its form is not published, so each plausible one is taken: one number;
 * numbers in the order of the nodes, as a list or separated by `;`; an object by uuid; a list of
 * objects with `uuid` and `value`.
 *
 * @param nodes - The uuids that were asked for, in that order.
 * @returns Values by uuid, only of nodes that were asked for.
 */
export function parseNodeValues(
  value: unknown,
  nodes: readonly string[],
): ReadonlyMap<string, number> {
  const asked = new Set(nodes);
  const found = new Map<string, number>();
  for (const [uuid, entry] of pairsOf(value, nodes)) {
    const number = readNumber(entry);
    if (number !== undefined && asked.has(uuid)) found.set(uuid, number);
  }
  return found;
}

/** A list of objects with `uuid` and `value`. */
export function formatNodeValues(
  values: ReadonlyMap<string, number>,
): readonly { readonly uuid: string; readonly value: number }[] {
  return Array.from(values, ([uuid, value]) => ({ uuid, value }));
}

function pairsOf(
  value: unknown,
  nodes: readonly string[],
): readonly (readonly [string, unknown])[] {
  const json = parseEmbeddedJson(value) ?? value;
  if (Array.isArray(json))
    return json.slice(0, nodes.length).map((entry, at) => pairOf(entry, nodes[at]));
  if (isJsonObject(json)) return Object.entries(json);
  const parts = typeof json === 'string' ? json.split(';', nodes.length) : [json];
  return parts.map((entry, at) => [nodes[at] ?? '', entry]);
}

function pairOf(entry: unknown, node: string | undefined): readonly [string, unknown] {
  const named = isJsonObject(entry) && typeof entry.uuid === 'string' ? entry.uuid : node;
  return [named ?? '', entry];
}

function readNumber(entry: unknown): number | undefined {
  const value = isJsonObject(entry) ? entry.value : entry;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const digits = typeof value === 'string' ? NUMBER.exec(value)?.[0] : undefined;
  return digits === undefined ? undefined : Number(digits);
}
