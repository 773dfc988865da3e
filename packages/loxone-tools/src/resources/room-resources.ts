import type { HouseEntry } from '../house/house-entry.js';
import { isOn } from '../state/condition.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { cleanText } from '../text/clean-text.js';
import { type Body, listBody, objectBody, type Row } from './body.js';
import type { ResourceCall, ResourceSpec } from './define-resource.js';
import { countBy, deviceList, deviceRow, type SeenRoom, seenRooms } from './rows.js';
import { isOfKind } from './sensor-kinds.js';

/** Rooms, and what is in them. */
export const ROOM_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'rooms',
    name: 'rooms',
    title: 'Rooms',
    description: 'All rooms with how many devices of each family they have.',
    changes: 'structure',
    priority: 0.8,
    body: (call) => listBody('rooms', seenRooms(call), roomRow),
  },
  {
    path: 'rooms/{room}',
    name: 'room',
    title: 'Room',
    description: 'One room by name or id: its devices and how they are.',
    changes: 'live',
    priority: 0.8,
    body: inRoom(({ room, entries }, { home }) =>
      listBody('devices', entries, (entry) => deviceRow(entry, home), {
        id: room.id,
        name: cleanText(room.name),
      }),
    ),
  },
  {
    path: 'rooms/{room}/devices',
    name: 'room-devices',
    title: 'Devices of a room',
    description: 'The devices of one room and how they are.',
    changes: 'live',
    priority: 0.6,
    body: inRoom(({ entries }, call) => deviceList(entries, call)),
  },
  {
    path: 'rooms/{room}/overview',
    name: 'room-overview',
    title: 'Room at a glance',
    description: 'What is on, the climate and the sensors of one room.',
    changes: 'live',
    priority: 0.7,
    body: inRoom(roomOverview),
  },
  {
    path: 'rooms/{room}/climate',
    name: 'room-climate',
    title: 'Climate of a room',
    description: 'Heating, cooling, ventilation and temperatures of one room.',
    changes: 'live',
    priority: 0.5,
    body: inRoom(({ entries }, call) => deviceList(entries.filter(isClimate), call)),
  },
];

/** Heating and the like, and what measures its success. */
export function isClimate(entry: HouseEntry): boolean {
  return (
    entry.control.family === 'climate' ||
    isOfKind(entry, 'temperature') ||
    isOfKind(entry, 'humidity')
  );
}

function inRoom(
  show: (room: SeenRoom, call: ResourceCall) => Body,
): (call: ResourceCall) => Body | undefined {
  return (call) => {
    const found = resolveRoom(call.values.room ?? '', call.index, call.access);
    if (!found.ok) return undefined;
    const entries = found.value.entries.filter((entry) => call.access.sees(entry));
    return show({ room: found.value, entries }, call);
  };
}

function roomRow({ room, entries }: SeenRoom): Row {
  return {
    id: room.id,
    name: cleanText(room.name),
    devices: entries.length,
    families: countBy(entries, ({ control }) => control.family),
  };
}

function roomOverview(seen: SeenRoom, { home }: ResourceCall): Body {
  const show = (entry: HouseEntry): Row => deviceRow(entry, home);
  const { entries } = seen;
  const on = entries.filter(({ control }) => isOn(control, home.states(control.id)) === true);
  return objectBody({
    ...roomRow(seen),
    on: on.map(show),
    climate: entries.filter(isClimate).map(show),
    covers: entries.filter(({ control }) => control.family === 'covers').map(show),
    security: entries
      .filter(({ control }) => control.family === 'access' || control.family === 'security')
      .map(show),
  });
}
