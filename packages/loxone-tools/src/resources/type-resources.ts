import { controlType } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import { typeLabel } from '../house/house-entry.js';
import { cleanText } from '../text/clean-text.js';
import { listBody } from './body.js';
import { commandRows } from './control-resources.js';
import type { ResourceCall, ResourceSpec } from './define-resource.js';
import { deviceRow } from './rows.js';

/** Types of controls that the house has. */
export const TYPE_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'types',
    name: 'types',
    title: 'Types of devices',
    description: 'Which types of devices the house has, and how many of each.',
    changes: 'structure',
    priority: 0.4,
    body: (call) =>
      listBody('types', seenTypes(call), ([type, entries]) => ({
        type: cleanText(type),
        kind: typeLabel(type),
        known: controlType(type) !== undefined,
        devices: entries.length,
      })),
  },
  {
    path: 'types/{type}',
    name: 'type',
    title: 'Type of devices',
    description: 'The devices of one type, and what the type can do.',
    changes: 'live',
    priority: 0.4,
    body: (call) => {
      const [type, entries] = seenTypes(call).find(([name]) => name === call.values.type) ?? [];
      if (type === undefined || entries === undefined) return undefined;
      const head = {
        type: cleanText(type),
        kind: typeLabel(type),
        commands: commandRows(controlType(type)?.commands ?? []),
      };
      return listBody('devices', entries, (entry) => deviceRow(entry, call.home), head);
    },
  },
];

/** Types of which the caller sees a device. */
export function seenTypes({
  entries,
}: Pick<ResourceCall, 'entries'>): readonly (readonly [string, readonly HouseEntry[]])[] {
  const found = new Map<string, HouseEntry[]>();
  for (const entry of entries) {
    const { type } = entry.control;
    const known = found.get(type);
    if (known === undefined) found.set(type, [entry]);
    else known.push(entry);
  }
  return [...found];
}
