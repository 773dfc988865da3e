import {
  decodeDaytimerTable,
  decodeTextTable,
  decodeValueTable,
  decodeWeatherTable,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import {
  type StateContent,
  StateStore,
  textContent,
  valueContent,
} from '../../src/house/state-store.js';
import { noFaults } from '../../src/server/fault-state.js';
import { Publisher } from '../../src/server/publisher.js';
import { encodeStates, type StateTable } from '../../src/server/state-tables.js';
import { uuidFrom } from '../../src/uuid-from.js';
import { structureOf } from '../support/bench.js';
import { subscribe } from '../support/logins.js';
import { ManualTime } from '../support/manual-time.js';
import { start } from '../support/simulators.js';
import { readUntil } from '../support/tables.js';

const A = uuidFrom('a');
const B = uuidFrom('b');

describe('the store of states', () => {
  it('tells only what changed, once, with what it holds now', () => {
    const store = new StateStore();
    store.put(A, valueContent(1));
    store.put(B, textContent('x'));
    store.put(A, valueContent(2));
    expect(store.takeChanged()).toEqual([
      [A, valueContent(2)],
      [B, textContent('x')],
    ]);
    store.put(A, valueContent(2));
    store.put(B, textContent('x'));
    expect(store.takeChanged()).toEqual([]);
    expect([store.size, store.has(A), store.get(B)]).toEqual([2, true, textContent('x')]);
  });

  it('knows that NaN is NaN, that −0 is not 0, and that a number is no text', () => {
    const store = new StateStore();
    for (const [content, changes] of [
      [valueContent(Number.NaN), 1],
      [valueContent(Number.NaN), 0],
      [valueContent(0), 1],
      [valueContent(-0), 1],
      [textContent('0'), 1],
      [textContent('0', uuidFrom('icon')), 1],
    ] as const) {
      store.put(A, content);
      expect(store.takeChanged(), JSON.stringify(content)).toHaveLength(changes);
    }
  });

  it('calls once until the changes are taken', () => {
    let calls = 0;
    const store = new StateStore(() => {
      calls += 1;
    });
    for (let value = 0; value < 5; value += 1) store.put(A, valueContent(value));
    expect(calls).toBe(1);
    store.takeChanged();
    store.put(A, valueContent(9));
    expect(calls).toBe(2);
  });
});

describe('state tables', () => {
  it('are one for each kind, in the order of the box, none of them empty', () => {
    const daytimers: StateContent = {
      kind: 'daytimers',
      schedule: { defaultValue: 1, entries: [] },
    };
    const weather: StateContent = { kind: 'weather', report: { lastUpdate: 5, entries: [] } };
    const tables = encodeStates([
      [uuidFrom('w'), weather],
      [uuidFrom('t'), textContent('text')],
      [uuidFrom('d'), daytimers],
      [uuidFrom('v'), valueContent(1.5)],
    ]);
    expect(tables.map(({ kind }) => kind)).toEqual([2, 3, 4, 7]);
    const [values, texts, schedules, reports] = tables.map(({ payload }) => payload);
    expect(decodeValueTable(values ?? new Uint8Array())).toEqual([
      { uuid: uuidFrom('v'), value: 1.5 },
    ]);
    expect(decodeTextTable(texts ?? new Uint8Array())[0]).toMatchObject({
      uuid: uuidFrom('t'),
      text: 'text',
    });
    expect(decodeDaytimerTable(schedules ?? new Uint8Array())[0]).toMatchObject({
      defaultValue: 1,
    });
    expect(decodeWeatherTable(reports ?? new Uint8Array())[0]).toMatchObject({ lastUpdate: 5 });
    expect(encodeStates([])).toEqual([]);
    expect(encodeStates([[A, valueContent(1)]]).map(({ kind }) => kind)).toEqual([2]);
  });

  it('are split when they are large, and lose nothing', () => {
    const entries = Array.from(
      { length: 12_345 },
      (_, index) => [uuidFrom(`${index}`), valueContent(index)] as const,
    );
    const tables = encodeStates(entries);
    expect(tables.map(({ payload }) => payload.length / 24)).toEqual([5000, 5000, 2345]);
    const decoded = tables.flatMap(({ payload }) => decodeValueTable(payload));
    expect(decoded.map(({ value }) => value)).toEqual(entries.map((_, index) => index));
  });
});

describe('the publisher', () => {
  function publisher() {
    const time = new ManualTime(0);
    const faults = noFaults();
    const store: StateStore = new StateStore(() => it_.schedule());
    const it_: Publisher = new Publisher({
      states: () => store,
      timers: time.timers,
      coalesceMs: 20,
      faults,
    });
    const received: StateTable[][] = [];
    const subscriber = {
      sendTables: (tables: readonly StateTable[]) => received.push([...tables]),
    };
    return { publisher: it_, store, time, faults, received, subscriber };
  }

  it('sends everything at once, then changes after a moment, together', () => {
    const { publisher: it_, store, time, received, subscriber } = publisher();
    store.put(A, valueContent(1));
    it_.subscribe(subscriber);
    expect(received).toHaveLength(1);
    time.advance(20);
    received.length = 0;
    store.put(A, valueContent(2));
    time.advance(19);
    store.put(B, valueContent(3));
    expect(received).toHaveLength(0);
    time.advance(1);
    expect(received).toHaveLength(1);
    expect(received[0]?.[0]?.payload).toHaveLength(48);
    time.advance(1000);
    expect(received).toHaveLength(1);
  });

  it('goes on after changes that nobody heard', () => {
    const { publisher: it_, store, time, received, subscriber } = publisher();
    store.put(A, valueContent(1));
    time.advance(20);
    it_.subscribe(subscriber);
    received.length = 0;
    store.put(A, valueContent(2));
    time.advance(20);
    expect(received).toHaveLength(1);
  });

  it('has 31 slots, and nobody takes two', () => {
    const { publisher: it_ } = publisher();
    const subscribers = Array.from({ length: 31 }, () => ({ sendTables: () => undefined }));
    for (const subscriber of subscribers) {
      expect(it_.canSubscribe(subscriber)).toBe(true);
      it_.subscribe(subscriber);
      it_.subscribe(subscriber);
    }
    const [first] = subscribers;
    expect(it_.hasSlot).toBe(false);
    expect(it_.canSubscribe({ sendTables: () => undefined })).toBe(false);
    if (first) {
      expect(it_.canSubscribe(first)).toBe(true);
      it_.unsubscribe(first);
    }
    expect(it_.hasSlot).toBe(true);
  });

  it('sends nothing after it was stopped', () => {
    const { publisher: it_, store, time, received, subscriber } = publisher();
    it_.subscribe(subscriber);
    received.length = 0;
    store.put(A, valueContent(1));
    it_.stop();
    time.advance(100);
    expect(received).toHaveLength(0);
  });
});

describe('a very large house', () => {
  it('of 50,000 states is dumped whole, and lives', async () => {
    const plans = Array.from({ length: 5000 }, (_, index) => ({
      type: index % 2 === 0 ? 'Jalousie' : 'InfoOnlyAnalog',
      name: `Control ${index}`,
      states: Array.from({ length: 10 }, (__, state) => `state${state}`),
    }));
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const simulator = await start({
      structure: structureOf(...plans),
      clock: time.clock,
      timers: time.timers,
    });
    const talk = await subscribe(simulator);
    const { values } = await readUntil(talk.socket, (tables) => tables.values.size === 50_000);
    expect(values.size).toBe(50_000);
    time.advance(10_000);
    expect((await talk.ask('jdev/sys/getkey')).code).toBe(200);
  }, 30_000);
});
