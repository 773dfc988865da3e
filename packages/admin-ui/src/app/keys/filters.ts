import type { KeyNotice, KeyStatus, KeyView } from '../../wire/index.js';
import type { Sort } from '../ui/table.js';

/** Which keys are shown. Empty texts: all. */
export interface KeyFilters {
  readonly text: string;
  /** `attention`: those that there is a notice about. */
  readonly status: KeyStatus | 'attention' | '';
  readonly role: string;
}

/** Everything is shown. */
export const NO_FILTERS: KeyFilters = { text: '', status: '', role: '' };

function textOf(key: KeyView): string {
  return [
    key.name,
    key.id,
    key.role,
    key.createdBy,
    ...key.addresses,
    ...key.devices,
    ...key.rooms,
    ...key.permissions,
  ]
    .join('\n')
    .toLocaleLowerCase();
}

/** @returns Those that fit all filters; of the text, every word must be found somewhere. */
export function filterKeys(
  keys: readonly KeyView[],
  filters: KeyFilters,
  notices: readonly KeyNotice[],
): readonly KeyView[] {
  const words = filters.text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const noticed = new Set(notices.map(({ keyId }) => keyId));
  return keys.filter((key) => {
    if (filters.role !== '' && key.role !== filters.role) return false;
    if (filters.status === 'attention' && !noticed.has(key.id)) return false;
    if (filters.status !== '' && filters.status !== 'attention' && key.status !== filters.status) {
      return false;
    }
    if (words.length === 0) return true;
    const text = textOf(key);
    return words.every((word) => text.includes(word));
  });
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

type Compare = (a: KeyView, b: KeyView) => number;

/** Those without a date come last when the earliest come first. */
function byTime(of: (key: KeyView) => number | undefined): Compare {
  return (a, b) => {
    const [first, second] = [of(a) ?? Number.POSITIVE_INFINITY, of(b) ?? Number.POSITIVE_INFINITY];
    return first === second ? 0 : first - second;
  };
}

const COMPARE: Readonly<Record<string, Compare>> = {
  name: (a, b) => collator.compare(a.name, b.name),
  role: (a, b) => collator.compare(a.role, b.role),
  status: (a, b) => collator.compare(a.status, b.status),
  uses: (a, b) => a.usage.uses - b.usage.uses,
  used: (a, b) => (a.usage.lastUsedAt ?? 0) - (b.usage.lastUsedAt ?? 0),
  expires: byTime((key) => key.expiresAt),
};

/** @returns The keys in another order; equal ones stay as they are: newest first. */
export function sortKeys(keys: readonly KeyView[], sort: Sort | undefined): readonly KeyView[] {
  if (sort === undefined || !Object.hasOwn(COMPARE, sort.by)) return keys;
  const compare = COMPARE[sort.by];
  if (compare === undefined) return keys;
  const sign = sort.descending ? -1 : 1;
  return [...keys].sort((a, b) => sign * compare(a, b));
}

/** @returns The notices about each key that there are any about. */
export function noticesByKey(
  notices: readonly KeyNotice[],
): ReadonlyMap<string, readonly KeyNotice[]> {
  const found = new Map<string, KeyNotice[]>();
  for (const notice of notices) {
    const those = found.get(notice.keyId);
    if (those === undefined) found.set(notice.keyId, [notice]);
    else those.push(notice);
  }
  return found;
}
