import type { HomeChange } from '@gatehouse/loxone-controls';
import { parseStructure } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { HomeMemory } from '../src/home-memory.js';
import { buildHouse, type House } from '../src/house.js';
import { recordingLogger } from './support/harness.js';
import { ID, littleHouse } from './support/house-file.js';
import { ManualTime } from './support/manual-time.js';

interface Bench {
  readonly memory: HomeMemory;
  readonly time: ManualTime;
  readonly changes: HomeChange[];
  readonly logs: string[];
}

function makeBench(listening = true): Bench {
  const time = new ManualTime();
  const logs: string[] = [];
  const memory = new HomeMemory(time, recordingLogger(logs));
  memory.adopt(house());
  const changes: HomeChange[] = [];
  if (listening) memory.subscribe((change) => changes.push(change));
  return { memory, time, changes, logs };
}

function house(change: (file: Record<string, unknown>) => void = () => undefined): House {
  const file = littleHouse();
  change(file);
  return buildHouse(parseStructure(file), '15', '1');
}

describe('HomeMemory states', () => {
  it('knows nothing before the first event', () => {
    const { memory } = makeBench();
    expect(memory.states(ID.lamp)).toEqual([{ name: 'active', value: null }]);
    expect(memory.states('unknown')).toEqual([]);
  });

  it('decodes by the catalog and remembers when', () => {
    const { memory, time } = makeBench();
    memory.apply([{ uuid: ID.blindPosition, raw: 0.25 }], 1);
    const [, , position] = memory.states(ID.blind);
    expect(position).toMatchObject({
      name: 'position',
      value: 25,
      unit: '%',
      receivedAt: time.now(),
    });
  });

  it('tells each control that shares a uuid', () => {
    const { memory, changes, time } = makeBench();
    memory.apply([{ uuid: ID.lampActive, raw: 1 }], 1);
    const state = { name: 'active', value: true, text: 'on', receivedAt: time.now() };
    expect(changes).toEqual([
      {
        type: 'states',
        changes: [
          { control: ID.lamp, state, before: null },
          { control: ID.twin, state, before: null },
        ],
      },
    ]);
  });

  it('tells what was before, and only of what is different', () => {
    const { memory, changes } = makeBench();
    memory.apply([{ uuid: ID.dimmerPosition, raw: 10 }], 1);
    memory.apply([{ uuid: ID.dimmerPosition, raw: 10 }], 2);
    memory.apply([{ uuid: ID.dimmerPosition, raw: Number.NaN }], 3);
    memory.apply([{ uuid: ID.dimmerPosition, raw: Number.NaN }], 4);
    memory.apply([{ uuid: ID.dimmerPosition, raw: 30 }], 5);
    const told = changes.flatMap((change) => (change.type === 'states' ? change.changes : []));
    expect(told.map(({ before, state }) => [before, state.value])).toEqual([
      [null, 10],
      [10, null],
      [null, 30],
    ]);
  });

  it('batches the changes of one slice', () => {
    const { memory, changes } = makeBench();
    memory.apply(
      [
        { uuid: ID.blindDown, raw: 1 },
        { uuid: ID.blindPosition, raw: 0.5 },
        { uuid: 'unknown to the house', raw: 1 },
      ],
      1,
    );
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ changes: [{ control: ID.blind }, { control: ID.blind }] });
  });

  it('keeps objects as they are and compares them by content', () => {
    const { memory, changes } = makeBench();
    const schedule = { defaultValue: 0, entries: [{ mode: 1, from: 60, to: 120 }] };
    memory.apply([{ uuid: ID.timerEntries, raw: schedule }], 1);
    memory.apply([{ uuid: ID.timerEntries, raw: structuredClone(schedule) }], 2);
    expect(changes).toHaveLength(1);
    expect(memory.states(ID.timer)).toMatchObject([{ value: schedule }]);
  });

  it('numbers the members of a list', () => {
    const { memory } = makeBench();
    memory.apply([{ uuid: ID.cool, raw: 18.5 }], 1);
    expect(memory.states(ID.thermostat)).toMatchObject([
      { name: 'temperatures[0]', value: null },
      { name: 'temperatures[1]', value: 18.5 },
    ]);
  });

  it('remembers also while nobody listens', () => {
    const { memory } = makeBench(false);
    memory.apply([{ uuid: ID.lampActive, raw: 1 }], 1);
    expect(memory.states(ID.lamp)).toMatchObject([{ value: true }]);
  });

  it('tells watchers which message brought a change', () => {
    const { memory } = makeBench(false);
    const seen: unknown[] = [];
    const unwatch = memory.watch((changes, sequence) => seen.push([changes.length, sequence]));
    memory.apply([{ uuid: ID.lampActive, raw: 1 }], 7);
    unwatch();
    memory.apply([{ uuid: ID.lampActive, raw: 0 }], 8);
    expect(seen).toEqual([[2, 7]]);
  });
});

