import {
  decodeDaytimerTable,
  decodeTextTable,
  decodeValueTable,
  decodeWeatherTable,
  encodeDaytimerTable,
  encodeTextTable,
  encodeValueTable,
  encodeWeatherTable,
  MESSAGE_KIND,
  type MessageKind,
  type Uuid,
} from '@gatehouse/loxone-protocol';
import type { StateContent } from '../house/state-store.js';

/** One table, ready to be sent. */
export interface StateTable {
  readonly kind: MessageKind;
  readonly payload: Uint8Array;
}

/** Large dumps are split, as the box does it (protocol reference §3.8). */
const MAX_EVENTS = 5000;

type Entries = Iterable<readonly [Uuid, StateContent]>;

/** The tables for some states: values, texts, daytimers, weather; those without an event are left out. */
export function encodeStates(entries: Entries): readonly StateTable[] {
  const { values, texts, daytimers, weather } = sortByKind(entries);
  return [
    ...tables(MESSAGE_KIND.values, values, encodeValueTable),
    ...tables(MESSAGE_KIND.texts, texts, encodeTextTable),
    ...tables(MESSAGE_KIND.daytimers, daytimers, encodeDaytimerTable),
    ...tables(MESSAGE_KIND.weather, weather, encodeWeatherTable),
  ];
}

/** What a table holds; nothing for a message of another kind. */
export function decodeStates({
  kind,
  payload,
}: StateTable): readonly (readonly [Uuid, StateContent])[] {
  switch (kind) {
    case MESSAGE_KIND.values:
      return decodeValueTable(payload).map(({ uuid, value }) => [uuid, { kind: 'value', value }]);
    case MESSAGE_KIND.texts:
      return decodeTextTable(payload).map(({ uuid, text, icon }) => [
        uuid,
        { kind: 'text', text, icon },
      ]);
    case MESSAGE_KIND.daytimers:
      return decodeDaytimerTable(payload).map(({ uuid, ...schedule }) => [
        uuid,
        { kind: 'daytimers', schedule },
      ]);
    case MESSAGE_KIND.weather:
      return decodeWeatherTable(payload).map(({ uuid, ...report }) => [
        uuid,
        { kind: 'weather', report },
      ]);
    default:
      return [];
  }
}

interface Sorted {
  readonly values: Parameters<typeof encodeValueTable>[0][number][];
  readonly texts: Parameters<typeof encodeTextTable>[0][number][];
  readonly daytimers: Parameters<typeof encodeDaytimerTable>[0][number][];
  readonly weather: Parameters<typeof encodeWeatherTable>[0][number][];
}

function sortByKind(entries: Entries): Sorted {
  const sorted: Sorted = { values: [], texts: [], daytimers: [], weather: [] };
  for (const [uuid, content] of entries) {
    switch (content.kind) {
      case 'value':
        sorted.values.push({ uuid, value: content.value });
        break;
      case 'text':
        sorted.texts.push({ uuid, icon: content.icon, text: content.text });
        break;
      case 'daytimers':
        sorted.daytimers.push({ uuid, ...content.schedule });
        break;
      case 'weather':
        sorted.weather.push({ uuid, ...content.report });
        break;
    }
  }
  return sorted;
}

function tables<Event>(
  kind: MessageKind,
  events: readonly Event[],
  encode: (events: readonly Event[]) => Uint8Array,
): readonly StateTable[] {
  const chunks = Math.ceil(events.length / MAX_EVENTS);
  return Array.from({ length: chunks }, (_, index) => ({
    kind,
    payload: encode(events.slice(index * MAX_EVENTS, (index + 1) * MAX_EVENTS)),
  }));
}
