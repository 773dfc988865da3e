import { createRequire } from 'node:module';
import type { ValueEvent } from '@gatehouse/loxone-protocol';
import { decodeValueTable, encodeValueTable } from '@gatehouse/loxone-protocol';
import type { Case } from '../measure.js';
import { measure, nowUs, ratio } from '../measure.js';
import type { GroupResult } from '../report.js';
import type { Settings } from '../settings.js';

/** Entries of a table: as many states as a large house has. */
const ENTRIES = 10_000;
const TABLES = 20;

interface ForeignEvent {
  readonly uuid: { readonly string: string };
  readonly value: number;
  readonly data_length: number;
}

/** `lib/Message/EventValue.js` of node-lox-ws-api. It swaps bytes of what it reads, in place. */
type EventValue = new (bytes: Buffer, offset: number) => ForeignEvent;

/** `modules/BinaryEvent.js` of lxcommunicator. */
type BinaryEvent = new (
  bytes: ArrayBuffer,
  type: number,
) => { readonly events: readonly ValueEvent[] };

const VALUE_EVENTS = 2;
/** Neither package exports its decoder: they are loaded file by file, as their own code does. */
const load = createRequire(import.meta.url);

function hex(number: number, width: number): string {
  return (number >>> 0).toString(16).padStart(width, '0');
}

function houseOfStates(): readonly ValueEvent[] {
  return Array.from({ length: ENTRIES }, (_, index) => {
    const bits = Math.imul(index + 1, 0x9e3779b1);
    const tail = `504f94${hex(bits, 8)}${hex(index & 0xff, 2)}`;
    return {
      uuid: `${hex(bits, 8)}-${hex(index & 0xffff, 4)}-${hex(bits >>> 16, 4)}-${tail}`,
      value: index % 3 === 0 ? index / 7 : index % 2,
    };
  });
}

function decodersOf(bytes: Uint8Array): Readonly<Record<string, () => readonly ValueEvent[]>> {
  const Event: EventValue = load('node-lox-ws-api/lib/Message/EventValue.js');
  const Binary: BinaryEvent = load('lxcommunicator/modules/BinaryEvent.js');
  const buffer = Buffer.from(bytes);
  const memory = new Uint8Array(bytes).buffer;
  return {
    '@gatehouse/loxone-protocol': () => decodeValueTable(bytes),
    lxcommunicator: () => new Binary(memory, VALUE_EVENTS).events,
    'node-lox-ws-api': () => {
      const events: ValueEvent[] = [];
      for (let at = 0; at < buffer.length; ) {
        const event = new Event(buffer, at);
        events.push({ uuid: event.uuid.string, value: event.value });
        at += event.data_length;
      }
      return events;
    },
  };
}

function assertSame(name: string, events: readonly ValueEvent[], expected: string): void {
  const found = JSON.stringify(events.map(({ uuid, value }) => ({ uuid, value })));
  if (found !== expected) {
    throw new TypeError(`${name} decodes something else`);
  }
}

function timed(name: string, decode: () => readonly ValueEvent[]): number {
  const start = nowUs();
  const { length } = decode();
  const taken = nowUs() - start;
  if (length !== ENTRIES) {
    throw new TypeError(`${name} lost events`);
  }
  return taken;
}

/** Decodes tables of values, with the packages that others use beside ours: the same bytes. */
export async function decodeGroup({ rounds, share }: Settings): Promise<GroupResult> {
  const states = houseOfStates();
  const decoders = Object.entries(decodersOf(encodeValueTable(states)));
  const expected = JSON.stringify(states);
  const cases = decoders.map(([name, decode]): Case => {
    assertSame(name, decode(), expected);
    return {
      name,
      // One table is long enough to be timed alone: what else the machine does hits few of them.
      run: () =>
        Float64Array.from({ length: Math.ceil(TABLES * share) }, () => timed(name, decode)),
    };
  });
  const timings = await measure(cases, rounds);
  const [ours, ...others] = timings;
  return {
    name: `decode: value tables of ${ENTRIES.toLocaleString('en-US')} entries`,
    timings,
    claims: others.map((other) => ({
      what: `${other.name} : ours`,
      value: ratio(other, ours),
      unit: '×',
      goal: { kind: 'at least', value: 10 },
    })),
  };
}
