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
} from '@gatehouse/loxone-protocol';
import type { Disguise } from './disguise.js';
import { scrubText } from './scrub-json.js';

/**
 * A table of events whose ids and texts tell nothing of whose they are. Cut tables end before the
 * event that was cut.
 *
 * @param personalStates - Disguised uuids of states whose texts are left out.
 * @returns `undefined` for a message that is no table.
 */
export function scrubTable(
  kind: MessageKind,
  bytes: Uint8Array,
  disguise: Disguise,
  personalStates: ReadonlySet<string>,
): Uint8Array | undefined {
  const renamed = <Event extends { readonly uuid: string; readonly truncated?: true }>(
    events: readonly Event[],
  ): readonly Event[] =>
    events
      .filter((event) => event.truncated !== true)
      .map((event) => ({ ...event, uuid: disguise.id(event.uuid) }));
  if (kind === MESSAGE_KIND.values) return encodeValueTable(renamed(decodeValueTable(bytes)));
  if (kind === MESSAGE_KIND.daytimers) {
    return encodeDaytimerTable(renamed(decodeDaytimerTable(bytes)));
  }
  if (kind === MESSAGE_KIND.weather) return encodeWeatherTable(renamed(decodeWeatherTable(bytes)));
  if (kind !== MESSAGE_KIND.texts) return undefined;
  return encodeTextTable(
    renamed(decodeTextTable(bytes)).map((event) => ({
      ...event,
      icon: disguise.id(event.icon),
      text: personalStates.has(event.uuid) ? '' : scrubText(event.text, disguise),
    })),
  );
}
