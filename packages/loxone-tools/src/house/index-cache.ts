import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { buildIndex, type HouseIndex } from './house-index.js';
import { originalOf } from './watch-reads.js';

/** Gives the index of a house as it is now. */
export type IndexOf = (home: LoxoneHome) => HouseIndex;

/**
 * Builds each structure's index once. The subscription that drops it lives as long as the home and
 * holds nothing but the slot, so neither outlives the other.
 */
export function createIndexCache(): IndexOf {
  const slots = new WeakMap<LoxoneHome, { index: HouseIndex | undefined }>();
  return (asked) => {
    const home = originalOf(asked);
    const slot = slots.get(home) ?? subscribe(home, slots);
    const index = slot.index ?? buildIndex(home);
    // Before the first connection there is nothing yet, and nothing says that this has changed.
    slot.index = index.entries.length === 0 ? undefined : index;
    return index;
  };
}

function subscribe(
  home: LoxoneHome,
  slots: WeakMap<LoxoneHome, { index: HouseIndex | undefined }>,
): { index: HouseIndex | undefined } {
  const slot: { index: HouseIndex | undefined } = { index: undefined };
  slots.set(home, slot);
  home.onChange((change) => {
    if (change.type === 'structure') slot.index = undefined;
  });
  return slot;
}