describe('HomeMemory structure', () => {
  it('keeps the values of states that stay and forgets the others', () => {
    const { memory, changes } = makeBench();
    memory.apply(
      [
        { uuid: ID.lampActive, raw: 1 },
        { uuid: ID.dimmerPosition, raw: 40 },
      ],
      1,
    );
    const without = house((file) => {
      delete (file.controls as Record<string, unknown>)[ID.dimmer];
    });
    memory.adopt(without);
    expect(changes.at(-1)).toEqual({ type: 'structure' });
    expect(memory.states(ID.lamp)).toMatchObject([{ value: true }]);
    memory.adopt(house());
    expect(memory.states(ID.dimmer)).toMatchObject([{ value: null }]);
  });

  it('knows a state that came before its structure', () => {
    const { memory } = makeBench();
    memory.adopt(
      house((file) => {
        delete (file.controls as Record<string, unknown>)[ID.dimmer];
      }),
    );
    memory.apply([{ uuid: ID.dimmerPosition, raw: 40 }], 1);
    memory.adopt(house());
    expect(memory.states(ID.dimmer)).toMatchObject([{ value: 40 }]);
  });
});

describe('HomeMemory status and listeners', () => {
  it('is stopped first, and since then', () => {
    const { memory, time } = makeBench();
    expect(memory.status).toEqual({ phase: 'stopped', since: time.now() });
  });

  it('counts the phase from its beginning, not from its last problem', async () => {
    const { memory, time, changes } = makeBench();
    memory.report({ phase: 'connecting' });
    const since = time.now();
    await time.advance(1000);
    memory.report({ phase: 'connecting', problem: 'p', retryAt: 5 });
    expect(memory.status).toEqual({ phase: 'connecting', problem: 'p', retryAt: 5, since });
    await time.advance(1000);
    memory.report({ phase: 'live' });
    expect(memory.status).toEqual({ phase: 'live', since: since + 2000 });
    expect(changes.map(({ type }) => type)).toEqual(['status', 'status', 'status']);
  });

  it('ends subscriptions one by one', () => {
    const { memory } = makeBench(false);
    const seen: string[] = [];
    const listener = (change: HomeChange): void => void seen.push(change.type);
    const first = memory.subscribe(listener);
    const second = memory.subscribe(listener);
    memory.report({ phase: 'live' });
    first();
    first();
    memory.report({ phase: 'live' });
    second();
    memory.report({ phase: 'live' });
    expect(seen).toHaveLength(3);
  });

  it('survives a listener that throws', () => {
    const { memory, changes, logs } = makeBench(false);
    memory.subscribe(() => {
      throw new RangeError('secret of the listener');
    });
    memory.subscribe((change) => changes.push(change));
    memory.report({ phase: 'live' });
    expect(changes).toHaveLength(1);
    expect(logs).toEqual([
      'error a listener of the house threw {"change":"status","kind":"RangeError"}',
    ]);
  });
});
