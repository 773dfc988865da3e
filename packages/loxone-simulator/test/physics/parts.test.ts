import { describe, expect, it } from 'vitest';
import {
  brightestOf,
  brightnessOfCircuit,
  circuitsOf,
  isMaster,
  readCircuit,
  setBrightness,
  setWhite,
  writeCircuit,
} from '../../src/physics/circuits.js';
import { brightnessOf, formatColor, parseColor, withBrightness } from '../../src/physics/color.js';
import { LoadList } from '../../src/physics/loads.js';
import { MoodBook } from '../../src/physics/moods.js';
import { Drive } from '../../src/physics/motion.js';
import { Bench } from '../support/bench.js';

describe('a drive', () => {
  it('moves evenly, arrives exactly, and rests one step later', () => {
    const drive = new Drive(10);
    drive.moveTo(1);
    expect(drive.direction(0)).toBe(1);
    let position = 0;
    for (let second = 0; second < 10; second += 1) position = drive.step(position, 1);
    expect(position).toBe(1);
    expect([drive.target, drive.direction(position)]).toEqual([1, 0]);
    expect(drive.step(position, 1)).toBe(1);
    expect(drive.target).toBeUndefined();
  });

  it('never overshoots, however long the step', () => {
    const drive = new Drive(10);
    drive.moveTo(0.3);
    expect(drive.step(0.9, 1000)).toBe(0.3);
    drive.moveTo(0.7);
    expect(drive.step(0.3, 1000)).toBe(0.7);
  });

  it('turns round on the way, and stops where it is', () => {
    const drive = new Drive(10);
    drive.moveTo(1);
    const half = drive.step(0.4, 1);
    drive.moveTo(0);
    expect(drive.direction(half)).toBe(-1);
    expect(drive.step(half, 1)).toBeCloseTo(0.4);
    drive.stop();
    expect([drive.direction(0.4), drive.step(0.4, 5)]).toEqual([0, 0.4]);
  });
});

describe('moods', () => {
  const ids = (book: MoodBook): readonly number[] => book.list.map(({ id }) => id);

  it('differ from room to room, and never from run to run', () => {
    const names = (seed: string): string => new MoodBook(seed).list.map(({ name }) => name).join();
    expect(names('kitchen')).toBe(names('kitchen'));
    const all = Array.from({ length: 20 }, (_, index) => names(`room ${index}`));
    expect(new Set(all).size).toBeGreaterThan(3);
  });

  it('are learnt anew or again, but the static ones cannot be', () => {
    const book = new MoodBook('x');
    expect(book.learn(9, 'Feast')).toBe(true);
    expect(book.list.find(({ id }) => id === 9)).toMatchObject({
      name: 'Feast',
      t5: false,
      static: false,
    });
    expect(book.learn(4, 'Games')).toBe(true);
    expect(book.list.find(({ id }) => id === 4)).toMatchObject({ t5: true });
    expect(book.learn(9, 'Party')).toBe(true);
    expect(ids(book).filter((id) => id === 9)).toEqual([9]);
    for (const [id, name] of [
      [777, 'Bright'],
      [778, 'Off'],
      [0, 'Zero'],
      [1.5, 'Half'],
      [5, ''],
    ] as const) {
      expect(book.learn(id, name), `${id} ${name}`).toBe(false);
    }
  });

  it('keep their place among favourites when they change their number', () => {
    const book = new MoodBook('x');
    expect(book.change(1, { id: 6 })).toBe(true);
    expect(book.favorites).toEqual([6, 2, 777, 778]);
    expect(book.change(6, { id: 2 })).toBe(false);
    expect(book.change(6, { id: 6, name: 'Same' })).toBe(true);
    expect(book.change(99, { name: 'None' })).toBe(false);
    expect(book.change(778, { name: 'Dark' })).toBe(false);
  });

  it('are moved within the list, the favourites or the others', () => {
    const book = new MoodBook('x');
    expect(book.move('all', 778, 0)).toBe(true);
    expect(ids(book)).toEqual([778, 1, 2, 3, 777]);
    expect(book.move('favorites', 777, 1)).toBe(true);
    expect(book.favorites).toEqual([1, 777, 2, 778]);
    expect(book.move('favorites', 3, 0)).toBe(false);
    expect(book.move('additional', 3, 5)).toBe(true);
    expect(book.move('all', 1, 0.5)).toBe(false);
  });

  it('are favourites or not, never both', () => {
    const book = new MoodBook('x');
    expect(book.setFavorite(3, true)).toBe(true);
    expect([book.favorites, book.additional]).toEqual([[1, 2, 777, 778, 3], []]);
    book.setFavorite(3, true);
    expect(book.favorites.filter((id) => id === 3)).toEqual([3]);
    book.setFavorite(1, false);
    expect([book.favorites.includes(1), book.additional]).toEqual([false, [1]]);
    expect(book.setFavorite(99, true)).toBe(false);
    expect(book.delete(3)).toBe(true);
    expect([...book.favorites, ...book.additional]).not.toContain(3);
    expect(book.delete(777)).toBe(false);
  });
});

