import type { KeyView } from '../../wire/index.js';

/** Somebody whose records can be asked for. */
export interface ActorChoice {
  readonly id: string;
  /** `Kitchen tablet (lmcp_operator_004)`. */
  readonly label: string;
}

/**
 * Who can be chosen: all keys by name, then whoever else has been seen in the trail. The trail knows
 * actors by their exact id, so that choosing is better than typing.
 *
 * @param seen - Ids from the records that were read, in any order and number.
 */
export function actorChoices(
  keys: readonly Pick<KeyView, 'id' | 'name'>[],
  seen: readonly string[],
): readonly ActorChoice[] {
  const named = keys.map(({ id, name }) => ({ id, label: `${name} (${id})` }));
  const known = new Set(keys.map(({ id }) => id));
  const others = [...new Set(seen)].filter((id) => id !== '' && !known.has(id)).sort();
  return [
    ...named.sort((a, b) => a.label.localeCompare(b.label)),
    ...others.map((id) => ({ id, label: id })),
  ];
}
