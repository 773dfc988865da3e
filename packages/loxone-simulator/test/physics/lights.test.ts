import { describe, expect, it } from 'vitest';
import { parseColor } from '../../src/physics/color.js';
import { Bench, benchFor } from '../support/bench.js';

describe.each(['Dimmer', 'EIBDimmer'])('%s', (type) => {
  it('keeps within min and max, and returns to its last brightness', () => {
    const bench = benchFor(type, { states: ['position', 'min', 'max'] });
    bench.control(type).set('min', 10);
    bench.control(type).set('max', 90);
    const position = (tail: string): number => {
      expect(bench.send(type, tail), tail).toBe(true);
      return bench.number(type, 'position');
    };
    expect(position('40')).toBe(40);
    expect(position('5')).toBe(10);
    expect(position('100')).toBe(90);
    expect(position('off')).toBe(0);
    expect(position('on')).toBe(90);
    expect(position('0')).toBe(0);
    expect(position('on')).toBe(90);
    expect(bench.send(type, 'bright')).toBe(false);
  });
});

describe('colours', () => {
  it.each([
    ['hsv(360,0,100)', { space: 'hsv', hue: 360, saturation: 0, value: 100 }],
    ['TEMP(50,2700)', { space: 'temp', brightness: 50, kelvin: 2700 }],
    ['lumitech(0, 6500)', { space: 'lumitech', brightness: 0, kelvin: 6500 }],
    ['daylight(12.5)', { space: 'daylight', brightness: 12.5 }],
  ])('reads %s', (text, color) => {
    expect(parseColor(text)).toEqual(color);
  });

  it.each([
    '',
    'red',
    'hsv(1,2)',
    'hsv(361,0,0)',
    'hsv(1,2,3,4)',
    'temp(101,2700)',
    'daylight(1,2)',
    'hsv(,,)',
  ])('refuses %j', (text) => {
    expect(parseColor(text)).toBeUndefined();
  });
});

