import type { Clock } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { Access } from '../access.js';
import { PERIODS } from '../energy/totals.js';
import { BUCKETS } from '../history/buckets.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { HouseIndex } from '../house/house-index.js';
import { seenCategories } from '../resources/category-resources.js';
import { findControl } from '../resources/control-resources.js';
import { topics } from '../resources/doc-resources.js';
import type { ResourceContext } from '../resources/resource.js';
import { seenRooms } from '../resources/rows.js';
import { SENSOR_KINDS } from '../resources/sensor-kinds.js';
import { seenTypes } from '../resources/type-resources.js';
import { readMoods } from '../state/moods.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { cleanText } from '../text/clean-text.js';
import type { CompletionKind } from './kind.js';
import type { Offer } from './match.js';
import { dates, instants, months, times } from './moments.js';

/** What completion looks at. */
export interface OfferCall {
  readonly home: LoxoneHome;
  readonly index: HouseIndex;
  readonly access: Pick<Access, 'sees'>;
  /** Controls that the caller sees. */
  readonly entries: readonly HouseEntry[];
  readonly context: ResourceContext;
  /** Arguments that were given already. */
  readonly given: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** The identity of all saved scenes and scenes of the house that the caller may know of. */
  readonly scenes: () => Promise<readonly Offer[]>;
}

type OffersOf = (call: OfferCall) => readonly Offer[] | Promise<readonly Offer[]>;

const OFFERS: Readonly<Record<Exclude<CompletionKind, object>, OffersOf>> = {
  text: () => [],
  room: rooms,
  rooms,
  device: (call) => within(call).map(({ label, control }) => ({ value: label, also: control.id })),
  devices: (call) => within(call).map(({ label, control }) => ({ value: label, also: control.id })),
  'device-id': (call) =>
    within(call).map(({ label, control }) => ({ value: control.id, also: label })),
  category: (call) =>
    seenCategories(call).map(({ id, name }) => ({ value: cleanText(name) || id, also: id })),
  type: (call) => seenTypes(call).map(([type]) => ({ value: type })),
  'sensor-kind': () => words(SENSOR_KINDS),
  scene: (call) => call.scenes(),
  mood: moods,
  mode: ({ context }) =>
    (context.data?.modes().all ?? []).map(({ name }) => ({ value: cleanText(name) })),
  topic: () => words([...topics().keys()]),
  bucket: () => words(BUCKETS),
  output: outputs,
  period: () => words(PERIODS.filter((period) => period !== 'now')),
  month: ({ clock }) => words(months(clock.now())),
  instant: ({ clock }) => words(instants(clock.now())),
  date: ({ clock }) => words(dates(clock.now())),
  time: () => words(times()),
  limit: () => words(['10', '20', '50', '100', '200', '500']),
  fields: () => words(['id', 'name', 'room', 'family', 'kind', 'state']),
};

/** All values of a kind that this caller may know of. */
export async function offersOf(kind: CompletionKind, call: OfferCall): Promise<readonly Offer[]> {
  return typeof kind === 'object' ? words(kind.choices) : OFFERS[kind](call);
}

function words(values: readonly string[]): readonly Offer[] {
  return values.map((value) => ({ value }));
}

/** By name where that is enough, else by id. */
function rooms({ index, access }: OfferCall): readonly Offer[] {
  const seen = seenRooms({ index, access }).map(({ room }) => room);
  return seen.map(({ id, name }) => {
    const shown = cleanText(name);
    const isClear = seen.filter((other) => cleanText(other.name) === shown).length === 1;
    return isClear && shown !== '' ? { value: shown, also: id } : { value: id, also: shown };
  });
}

/** Only what is in the room that was given already; all that is seen without one. */
function within({ given, index, access, entries }: OfferCall): readonly HouseEntry[] {
  const asked = given.room ?? '';
  if (asked === '') return entries;
  const room = resolveRoom(asked, index, access);
  return room.ok ? room.value.entries.filter((entry) => access.sees(entry)) : [];
}

/** Moods of the device that was given already, else of all in the room, else of all. */
function moods(call: OfferCall): readonly Offer[] {
  const { given, home } = call;
  const asked = given.device ?? given.uuid ?? given.target ?? '';
  const one = asked === '' ? undefined : findControl(asked, call);
  const controls = asked === '' ? within(call) : one === undefined ? [] : [one];
  return controls.flatMap(({ control, label }) =>
    (readMoods(home.states(control.id))?.list ?? []).map(({ name }) => ({
      value: name,
      also: label,
    })),
  );
}

/** What the device that was given already records. */
function outputs(call: OfferCall): readonly Offer[] {
  const { context, given } = call;
  const entry = findControl(given.uuid ?? given.device ?? '', call);
  if (entry === undefined) return [];
  return (context.data?.recorded(entry.control.id) ?? []).map(({ output, title }) => ({
    value: cleanText(output),
    also: cleanText(title),
  }));
}
