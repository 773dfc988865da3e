import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJournal } from '../src/journal/create-journal.js';
import { isNoise } from '../src/journal/dead-band.js';
import { control } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { MANY_RUNS } from './support/many-runs.js';

const DIMMERS = ['a', 'b', 'c'].map((id) => control({ id, name: id, type: 'Dimmer' }));
const LAMP = control({ id: 'lamp', name: 'lamp', type: 'Switch' });
const TEXT = control({ id: 'text', name: 'text', type: 'TextState' });

function setUp(options: { capacity?: number; perControl?: number } = {}) {
  const home = new FakeHome([...DIMMERS, LAMP, TEXT], {
    a: { position: 0 },
    b: { position: 0 },
    c: { position: 0 },
    lamp: { active: 0 },
  });
  let now = 1000;
  const journal = createJournal(home, { clock: { now: () => now }, ...options });
  return {
    home,
    journal,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

const told = (journal: ReturnType<typeof setUp>['journal']) =>
  journal.read().map(({ control: id, before, value, at }) => [id, before, value, at]);

describe('a journal', () => {
  it('holds what changed, newest first, with unit and words', () => {
    const { home, journal, wait } = setUp();
    home.set('lamp', { active: 1 });
    wait(60_000);
    home.set('a', { position: 40 });
    expect(journal.since).toBe(1000);
    expect(journal.read()).toEqual([
      {
        sequence: 2,
        at: 61_000,
        control: 'a',
        state: 'position',
        before: 0,
        value: 40,
        unit: '%',
        text: '40 %',
      },
      {
        sequence: 1,
        at: 1000,
        control: 'lamp',
        state: 'active',
        before: false,
        value: true,
        text: 'on',
      },
    ]);
    expect(journal.read(1).map(({ control: id }) => id)).toEqual(['a']);
    expect(journal.read(2)).toEqual([]);
  });

  it('takes what the house tells first for how things are', () => {
    const { home, journal } = setUp();
    home.set('text', { textAndIcon: 'Hello' });
    expect(journal.read()).toEqual([]);
    home.set('text', { textAndIcon: 'Bye' });
    expect(journal.read()).toHaveLength(1);
  });

  it('leaves trembling out, and tells a slow drift in the end', () => {
    const { home, journal, wait } = setUp();
    home.set('a', { position: 50 });
    for (const position of [50.5, 49.6, 50.2, 50.6, 50.9]) {
      wait(20_000);
      home.set('a', { position });
    }
    expect(told(journal)).toEqual([['a', 0, 50, 1000]]);
    wait(20_000);
    home.set('a', { position: 51 });
    expect(told(journal)[0]?.[2]).toBe(51);
  });

  it('takes a movement for one event that ends where it ended', () => {
    const { home, journal, wait } = setUp();
    for (const position of [10, 30, 60, 99, 100]) {
      home.set('a', { position });
      wait(2000);
    }
    expect(told(journal)).toEqual([['a', 0, 100, 7000]]);
  });

  it('is not prolonged by trembling after a movement', () => {
    const { home, journal, wait } = setUp();
    home.set('a', { position: 80 });
    for (let step = 0; step < 4; step += 1) {
      wait(4000);
      home.set('a', { position: step % 2 === 0 ? 80.5 : 80 });
    }
    wait(1000);
    home.set('a', { position: 20 });
    expect(told(journal).map(([, before, value]) => [before, value])).toEqual([
      [80, 20],
      [0, 80],
    ]);
  });

  it('tells of a value that never rests anew each minute', () => {
    const { home, journal, wait } = setUp();
    for (let step = 1; step <= 60; step += 1) {
      home.set('a', { position: step % 2 === 0 ? 10 : 90 });
      wait(3000);
    }
    expect(journal.read()).toHaveLength(3);
  });

  it('tells each switching, however fast', () => {
    const { home, journal } = setUp();
    for (const active of [1, 0, 1]) home.set('lamp', { active });
    expect(journal.read().map(({ value }) => value)).toEqual([true, false, true]);
  });

  it('lets no chatty control push out the others', () => {
    const { home, journal } = setUp({ capacity: 10, perControl: 3 });
    home.set('a', { position: 40 });
    for (let step = 0; step < 100; step += 1) home.set('lamp', { active: (step + 1) % 2 });
    expect(journal.read().map(({ control: id }) => id)).toEqual(['lamp', 'lamp', 'lamp', 'a']);
  });

  it('drops the oldest of all when it is full', () => {
    const { home, journal, wait } = setUp({ capacity: 2, perControl: 2 });
    for (const id of ['a', 'b', 'c']) {
      home.set(id, { position: 40 });
      wait(60_000);
    }
    expect(journal.read().map(({ control: id }) => id)).toEqual(['c', 'b']);
  });

  it('is bounded and in order whatever happens', MANY_RUNS, () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'lamp'),
      value: fc.integer({ min: 0, max: 100 }),
      wait: fc.integer({ min: 0, max: 30_000 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
        const { home, journal, wait } = setUp({ capacity: 8, perControl: 3 });
        for (const { id, value, wait: ms } of changes) {
          wait(ms);
          home.set(id, id === 'lamp' ? { active: value % 2 } : { position: value });
        }
        const entries = journal.read();
        expect(entries.length).toBeLessThanOrEqual(8);
        const sequences = entries.map(({ sequence }) => sequence);
        expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => b - a));
        for (const id of ['a', 'b', 'c', 'lamp']) {
          const own = entries.filter((entry) => entry.control === id);
          expect(own.length).toBeLessThanOrEqual(3);
        }
        // What is told last of a control is how it is, give or take the dead band.
        for (const { control: id, state, value } of entries.slice(0, 1)) {
          const now = home.states(id).find(({ name }) => name === state);
          expect(now === undefined || isNoise(value, now) || now.value === value).toBe(true);
        }
      }),
    );
  });

  it('keeps no kilobytes of text', () => {
    const { home, journal } = setUp();
    home.set('text', { textAndIcon: 'x' });
    home.set('text', { textAndIcon: 'y'.repeat(5000) });
    expect(String(journal.read()[0]?.value).length).toBeLessThanOrEqual(200);
  });

  it('stops writing when it is closed', () => {
    const { home, journal } = setUp();
    home.set('lamp', { active: 1 });
    journal.close();
    home.set('lamp', { active: 0 });
    expect(journal.read()).toHaveLength(1);
    expect(home.listeners).toBe(0);
  });

  it.each([{ capacity: 0 }, { capacity: 1.5 }, { perControl: 0 }, { capacity: 5, perControl: 6 }])(
    'cannot be made with %j',
    (options) => {
      expect(() => setUp(options)).toThrow(RangeError);
    },
  );
});

describe('the dead band', () => {
  it.each([
    [21.5, { value: 21.6, unit: '°C' }, true],
    [21.5, { value: 22, unit: '°C' }, false],
    [0, { value: 0.04, unit: 'kW' }, true],
    [0, { value: 0.06, unit: 'kW' }, false],
    [1000, { value: 1019, unit: 'W' }, true],
    [-1000, { value: -1020, unit: 'W' }, false],
    [100, { value: 101 }, false],
    [100, { value: 100.5 }, true],
    [false, { value: true }, false],
    ['a', { value: 'b' }, false],
    [null, { value: 1 }, false],
  ] as const)('from %j to %j: %j', (last, state, noise) => {
    expect(isNoise(last, state)).toBe(noise);
  });
});
