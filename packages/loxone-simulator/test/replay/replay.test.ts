import {
  encodeTextTable,
  encodeValueTable,
  formatRecording,
  MESSAGE_KIND,
  parseRecording,
  type Recording,
  type RecordingEvent,
  ZERO_UUID,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { readRecordedHouse, startReplay } from '../../src/index.js';
import { uuidFrom } from '../../src/uuid-from.js';
import { idOf, structureOf } from '../support/bench.js';
import { subscribe } from '../support/logins.js';
import { ManualTime } from '../support/manual-time.js';
import { get, start } from '../support/simulators.js';
import { readTables } from '../support/tables.js';

const ID = idOf('Lamp');
const ACTIVE = uuidFrom(`${ID}/active`);
const TEXT = uuidFrom('replay/text');
const STRUCTURE = JSON.stringify(structureOf({ type: 'Switch', name: 'Lamp', states: ['active'] }));

function values(t: number, value: number): RecordingEvent {
  const bytes = encodeValueTable([{ uuid: ACTIVE, value }]);
  return { t, kind: 'received', id: MESSAGE_KIND.values, payload: { bytes } };
}

function texts(t: number, text: string): RecordingEvent {
  const bytes = encodeTextTable([{ uuid: TEXT, icon: ZERO_UUID, text }]);
  return { t, kind: 'received', id: MESSAGE_KIND.texts, payload: { bytes } };
}

const ACK: RecordingEvent = {
  t: 90,
  kind: 'received',
  id: MESSAGE_KIND.text,
  payload: { text: '{"LL":{"control":"dev/sps/enablebinstatusupdate","value":"1","Code":"200"}}' },
};

function recording(...events: readonly RecordingEvent[]): Recording {
  return {
    header: { version: 1, firmware: '13.2.4.14', startedAt: 1_700_000_000_000 },
    events: [
      { t: 5, kind: 'http', path: '/data/LoxAPP3.json', status: 200, body: STRUCTURE },
      { t: 20, kind: 'opened' },
      { t: 25, kind: 'sent', payload: { omitted: 'key exchange' } },
      ...events,
    ],
  };
}

const FULL = recording(
  ACK,
  values(100, 1),
  texts(120, 'first'),
  { t: 150, kind: 'received', id: MESSAGE_KIND.keepalive },
  values(1100, 0),
  texts(3100, 'second'),
  values(5100, 1),
);

describe('what a recording tells', () => {
  it('structure, firmware, the dump, and what changed when', () => {
    const house = readRecordedHouse(parseRecording(formatRecording(FULL)));
    expect([house.structure, house.firmware]).toEqual([STRUCTURE, '13.2.4.14']);
    expect(house.dump.map(({ kind }) => kind)).toEqual([2, 3]);
    expect(house.deltas.map(({ afterMs, kind }) => [afterMs, kind])).toEqual([
      [1000, 2],
      [3000, 3],
      [5000, 2],
    ]);
  });

  it('the structure may have come by the socket', () => {
    const [, ...events] = FULL.events;
    const payload = { text: STRUCTURE };
    const file = { t: 6, kind: 'received', id: MESSAGE_KIND.file, payload } as const;
    expect(readRecordedHouse({ ...FULL, events: [file, ...events] }).structure).toBe(STRUCTURE);
  });

  it('where the structure came twice, the house as it became', () => {
    const changed = { t: 9000, kind: 'http', path: '/data/LoxAPP3.json', status: 200 } as const;
    const body = STRUCTURE.replace('Lamp', 'Ceiling');
    const { events } = FULL;
    expect(
      readRecordedHouse({ ...FULL, events: [...events, { ...changed, body }] }).structure,
    ).toBe(body);
  });

  it('the firmware that the box told of, where the recorder did not know', () => {
    const value = "{'snr': '50:4F:94:00:00:01', 'version':'12.0.2.24'}";
    const body = JSON.stringify({ LL: { control: 'dev/cfg/apiKey', value, Code: '200' } });
    const told = { t: 1, kind: 'http', path: '/jdev/cfg/apiKey', status: 200, body } as const;
    const { header, events } = FULL;
    const asked = [told, ...events];
    expect(readRecordedHouse({ header: { version: 1 }, events: asked }).firmware).toBe('12.0.2.24');
    expect(readRecordedHouse({ header, events: asked }).firmware).toBe('13.2.4.14');
    const other = { ...told, path: '/jdev/cfg/version' };
    const { firmware } = readRecordedHouse({ header: { version: 1 }, events: [other, ...events] });
    expect(firmware).toBeUndefined();
  });

  it('nothing but tables counts, and omitted ones do not', () => {
    const omitted = {
      t: 200,
      kind: 'received',
      id: MESSAGE_KIND.values,
      payload: { omitted: 'x' },
    };
    const { dump, deltas } = readRecordedHouse(recording(ACK, omitted as RecordingEvent));
    expect([dump, deltas]).toEqual([[], []]);
  });

  it('is not enough without a structure file', () => {
    const refused = {
      t: 5,
      kind: 'http',
      path: '/data/LoxAPP3.json',
      status: 503,
      body: '',
    } as const;
    for (const events of [[], [refused], [values(1, 1)]]) {
      expect(() => readRecordedHouse({ header: { version: 1 }, events })).toThrowError(
        expect.objectContaining({ code: 'ERR_LOXONE_STRUCTURE_INVALID' }),
      );
    }
  });
});

describe('a replay', () => {
  async function replayed(speed: number) {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const { clock, timers } = time;
    const recorded = readRecordedHouse(FULL);
    const { structure } = recorded;
    const simulator = await start({ structure, clock, timers, physics: false });
    const replay = startReplay(simulator, recorded, { speed, timers });
    return { time, simulator, replay };
  }

  it('serves the structure file, begins with the dump and goes on with the changes', async () => {
    const { time, simulator, replay } = await replayed(1);
    expect((await get(simulator, 'data/LoxAPP3.json')).body).toBe(STRUCTURE);
    const talk = await subscribe(simulator);
    const dump = await readTables(talk.socket);
    expect([dump.values.get(ACTIVE), dump.texts.get(TEXT)]).toEqual([1, 'first']);
    const heard: unknown[] = [];
    for (const ms of [999, 1, 1999, 1, 2000, 60_000]) {
      time.advance(ms);
      // The change of this moment goes out when the box has waited for more of them.
      time.advance(0);
      heard.push(replay.played());
    }
    expect(heard).toEqual([0, 1, 1, 2, 3, 3]);
    const { values: numbers, texts: said } = await readTables(talk.socket);
    expect([numbers.get(ACTIVE), said.get(TEXT)]).toEqual([1, 'second']);
  });

  it('goes as fast as it is told to', async () => {
    const { time, simulator, replay } = await replayed(10);
    time.advance(100);
    expect([replay.played(), simulator.house.state(ACTIVE)]).toEqual([1, 0]);
    time.advance(400);
    expect([replay.played(), simulator.house.state(ACTIVE)]).toEqual([3, 1]);
  });

  it('stops when it is told to', async () => {
    const { time, simulator, replay } = await replayed(1);
    time.advance(1000);
    replay.stop();
    time.advance(60_000);
    expect([replay.played(), simulator.house.state(ACTIVE)]).toEqual([1, 0]);
  });

  it('cannot stand still', async () => {
    const { simulator } = await replayed(1);
    const recorded = readRecordedHouse(FULL);
    for (const speed of [0, -1, Number.NaN]) {
      expect(() => startReplay(simulator, recorded, { speed })).toThrow(RangeError);
    }
  });
});
