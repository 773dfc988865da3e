import type { Family } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import { shownValue, stateText, stateValue } from '../state/state-value.js';
import { listBody, type Row } from './body.js';
import type { ResourceCall, ResourceSpec } from './define-resource.js';
import { isClimate } from './room-resources.js';
import { deviceList, deviceRow } from './rows.js';
import { isOfKind, isSensorKind } from './sensor-kinds.js';

/** States in which a media zone keeps what it can play. */
const SOURCE_STATES = ['sourceList', 'roomFavs', 'favorites'] as const;

/** What belongs together across rooms. */
export const FAMILY_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'sensors/{kind}',
    name: 'sensors',
    title: 'Sensors of one kind',
    description:
      'Temperature, humidity, air-quality, motion, presence, door-window, smoke, water or weather-station.',
    changes: 'live',
    priority: 0.7,
    body: (call) => {
      const { kind = '' } = call.values;
      if (!isSensorKind(kind)) return undefined;
      return deviceList(
        call.entries.filter((entry) => isOfKind(entry, kind)),
        call,
      );
    },
  },
  {
    path: 'climate/overview',
    name: 'climate-overview',
    title: 'Climate of the house',
    description: 'Heating, cooling, ventilation and temperatures of all rooms.',
    changes: 'live',
    priority: 0.7,
    body: (call) => deviceList(call.entries.filter(isClimate), call),
  },
  {
    path: 'audio/zones',
    name: 'audio-zones',
    title: 'Media zones',
    description: 'All zones and what they play.',
    changes: 'live',
    priority: 0.6,
    body: ofFamilies('media'),
  },
  {
    path: 'audio/sources',
    name: 'audio-sources',
    title: 'Media sources',
    description: 'What each zone can play, and what it plays now.',
    changes: 'live',
    priority: 0.4,
    body: (call) =>
      listBody(
        'zones',
        call.entries.filter(({ control }) => control.family === 'media'),
        (entry) => sourcesRow(entry, call),
      ),
  },
  {
    path: 'security/status',
    name: 'security-status',
    title: 'Security',
    description: 'Alarms, doors, gates, locks and open windows.',
    changes: 'live',
    priority: 0.9,
    body: (call) =>
      deviceList(
        call.entries.filter((entry) => isSecurity(entry) || isOfKind(entry, 'door-window')),
        call,
      ),
  },
  {
    path: 'security/zones',
    name: 'security-zones',
    title: 'Alarm zones',
    description: 'Burglar, fire and water alarms and how they are.',
    changes: 'live',
    priority: 0.7,
    body: ofFamilies('security'),
  },
  {
    path: 'energy/meters',
    name: 'energy-meters',
    title: 'Meters and chargers',
    description: 'Meters, solar, battery, chargers and load managers and how they are.',
    changes: 'live',
    priority: 0.6,
    body: ofFamilies('energy'),
  },
];

function ofFamilies(...families: readonly Family[]): ResourceSpec['body'] {
  return (call) =>
    deviceList(
      call.entries.filter(({ control }) => families.includes(control.family)),
      call,
    );
}

function isSecurity({ control }: HouseEntry): boolean {
  return control.family === 'security' || control.family === 'access';
}

function sourcesRow(entry: HouseEntry, { home }: ResourceCall): Row {
  const states = home.states(entry.control.id);
  const playing = states.find(({ name }) => name === 'source');
  const source = playing === undefined ? undefined : stateText(playing);
  const lists = SOURCE_STATES.flatMap((name) => {
    const value = stateValue(states, name);
    return value === undefined || value === null ? [] : [[name, shownValue(value)] as const];
  });
  return {
    ...deviceRow(entry, home),
    ...(source !== undefined && { source }),
    sources: Object.fromEntries(lists),
  };
}