describe('ColorPickerV2', () => {
  const color = (bench: Bench): string => bench.text('ColorPickerV2', 'color');

  it('takes colours, brightness, on and off', () => {
    const bench = benchFor('ColorPickerV2', { details: { pickerType: 'Rgb' } });
    expect(color(bench)).toBe('hsv(0,0,0)');
    const after = (tail: string): string => {
      expect(bench.send('ColorPickerV2', tail), tail).toBe(true);
      return color(bench);
    };
    expect(after('hsv(120,80,60)')).toBe('hsv(120,80,60)');
    expect(after('setBrightness/30')).toBe('hsv(120,80,30)');
    expect(after('off')).toBe('hsv(120,80,0)');
    expect(after('on')).toBe('hsv(120,80,30)');
    expect(after('temp(70,3000)')).toBe('temp(70,3000)');
    expect(after('daylight(40)')).toBe('daylight(40)');
    expect(bench.send('ColorPickerV2', 'hsv(400,0,0)')).toBe(false);
    expect(bench.send('ColorPickerV2', 'setBrightness/101')).toBe(false);
  });

  it('keeps the white within what the lamp can do', () => {
    const details = { pickerType: 'TunableWhite', minKelvin: 3000, maxKelvin: 5000 };
    const bench = benchFor('ColorPickerV2', { details });
    bench.send('ColorPickerV2', 'temp(50,2700)');
    expect(color(bench)).toBe('temp(50,3000)');
    bench.send('ColorPickerV2', 'temp(50,6500)');
    expect(color(bench)).toBe('temp(50,5000)');
  });

  it('runs a sequence until a colour is set', () => {
    const bench = benchFor('ColorPickerV2');
    expect(bench.send('ColorPickerV2', 'setSequence/60/hsv(0,100,100)/hsv(120,100,100)/0')).toBe(
      true,
    );
    expect(bench.number('ColorPickerV2', 'sequenceColorIdx')).toBe(0);
    expect(bench.json('ColorPickerV2', 'sequence')).toMatchObject({
      colors: ['hsv(0,100,100)', 'hsv(120,100,100)'],
      interval: 60,
    });
    bench.send('ColorPickerV2', 'hsv(1,1,1)');
    expect(bench.number('ColorPickerV2', 'sequenceColorIdx')).toBe(-1);
  });

  it('keeps favourite colours for the whole house', () => {
    const bench = benchFor('ColorPickerV2');
    expect(bench.globalJson('favColors')).toHaveLength(4);
    expect(bench.send('ColorPickerV2', 'setFav/1/hsv(1,2,3)')).toBe(true);
    expect(bench.send('ColorPickerV2', 'setFav/5/temp(50,3000)')).toBe(true);
    expect(bench.globalJson('favColors')).toEqual([
      'hsv(25,96,50)',
      'hsv(1,2,3)',
      'temp(100,4000)',
      'temp(40,2700)',
      null,
      'temp(50,3000)',
    ]);
    for (const wrong of [
      'setFav',
      'setFav/0',
      'setFav/-1/hsv(1,1,1)',
      'setFav/100/hsv(1,1,1)',
      'setFav//hsv(1,1,1)',
      'setFav/0/blue',
    ]) {
      expect(bench.send('ColorPickerV2', wrong), wrong).toBe(false);
    }
  });

  it('keeps favourite sequences for the whole house, of at most six colours', () => {
    const bench = benchFor('ColorPickerV2');
    const colors = (count: number): string => Array(count).fill('hsv(1,1,1)').join('/');
    expect(bench.send('ColorPickerV2', `setFavSequence/0/60/${colors(6)}`)).toBe(true);
    expect(bench.globalJson('favColorSequences')).toEqual([
      { colors: Array(6).fill('hsv(1,1,1)'), interval: 60, type: 0, mode: 4 },
    ]);
    for (const wrong of [
      '0/60',
      `0/60/${colors(7)}`,
      '0/0/hsv(1,1,1)',
      '0/60/blue',
      '/60/hsv(1,1,1)',
    ]) {
      expect(bench.send('ColorPickerV2', `setFavSequence/${wrong}`), wrong).toBe(false);
    }
  });

  it('of the first generation says lumitech for white', () => {
    const bench = benchFor('Colorpicker', { details: { pickerType: 'Lumitech' } });
    expect(bench.text('Colorpicker', 'color')).toBe('lumitech(0,2700)');
    bench.send('Colorpicker', 'lumitech(50,4000)');
    expect(bench.text('Colorpicker', 'color')).toBe('lumitech(50,4000)');
    expect(bench.send('Colorpicker', 'setFav/1/hsv(1,2,3)')).toBe(true);
    expect(bench.json('Colorpicker', 'favorites')).toEqual([null, 'hsv(1,2,3)']);
    expect(bench.globalJson('favColors')).not.toContain('hsv(1,2,3)');
  });
});