describe('circuits', () => {
  function bench(): Bench {
    return new Bench([
      {
        type: 'LightControllerV2',
        name: 'Lights',
        parts: {
          masterValue: { type: 'Dimmer' },
          masterColor: { type: 'ColorPickerV2' },
          AI1: { type: 'Dimmer' },
          AI2: { type: 'Switch' },
          AI3: { type: 'ColorPickerV2', details: { pickerType: 'Rgb' } },
          AI4: { type: 'ColorPickerV2', details: { pickerType: 'TunableWhite' } },
        },
      },
    ]);
  }

  it('are all parts but the masters', () => {
    const it_ = bench();
    const suffixes = circuitsOf(it_.control('Lights')).map(({ id }) => id.split('/').at(-1));
    expect(suffixes).toEqual(['AI1', 'AI2', 'AI3', 'AI4']);
    expect(isMaster(it_.control('Lights/masterValue'), 'masterValue')).toBe(true);
    expect(isMaster(it_.control('Lights/masterValue'), 'masterColor')).toBe(false);
    expect(isMaster(it_.control('Lights/AI1'), 'masterValue')).toBe(false);
  });

  it('have one brightness, whatever kind of lamp they are', () => {
    const it_ = bench();
    const brightness = (suffix: string, wanted: number): number => {
      const circuit = it_.control(`Lights/${suffix}`);
      setBrightness(circuit, wanted);
      return brightnessOfCircuit(circuit);
    };
    expect(['AI1', 'AI2', 'AI3', 'AI4'].map((suffix) => brightness(suffix, 40))).toEqual([
      40, 100, 40, 40,
    ]);
    expect(['AI1', 'AI2', 'AI3', 'AI4'].map((suffix) => brightness(suffix, 0))).toEqual([
      0, 0, 0, 0,
    ]);
    expect(brightness('AI1', 140)).toBe(100);
    expect(brightness('AI1', -5)).toBe(0);
  });

  it('count towards the master only if they can be dimmed', () => {
    const it_ = bench();
    setBrightness(it_.control('Lights/AI2'), 100);
    expect(brightestOf(it_.control('Lights'))).toBe(0);
    setBrightness(it_.control('Lights/AI4'), 30);
    expect(brightestOf(it_.control('Lights'))).toBe(30);
    const switches = new Bench([{ type: 'LightControllerV2', parts: { AI1: { type: 'Switch' } } }]);
    setBrightness(switches.control('LightControllerV2/AI1'), 100);
    expect(brightestOf(switches.control('LightControllerV2'))).toBe(100);
  });

  it('take white light, each as it can', () => {
    const it_ = bench();
    for (const suffix of ['AI1', 'AI3', 'AI4']) {
      setBrightness(it_.control(`Lights/${suffix}`), 60);
      setWhite(it_.control(`Lights/${suffix}`), 4000);
    }
    expect(it_.number('Lights/AI1', 'position')).toBe(60);
    expect(it_.text('Lights/AI3', 'color')).toMatch(/^hsv\(210,35,60\)$/);
    expect(it_.text('Lights/AI4', 'color')).toBe('temp(60,4000)');
  });

  it('are read and written back', () => {
    const it_ = bench();
    for (const [suffix, light] of [
      ['AI1', 33],
      ['AI2', 1],
      ['AI3', 'hsv(1,2,3)'],
    ] as const) {
      writeCircuit(it_.control(`Lights/${suffix}`), light);
      expect(readCircuit(it_.control(`Lights/${suffix}`))).toBe(light);
    }
  });

  it('keep their colour when only the brightness changes', () => {
    for (const text of ['hsv(10,20,30)', 'temp(30,2700)', 'lumitech(30,4000)', 'daylight(30)']) {
      const color = parseColor(text);
      expect(color && formatColor(color)).toBe(text);
      expect(color && brightnessOf(color)).toBe(30);
      expect(color && formatColor(withBrightness(color, 77))).toBe(text.replace(/30/, '77'));
    }
  });
});

describe('loads of an energy manager', () => {
  const device = (details: Record<string, unknown>): LoadList => {
    const bench = new Bench([{ type: 'EnergyManager2', details }]);
    return new LoadList(bench.control('EnergyManager2'), bench.house);
  };

  it('come from the structure file, or there are two of our own', () => {
    const named = JSON.parse(
      device({ loads: [{ id: 7, name: 'Boiler' }, 'nonsense', null, { id: 8 }] }).firstGeneration(),
    );
    expect(named.map(({ id }: { id: number }) => id)).toEqual([7]);
    const own = JSON.parse(device({}).secondGeneration());
    expect(own.map(({ name }: { name: string }) => name)).toEqual(['Hot Water', 'Pool Pump']);
    expect(own.map(({ prio }: { prio: number }) => prio)).toEqual([1, 2]);
  });

  it('use power while they are on', () => {
    const list = device({ loads: [{ id: 'A', name: 'Boiler' }] });
    const power = (): number => JSON.parse(list.secondGeneration())[0].pwr;
    expect(power()).toBe(0);
    expect(list.order('a', 'on')).toBe(true);
    expect(power()).toBe(1.5);
    expect(list.order('b', 'on')).toBe(false);
    list.order('A', 'off');
    expect(power()).toBe(0);
  });
});
