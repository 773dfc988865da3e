import { typeLabel } from '../house/house-entry.js';
import { cleanText } from '../text/clean-text.js';
import { listBody, objectBody } from './body.js';
import type { ResourceSpec } from './define-resource.js';
import { fromTool } from './from-tool.js';
import { countBy, seenRooms, seesAll, structureRow } from './rows.js';

/** The house as a whole. */
export const HOUSE_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'home',
    name: 'home',
    title: 'The house now',
    description: 'Rooms, what is on or open, alarms, mode and energy at a glance.',
    changes: 'live',
    priority: 1,
    body: fromTool('loxone_overview'),
  },
  {
    path: 'structure/summary',
    name: 'structure-summary',
    title: 'Structure in numbers',
    description: 'How many controls there are by room, category, family and type.',
    changes: 'structure',
    priority: 0.6,
    body: (call) => {
      const { entries, home } = call;
      const info = home.info();
      return objectBody({
        ...(info !== undefined && seesAll(call) && { house: cleanText(info.name) }),
        version: info?.structureVersion,
        controls: entries.length,
        rooms: countBy(entries, ({ room }) => cleanText(room?.name ?? '') || '(none)'),
        categories: countBy(entries, ({ category }) => cleanText(category?.name ?? '') || '(none)'),
        families: countBy(entries, ({ control }) => control.family),
        types: countBy(entries, ({ control }) => typeLabel(control.type)),
      });
    },
  },
  {
    path: 'structure',
    name: 'structure',
    title: 'Whole structure',
    description: 'All controls with room, category and type; without states.',
    changes: 'structure',
    priority: 0.3,
    body: (call) =>
      listBody('controls', call.entries, (entry) => structureRow(entry, call), {
        rooms: seenRooms(call).length,
      }),
  },
];
