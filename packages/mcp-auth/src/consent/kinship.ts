import type { KeyId, KeyRecord } from '@gatehouse/core';

/** A key's id, where its record is gone: `mcp_admin_001`. Names of people have no such end. */
const LIKE_A_KEY = /_\d{3,}$/;

/** Whom a key comes from. */
export interface Ancestor {
  readonly id: string;
  /** `false`: nobody knows any more what this key may do. */
  readonly known: boolean;
}

/**
 * Those who command two callers alike: whoever holds a key knows the keys that were made by it, and
 * the ones that replaced those. Each caller counts as its own ancestor.
 *
 * @returns Keys that both come from, and of whom the first two may be one. People at the machine,
 *   who make keys without having one, are not among them.
 */
export function sharedAncestors(
  one: string,
  other: string,
  records: readonly KeyRecord[],
): readonly Ancestor[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const ofOne = ancestorsOf(one, byId);
  const shared = [...ancestorsOf(other, byId)].filter((id) => ofOne.has(id));
  return shared
    .filter((id) => byId.has(id) || id === one || LIKE_A_KEY.test(id))
    .map((id) => ({ id, known: byId.has(id) }));
}

function ancestorsOf(id: string, byId: ReadonlyMap<KeyId, KeyRecord>): ReadonlySet<string> {
  const found = new Set([id]);
  // A set that grows while it is walked is walked to its new end.
  for (const next of found) {
    const record = byId.get(next);
    for (const from of [record?.createdBy, record?.replaces, record?.replacedBy]) {
      if (from !== undefined) found.add(from);
    }
  }
  return found;
}
