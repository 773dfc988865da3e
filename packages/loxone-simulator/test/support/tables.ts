import {
  type DaytimerEvent,
  decodeDaytimerTable,
  decodeTextTable,
  decodeValueTable,
  decodeWeatherTable,
  type WeatherEvent,
} from '@gatehouse/loxone-protocol';
import type { Message, RawSocket } from './raw-socket.js';

/** Everything that a dump or some deltas held. */
export interface Tables {
  readonly values: Map<string, number>;
  readonly texts: Map<string, string>;
  readonly daytimers: Map<string, DaytimerEvent>;
  readonly weather: Map<string, WeatherEvent>;
  /** Kinds in the order in which they came. */
  readonly kinds: number[];
}

export function noTables(): Tables {
  return {
    values: new Map(),
    texts: new Map(),
    daytimers: new Map(),
    weather: new Map(),
    kinds: [],
  };
}

/** Adds one message; tells whether it was a table. */
export function addTable(tables: Tables, { kind, payload }: Message): boolean {
  const bytes = payload?.bytes ?? Buffer.alloc(0);
  if (kind === 2)
    for (const { uuid, value } of decodeValueTable(bytes)) tables.values.set(uuid, value);
  else if (kind === 3)
    for (const { uuid, text } of decodeTextTable(bytes)) tables.texts.set(uuid, text);
  else if (kind === 4)
    for (const event of decodeDaytimerTable(bytes)) tables.daytimers.set(event.uuid, event);
  else if (kind === 7)
    for (const event of decodeWeatherTable(bytes)) tables.weather.set(event.uuid, event);
  else return false;
  tables.kinds.push(kind);
  return true;
}

/** Reads tables up to the answer of a keepalive, which comes after what was sent before. */
export async function readTables(socket: RawSocket): Promise<Tables> {
  const tables = noTables();
  socket.send('keepalive');
  for (;;) {
    const message = await socket.message();
    if (message.kind === 6) return tables;
    addTable(tables, message);
  }
}

/** Reads the next table or tables until `done` holds. */
export async function readUntil(
  socket: RawSocket,
  done: (tables: Tables) => boolean,
): Promise<Tables> {
  const tables = noTables();
  while (!done(tables)) addTable(tables, await socket.message());
  return tables;
}
