import type { HouseEntry } from '../house/house-entry.js';
import { cleanText } from '../text/clean-text.js';
import { fold } from '../text/fold.js';
import { listBody } from './body.js';
import type { ResourceCall, ResourceSpec } from './define-resource.js';
import { deviceRow } from './rows.js';

/** A category with what the caller sees of it. */
interface SeenCategory {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly entries: readonly HouseEntry[];
}

/** Categories, as the owner of the house has made them. */
export const CATEGORY_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'categories',
    name: 'categories',
    title: 'Categories',
    description: 'All categories of the house with how many devices they have.',
    changes: 'structure',
    priority: 0.5,
    body: (call) =>
      listBody('categories', seenCategories(call), ({ id, name, type, entries }) => ({
        id,
        name: cleanText(name),
        type: cleanText(type),
        devices: entries.length,
      })),
  },
  {
    path: 'categories/{category}',
    name: 'category',
    title: 'Category',
    description: 'One category by name or id: its devices and how they are.',
    changes: 'live',
    priority: 0.5,
    body: (call) => {
      const found = findCategory(call.values.category ?? '', call);
      if (found === undefined) return undefined;
      const head = { id: found.id, name: cleanText(found.name) };
      return listBody('devices', found.entries, (entry) => deviceRow(entry, call.home), head);
    },
  },
];

/** Categories of which the caller sees something. */
export function seenCategories({
  entries,
}: Pick<ResourceCall, 'entries'>): readonly SeenCategory[] {
  const found = new Map<string, Omit<SeenCategory, 'entries'> & { entries: HouseEntry[] }>();
  for (const entry of entries) {
    if (entry.category === undefined) continue;
    const known = found.get(entry.category.id);
    if (known === undefined) found.set(entry.category.id, { ...entry.category, entries: [entry] });
    else known.entries.push(entry);
  }
  return [...found.values()];
}

function findCategory(asked: string, call: ResourceCall): SeenCategory | undefined {
  const all = seenCategories(call);
  const byId = all.find(({ id }) => id.toLowerCase() === asked.trim().toLowerCase());
  if (byId !== undefined) return byId;
  const named = all.filter(({ name }) => fold(name) !== '' && fold(name) === fold(asked));
  return named.length === 1 ? named[0] : undefined;
}