describe('LightControllerV2', () => {
  const LIGHTS = 'LightControllerV2';

  function room(): Bench {
    return new Bench([
      {
        type: LIGHTS,
        parts: {
          masterValue: { type: 'Dimmer', name: 'Master' },
          masterColor: { type: 'ColorPickerV2', name: 'Master colour' },
          AI1: { type: 'Dimmer', name: 'Ceiling' },
          AI2: { type: 'ColorPickerV2', name: 'Sofa', details: { pickerType: 'TunableWhite' } },
          AI3: { type: 'Switch', name: 'Window' },
        },
      },
    ]);
  }

  const moods = (bench: Bench): unknown => bench.json(LIGHTS, 'activeMoods');
  const ceiling = (bench: Bench): number => bench.number(`${LIGHTS}/AI1`, 'position');

  it('begins dark, with named moods and circuits', () => {
    const bench = room();
    expect(moods(bench)).toEqual([778]);
    expect(bench.number(LIGHTS, 'activeMoodsNum')).toBe(778);
    expect(bench.json(LIGHTS, 'circuitNames')).toMatchObject({ AI1: 'Ceiling', AI3: 'Window' });
    expect(bench.json(LIGHTS, 'moodList')).toContainEqual(
      expect.objectContaining({ id: 777, static: true }),
    );
    expect(bench.json(LIGHTS, 'favoriteMoods')).toEqual([1, 2, 777, 778]);
  });

  it('shows a mood on its circuits and on the master', () => {
    const bench = room();
    expect(bench.send(LIGHTS, 'changeTo/777')).toBe(true);
    expect(moods(bench)).toEqual([777]);
    expect(ceiling(bench)).toBe(100);
    expect(bench.text(`${LIGHTS}/AI2`, 'color')).toBe('temp(100,4000)');
    expect(bench.number(`${LIGHTS}/AI3`, 'active')).toBe(1);
    expect(bench.number(`${LIGHTS}/masterValue`, 'position')).toBe(100);
    bench.send(LIGHTS, 'changeTo/1');
    expect([moods(bench), ceiling(bench)]).toEqual([[1], 45]);
  });

  it.each(['changeTo/778', 'changeTo/0', 'off'])('goes off with %s', (tail) => {
    const bench = room();
    bench.send(LIGHTS, 'changeTo/777');
    expect(bench.send(LIGHTS, tail)).toBe(true);
    expect(moods(bench)).toEqual([778]);
    expect(ceiling(bench)).toBe(0);
    expect(bench.number(`${LIGHTS}/AI3`, 'active')).toBe(0);
  });

  it('mixes moods: the brighter wins; without any it is off', () => {
    const bench = room();
    bench.send(LIGHTS, 'addMood/1');
    bench.send(LIGHTS, 'addMood/2');
    expect([moods(bench), ceiling(bench)]).toEqual([[1, 2], 80]);
    expect(bench.number(LIGHTS, 'activeMoodsNum')).toBe(2);
    bench.send(LIGHTS, 'removeMood/2');
    expect([moods(bench), ceiling(bench)]).toEqual([[1], 45]);
    bench.send(LIGHTS, 'removeMood/1');
    expect([moods(bench), ceiling(bench)]).toEqual([[778], 0]);
  });

  it('steps through the favourites in both directions', () => {
    const bench = room();
    const step = (word: string): unknown => {
      bench.send(LIGHTS, word);
      return moods(bench);
    };
    expect([step('plus'), step('plus'), step('minus'), step('minus')]).toEqual([
      [1],
      [2],
      [1],
      [778],
    ]);
  });

  it('is in no mood once a circuit is set by hand, and dark once all are off', () => {
    const bench = room();
    bench.send(LIGHTS, 'changeTo/1');
    bench.send(`${LIGHTS}/AI1`, '70');
    expect(moods(bench)).toEqual([]);
    expect(bench.number(`${LIGHTS}/masterValue`, 'position')).toBe(70);
    for (const circuit of ['AI1', 'AI2', 'AI3']) bench.send(`${LIGHTS}/${circuit}`, 'off');
    expect(moods(bench)).toEqual([778]);
  });

  it('scales all circuits with the master, and lights them evenly from the dark', () => {
    const bench = room();
    bench.send(`${LIGHTS}/AI1`, '80');
    bench.send(`${LIGHTS}/AI2`, 'temp(40,3000)');
    bench.send(`${LIGHTS}/masterValue`, '40');
    expect(ceiling(bench)).toBe(40);
    expect(bench.text(`${LIGHTS}/AI2`, 'color')).toBe('temp(20,3000)');
    bench.send(`${LIGHTS}/masterValue`, '0');
    expect(moods(bench)).toEqual([778]);
    bench.send(`${LIGHTS}/masterValue`, '60');
    expect([ceiling(bench), bench.text(`${LIGHTS}/AI2`, 'color')]).toEqual([60, 'temp(60,3000)']);
  });

  it('gives the master colour to coloured circuits alone', () => {
    const bench = room();
    bench.send(`${LIGHTS}/AI1`, '80');
    bench.send(`${LIGHTS}/masterColor`, 'hsv(10,90,50)');
    expect(bench.text(`${LIGHTS}/AI2`, 'color')).toBe('hsv(10,90,50)');
    expect(ceiling(bench)).toBe(80);
  });

  it('learns what it shows as a mood, renames, reorders and deletes it', () => {
    const bench = room();
    bench.send(`${LIGHTS}/AI1`, '33');
    expect(bench.send(LIGHTS, `learn/5/${encodeURIComponent('Late / quiet')}`)).toBe(true);
    expect(moods(bench)).toEqual([5]);
    bench.send(LIGHTS, 'changeTo/777');
    bench.send(LIGHTS, 'changeTo/5');
    expect(ceiling(bench)).toBe(33);
    expect(bench.send(LIGHTS, 'setmoodname/5/Early')).toBe(true);
    expect(bench.send(LIGHTS, 'setmoodshortname/5/E')).toBe(true);
    expect(bench.json(LIGHTS, 'moodList')).toContainEqual(
      expect.objectContaining({ id: 5, name: 'Early', shortName: 'E' }),
    );
    expect(bench.send(LIGHTS, 'moveFavoriteMood/5/0')).toBe(true);
    expect(bench.json(LIGHTS, 'favoriteMoods')).toEqual([5, 1, 2, 777, 778]);
    expect(bench.send(LIGHTS, 'removeFromFavoriteMood/5')).toBe(true);
    expect(bench.json(LIGHTS, 'additionalMoods')).toEqual([3, 5]);
    expect(bench.send(LIGHTS, 'setmoodid/5/6')).toBe(true);
    expect(bench.send(LIGHTS, 'delete/6')).toBe(true);
    expect(bench.send(LIGHTS, 'changeTo/6')).toBe(false);
    expect(bench.json(LIGHTS, 'additionalMoods')).toEqual([3]);
  });

  it('refuses what cannot be', () => {
    const bench = room();
    for (const tail of [
      'changeTo/99',
      'changeTo',
      'changeTo/x',
      'addMood/-1',
      'removeMood',
      'learn/777/Bright',
      'learn/4/',
      'delete/778',
      'setmoodid/1/2',
      'moveMood/1/-1',
      'presence/maybe',
      'explode',
    ]) {
      expect(bench.send(LIGHTS, tail), tail).toBe(false);
    }
    expect(moods(bench)).toEqual([778]);
  });

  it('keeps presence, circuit names and daylight settings', () => {
    const bench = room();
    bench.send(LIGHTS, 'presence/on');
    expect(bench.number(LIGHTS, 'presence')).toBe(2);
    bench.send(LIGHTS, `setcircuitnames/${encodeURIComponent('{"AI1":"Top"}')}`);
    expect(bench.json(LIGHTS, 'circuitNames')).toEqual({ AI1: 'Top' });
  });
});

