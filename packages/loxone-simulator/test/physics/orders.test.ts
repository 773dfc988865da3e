import { describe, expect, it } from 'vitest';
import { countDown, expire } from '../../src/physics/countdowns.js';
import {
  carryOut,
  sets,
  stores,
  storesWhole,
  takes,
  takesWhole,
} from '../../src/physics/orders.js';
import {
  bareNumber,
  detailNumber,
  numberArgument,
  parseNumber,
  parseWireCommand,
} from '../../src/physics/wire-command.js';
import { ZoneOffsets } from '../../src/physics/zone-offsets.js';
import { benchFor } from '../support/bench.js';

function device() {
  return benchFor('Switch').control('Switch');
}

describe('a command taken apart', () => {
  it('has a word in lower case, and arguments decoded and as they came', () => {
    expect(parseWireCommand('manualPosition/40')).toMatchObject({
      word: 'manualposition',
      args: ['40'],
    });
    expect(parseWireCommand('TTS/Good%20morning%2FAda/')).toMatchObject({
      raw: 'TTS/Good%20morning%2FAda/',
      word: 'tts',
      args: ['Good morning/Ada', ''],
      text: 'TTS/Good morning/Ada/',
    });
    expect(parseWireCommand('')).toMatchObject({ word: '', args: [], text: '' });
    expect(parseWireCommand('%E0%A4%A')).toMatchObject({ args: [] });
  });

  it.each([
    ['1', 1],
    ['-1.5', -1.5],
    ['+2', 2],
    ['007', 7],
  ])('"%s" is a number', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['', ' 1', '1 ', '1e3', '0x10', '1,5', '.5', '5.', 'NaN', 'Infinity', '--1', '1.2.3'])(
    '"%s" is none',
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );

  it('is a bare number only without arguments', () => {
    expect(bareNumber(parseWireCommand('42'))).toBe(42);
    expect(bareNumber(parseWireCommand('42/'))).toBeUndefined();
    expect(bareNumber(parseWireCommand('on'))).toBeUndefined();
  });

  it('has numbers within ranges, their ends included', () => {
    for (let value = -200; value <= 200; value += 1) {
      const command = parseWireCommand(`set/${value}`);
      const inside = value >= -50 && value <= 100;
      expect(numberArgument(command, 0, -50, 100)).toBe(inside ? value : undefined);
      expect(numberArgument(command, 1)).toBeUndefined();
    }
  });

  it('takes numbers of details, and no others', () => {
    const details = { one: 1, text: '1', nan: Number.NaN, none: null };
    expect(detailNumber(details, 'one', 7)).toBe(1);
    for (const name of ['text', 'nan', 'none', 'missing', 'toString']) {
      expect(detailNumber(details, name, 7), name).toBe(7);
    }
  });
});

describe('orders', () => {
  const command = parseWireCommand;

  it('are found by their own word only', () => {
    const orders = { on: () => true, off: () => false };
    expect(carryOut(orders, command('ON'))).toBe(true);
    expect(carryOut(orders, command('off'))).toBe(false);
    for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
      expect(carryOut(orders, command(word)), word).toBe(false);
    }
  });

  it('that set states take no argument', () => {
    const it = device();
    const order = sets(it, { active: 1, note: 'hello' });
    expect(order(command('on/1'))).toBe(false);
    expect(it.number('active')).toBe(0);
    expect(order(command('on'))).toBe(true);
    expect([it.number('active'), it.text('note')]).toEqual([1, 'hello']);
  });

  it('that take a number take exactly one, within their range', () => {
    const it = device();
    const order = stores(it, 'value', 0, 10);
    for (const wrong of ['set', 'set/11', 'set/-0.1', 'set/1/2', 'set/x']) {
      expect(order(command(wrong)), wrong).toBe(false);
    }
    expect(order(command('set/2.5'))).toBe(true);
    expect(it.number('value')).toBe(2.5);
    const whole = storesWhole(it, 'value', 0, 10);
    expect([whole(command('set/3.5')), whole(command('set/3'))]).toEqual([false, true]);
    expect(it.number('value')).toBe(3);
  });

  it('are done as far as what they call says so', () => {
    expect(takes(0, 1, () => false)(command('set/1'))).toBe(false);
    expect(takesWhole(0, 1, () => false)(command('set/1'))).toBe(false);
    expect(takesWhole(0, 1, () => true)(command('set/1'))).toBe(true);
  });
});

describe('times that pass', () => {
  it('a countdown arrives once, however long the steps are', () => {
    for (const start of [1, 2, 59, 60, 61, 500]) {
      for (const step of [1, 7, 60, 499, 501]) {
        const it = device();
        it.set('left', start);
        let passed = 0;
        let arrivals = 0;
        for (let round = 0; round < 20; round += 1) {
          if (countDown(it, 'left', step)) arrivals += 1;
          passed += step;
          expect(it.number('left')).toBe(Math.max(0, start - passed));
        }
        expect(arrivals, `${start} in steps of ${step}`).toBe(passed >= start ? 1 : 0);
      }
    }
  });

  it('a moment passes once; 0 and for ever never do', () => {
    const it = device();
    it.set('until', 100);
    expect(expire(it, 'until', 99)).toBe(false);
    expect(expire(it, 'until', 100)).toBe(true);
    expect([expire(it, 'until', 101), it.number('until')]).toEqual([false, 0]);
    it.set('until', -1);
    expect([expire(it, 'until', 1e9), it.number('until')]).toEqual([false, -1]);
  });
});

describe('the offset of a time zone', () => {
  it.each([
    ['Europe/Vienna', '2025-01-15T12:00:00Z', 60],
    ['Europe/Vienna', '2025-03-30T00:59:59Z', 60],
    ['Europe/Vienna', '2025-03-30T01:00:00Z', 120],
    ['Europe/Vienna', '2025-10-26T00:59:59Z', 120],
    ['Europe/Vienna', '2025-10-26T01:00:00Z', 60],
    ['America/New_York', '2025-07-01T00:00:00Z', -240],
    ['Asia/Kathmandu', '2025-07-01T00:00:00Z', 345],
    ['America/St_Johns', '2025-01-01T00:00:00Z', -210],
    ['UTC', '2025-07-01T00:00:00Z', 0],
  ])('%s at %s is %d minutes', (zone, at, minutes) => {
    const offsets = new ZoneOffsets(zone);
    expect(offsets.minutesAt(Date.parse(at))).toBe(minutes);
    expect(offsets.minutesAt(Date.parse(at))).toBe(minutes);
  });

  it('forgets what it looked up rather than grow for ever', () => {
    const offsets = new ZoneOffsets('Europe/Vienna');
    const start = Date.parse('2025-01-01T00:00:00Z');
    for (let quarter = 0; quarter < 5000; quarter += 1)
      offsets.minutesAt(start + quarter * 900_000);
    expect(offsets.minutesAt(start)).toBe(60);
  });

  it('is refused for what is no zone', () => {
    expect(() => new ZoneOffsets('Europe/Atlantis')).toThrow(RangeError);
  });
});
