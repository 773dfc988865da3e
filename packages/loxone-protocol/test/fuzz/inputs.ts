import fc from 'fast-check';
import { anyUnicode } from '../support/bytes.js';

/** One change to a valid input. */
type Edit =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'set'; readonly at: number; readonly value: number }
  | {
      readonly kind: 'repeat';
      readonly at: number;
      readonly length: number;
      readonly times: number;
    }
  | { readonly kind: 'drop'; readonly at: number; readonly length: number };

const share = fc.double({ min: 0, max: 1, noNaN: true });
const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at: share }),
    fc.record({ kind: fc.constant('set' as const), at: share, value: fc.nat(255) }),
    fc.record({
      kind: fc.constant('repeat' as const),
      at: share,
      length: fc.integer({ min: 1, max: 12 }),
      times: fc.integer({ min: 2, max: 40 }),
    }),
    fc.record({
      kind: fc.constant('drop' as const),
      at: share,
      length: fc.integer({ min: 1, max: 30 }),
    }),
  ),
  { minLength: 1, maxLength: 6 },
);

function edit(bytes: Buffer, { at, ...change }: Edit): Buffer {
  const place = Math.floor(at * bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (change.kind) {
    case 'cut':
      return before;
    case 'set':
      return Buffer.concat([before, Buffer.of(change.value), after.subarray(1)]);
    case 'drop':
      return Buffer.concat([before, after.subarray(change.length)]);
    default: {
      const piece = after.subarray(0, change.length);
      return Buffer.concat([before, ...Array.from({ length: change.times }, () => piece), after]);
    }
  }
}

/** Arbitrary bytes, and the seeds with a few things changed. */
export function damagedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), edits)
    .map(([seed, changes]) => Uint8Array.from(changes.reduce(edit, Buffer.from(seed))));
  return fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    { weight: 3, arbitrary: mutated },
  );
}

/** Arbitrary text, and the seeds with a few things changed. */
export function damagedText(seeds: readonly string[]): fc.Arbitrary<string> {
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), edits)
    .map(([seed, changes]) => changes.reduce(edit, Buffer.from(seed)).toString('utf8'));
  return fc.oneof({ weight: 1, arbitrary: anyUnicode }, { weight: 3, arbitrary: mutated });
}

const scalar = fc.oneof(
  fc.constantFrom(null, true, '', '1', 0, -1, 1e308),
  fc.integer(),
  fc.double(),
  fc.string({ maxLength: 20 }),
);

/** Arbitrary JSON values, and the seeds with one of their values replaced by another. */
export function damagedJson(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  const replaced = fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.nat(10_000),
      fc.oneof(scalar, fc.constantFrom([], {}, [[]])),
    )
    .map(([seed, index, value]) => replaceNode(seed, index, value));
  return fc.oneof(
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 3, arbitrary: replaced },
  );
}

/** A copy in which the node with this number, counted through the tree, is another value. */
function replaceNode(seed: unknown, index: number, value: unknown): unknown {
  const total = countNodes(seed);
  let left = index % total;
  const walk = (node: unknown): unknown => {
    if (left === 0) {
      left = -1;
      return value;
    }
    left -= 1;
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, entry]) => [key, walk(entry)]));
  };
  return walk(seed);
}

function countNodes(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 1;
  return Object.values(node).reduce((sum: number, entry) => sum + countNodes(entry), 1);
}

/** How much a decoded value holds: characters, bytes, and a little for each thing. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 1;
  if (value instanceof Uint8Array) return value.length + 1;
  if (value instanceof Map) return sizeOf(Array.from(value));
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [, entry]) => sum + 1 + sizeOf(entry), 1);
}