describe('LightController of the first generation', () => {
  it('has scenes from 0, all off, to 9, all on', () => {
    const bench = new Bench([
      { type: 'LightController', parts: { AI1: { type: 'Dimmer' }, AI2: { type: 'Colorpicker' } } },
    ]);
    const after = (tail: string): readonly number[] => {
      expect(bench.send('LightController', tail), tail).toBe(true);
      const scene = bench.number('LightController', 'activeScene');
      return [scene, bench.number('LightController/AI1', 'position')];
    };
    expect(after('on')).toEqual([9, 100]);
    expect(after('off')).toEqual([0, 0]);
    expect(after('3')).toEqual([3, 33]);
    expect(after('plus')).toEqual([4, 44]);
    expect(after('minus')).toEqual([3, 33]);
    bench.send('LightController/AI1', '12');
    expect(bench.send('LightController', '5/learn/Cinema')).toBe(true);
    expect(bench.text('LightController', 'sceneList')).toContain('5="Cinema"');
    after('on');
    expect(after('5')).toEqual([5, 12]);
    expect(bench.send('LightController', '5/delete')).toBe(true);
    for (const tail of [
      '10',
      '-1',
      '1.5',
      '0/learn/Dark',
      '9/learn/Light',
      '5/delete',
      'explode',
    ]) {
      expect(bench.send('LightController', tail), tail).toBe(false);
    }
    expect(bench.send('LightController', '8/learn')).toBe(true);
    expect(bench.text('LightController', 'sceneList')).toContain('8="Scene 8"');
  });
});
