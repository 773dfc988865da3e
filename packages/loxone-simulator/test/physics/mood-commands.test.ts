import { describe, expect, it } from 'vitest';
import { Bench } from '../support/bench.js';

const LIGHTS = 'LightControllerV2';

/** One dimmer and one switch; moods 1, 2 and 777 have them at 45, 80 and 100 %. */
function room(): Bench {
  return new Bench([
    {
      type: LIGHTS,
      parts: {
        masterValue: { type: 'Dimmer', name: 'Master' },
        AI1: { type: 'Dimmer', name: 'Ceiling' },
        AI2: { type: 'Switch', name: 'Window' },
      },
    },
  ]);
}

function after(...tails: readonly string[]): Bench {
  const bench = room();
  for (const tail of tails) expect(bench.send(LIGHTS, tail), tail).toBe(true);
  return bench;
}

interface Shown {
  readonly moods: unknown;
  readonly number: number;
  readonly ceiling: number;
  readonly window: number;
  readonly master: number;
}

function shown(bench: Bench): Shown {
  return {
    moods: bench.json(LIGHTS, 'activeMoods'),
    number: bench.number(LIGHTS, 'activeMoodsNum'),
    ceiling: bench.number(`${LIGHTS}/AI1`, 'position'),
    window: bench.number(`${LIGHTS}/AI2`, 'active'),
    master: bench.number(`${LIGHTS}/masterValue`, 'position'),
  };
}

describe('commands for moods', () => {
  it.each<[commands: readonly string[], moods: readonly number[], ceiling: number]>([
    [['changeTo/1'], [1], 45],
    [['changeTo/2'], [2], 80],
    [['changeTo/777'], [777], 100],
    [['on'], [777], 100],
    [['changeTo/2', 'changeTo/1'], [1], 45],
    [['changeTo/2', 'off'], [778], 0],
    [['changeTo/2', 'reset'], [778], 0],
    [['changeTo/2', 'changeTo/778'], [778], 0],
    [['addMood/1'], [1], 45],
    [['addMood/1', 'addMood/1'], [1], 45],
    [['addMood/2', 'addMood/1'], [2, 1], 80],
    [['changeTo/1', 'addMood/777'], [1, 777], 100],
    [['changeTo/1', 'addMood/777', 'removeMood/777'], [1], 45],
    [['changeTo/1', 'removeMood/2'], [1], 45],
    [['changeTo/1', 'removeMood/1'], [778], 0],
    [['plus'], [1], 45],
    [['plus', 'plus'], [2], 80],
    [['plus', 'plus', 'plus'], [777], 100],
    [['minus'], [777], 100],
    [['minus', 'minus'], [2], 80],
    [['plus', 'minus'], [778], 0],
  ])('%j end in %j at %d %%', (commands, moods, ceiling) => {
    const bench = after(...commands);
    expect(shown(bench)).toEqual({
      moods,
      number: moods.length === 1 ? moods[0] : moods.length,
      ceiling,
      window: ceiling > 0 ? 1 : 0,
      master: ceiling,
    });
  });

  it.each([
    'changeTo/4',
    'changeTo',
    'changeTo/bright',
    'addMood/99',
    'addMood',
    'removeMood',
    'learn/777/Mine',
    'learn/0/Mine',
    'learn/4/',
    'delete/777',
    'delete/778',
    'delete/99',
    'setMoodName/777/Mine',
    'setMoodId/1/2',
    'moveMood/99/0',
    'moveFavoriteMood/3/0',
    'presence/maybe',
  ])('%s is refused and changes nothing', (tail) => {
    const bench = after('changeTo/1');
    const lists = (): readonly string[] =>
      ['moodList', 'favoriteMoods', 'additionalMoods'].map((state) => bench.text(LIGHTS, state));
    const before = [shown(bench), lists()];
    expect(bench.send(LIGHTS, tail)).toBe(false);
    expect([shown(bench), lists()]).toEqual(before);
  });

  it.each<[commands: readonly string[], from: string, mood: number]>([
    // No mood counts as off, the last of the favourites.
    [['plus'], 'a circuit set by hand', 1],
    [['minus'], 'a circuit set by hand', 777],
    // A mood that is no favourite stands before all of them.
    [['changeTo/3', 'plus'], 'no favourite', 1],
    [['changeTo/3', 'minus'], 'no favourite', 778],
  ])('%j from %s steps to %d', (commands, _, mood) => {
    const bench = room();
    bench.send(`${LIGHTS}/AI1`, '63');
    expect(shown(bench)).toMatchObject({ moods: [], number: 0, ceiling: 63, master: 63 });
    for (const command of commands) expect(bench.send(LIGHTS, command)).toBe(true);
    expect(shown(bench)).toMatchObject({ moods: [mood], number: mood });
  });

  it('what was learnt comes back as it was, over whatever holds then', () => {
    const bench = after('changeTo/1');
    bench.send(`${LIGHTS}/AI1`, '63');
    bench.send(`${LIGHTS}/AI2`, 'off');
    expect(bench.send(LIGHTS, 'learn/20/Story time')).toBe(true);
    expect(bench.json(LIGHTS, 'activeMoods')).toEqual([20]);
    for (const other of ['off', 'on', 'changeTo/2']) {
      bench.send(LIGHTS, other);
      expect(bench.send(LIGHTS, 'changeTo/20')).toBe(true);
      expect(shown(bench)).toEqual({ moods: [20], number: 20, ceiling: 63, window: 0, master: 63 });
    }
    expect(bench.send(LIGHTS, 'delete/20')).toBe(true);
    expect(bench.send(LIGHTS, 'changeTo/20')).toBe(false);
    expect(bench.json(LIGHTS, 'favoriteMoods')).not.toContain(20);
  });

  it.each<
    [commands: readonly string[], favorites: readonly number[], additional: readonly number[]]
  >([
    [['addToFavoriteMood/3'], [1, 2, 777, 778, 3], []],
    [['removeFromFavoriteMood/1'], [2, 777, 778], [3, 1]],
    [['moveFavoriteMood/777/0'], [777, 1, 2, 778], [3]],
    [['moveFavoriteMood/1/3'], [2, 777, 778, 1], [3]],
    [
      ['removeFromFavoriteMood/2', 'moveAdditionalMood/2/0'],
      [1, 777, 778],
      [2, 3],
    ],
    [['setMoodId/1/30'], [30, 2, 777, 778], [3]],
    [['delete/3'], [1, 2, 777, 778], []],
    [['learn/9/New'], [1, 2, 777, 778, 9], [3]],
  ])('%j order the lists as %j and %j', (commands, favorites, additional) => {
    const bench = after(...commands);
    expect(bench.json(LIGHTS, 'favoriteMoods')).toEqual(favorites);
    expect(bench.json(LIGHTS, 'additionalMoods')).toEqual(additional);
    const ids = (bench.json(LIGHTS, 'moodList') as { id: number }[]).map(({ id }) => id);
    expect([...ids].sort()).toEqual([...favorites, ...additional].sort());
  });
});
