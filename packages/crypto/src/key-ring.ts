import type { MasterKey } from './master-key.js';

/** One key to seal with, and any number of older ones that still open. */
export interface KeyRing {
  /** Id of the key that {@link seal} uses. */
  readonly currentId: string;
  has(id: string): boolean;
  /** @returns All ids, the current one first. */
  ids(): string[];
  get(id: string): MasterKey | undefined;
  /** The key of {@link KeyRing.currentId}. */
  readonly current: MasterKey;
}

/**
 * @param keys - `current` seals and opens, `previous` only open; a key given twice counts once.
 */
export function createKeyRing(keys: {
  readonly current: MasterKey;
  readonly previous?: readonly MasterKey[];
}): KeyRing {
  const { current, previous = [] } = keys;
  const byId = new Map([current, ...previous].map((key) => [key.id, key]));
  return {
    current,
    currentId: current.id,
    has: (id) => byId.has(id),
    ids: () => [...byId.keys()],
    get: (id) => byId.get(id),
  };
}
