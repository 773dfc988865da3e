import { unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { type Bench, benchFor } from '../support/bench.js';

const loxoneNow = (bench: Bench): number =>
  unixToLoxoneSeconds(Math.floor(bench.house.now() / 1000));

describe('AlarmClock', () => {
  // Wednesday, an hour before the entry that it comes with.
  const clock = (): Bench =>
    benchFor(
      'AlarmClock',
      { states: ['isAlarmActive', 'nextEntryTime', 'entryList'] },
      '2025-06-04T05:30:00Z',
    );
  const rings = (bench: Bench): number => bench.number('AlarmClock', 'isAlarmActive');

  it('rings at its time, as long as it is meant to, and says when next', () => {
    const bench = clock();
    expect(bench.number('AlarmClock', 'nextEntryTime')).toBe(loxoneNow(bench) + 3600);
    bench.jump(3590);
    expect(rings(bench)).toBe(0);
    bench.wait(11);
    expect([rings(bench), bench.number('AlarmClock', 'currentEntry')]).toEqual([1, 0]);
    expect(bench.number('AlarmClock', 'nextEntryTime')).toBe(loxoneNow(bench) - 1 + 86_400);
    bench.jump(700);
    expect([rings(bench), bench.number('AlarmClock', 'ringingTime')]).toEqual([0, 0]);
  });

  it('snoozes and rings again; is dismissed for good', () => {
    const bench = clock();
    bench.jump(3601);
    bench.send('AlarmClock', 'snooze');
    expect([rings(bench), bench.number('AlarmClock', 'snoozeTime')]).toEqual([0, 300]);
    bench.jump(301);
    expect(rings(bench)).toBe(1);
    bench.send('AlarmClock', 'dismiss');
    bench.jump(3600);
    expect(rings(bench)).toBe(0);
  });

  it('does not ring on Saturdays unless an entry says so, nor when it is off', () => {
    const bench = benchFor('AlarmClock', { states: ['isAlarmActive'] }, '2025-06-06T07:00:00Z');
    const monday = Date.parse('2025-06-09T06:30:00Z') / 1000;
    expect(bench.number('AlarmClock', 'nextEntryTime')).toBe(unixToLoxoneSeconds(monday));
    expect(bench.send('AlarmClock', 'entryList/put/1/Late/36000/1/8,9')).toBe(true);
    const saturday = Date.parse('2025-06-07T10:00:00Z') / 1000;
    expect(bench.number('AlarmClock', 'nextEntryTime')).toBe(unixToLoxoneSeconds(saturday));
    expect(bench.number('AlarmClock', 'nextEntryMode')).toBe(8);
    bench.send('AlarmClock', 'setActive/1');
    expect([
      bench.number('AlarmClock', 'isEnabled'),
      bench.number('AlarmClock', 'nextEntry'),
    ]).toEqual([0, -1]);
    bench.jump(3 * 86_400);
    expect(rings(bench)).toBe(0);
  });

  it.each([
    'entryList/put/x/A/0/1/daily',
    'entryList/put/1/A/86400/1/daily',
    'entryList/put/1/A/60/1/soon',
    'entryList/delete/9',
    'setSnoozeDuration/59',
  ])('refuses %s', (tail) => {
    expect(clock().send('AlarmClock', tail)).toBe(false);
  });
});

describe('PulseAt', () => {
  it('pulses every day at its time, also when the time passes in one long step', () => {
    const bench = benchFor('PulseAt', { states: ['isActive'] });
    bench.send('PulseAt', 'setPulseDuration/600');
    bench.send('PulseAt', `setTime/${11 * 3600}`);
    bench.jump(3599);
    expect(bench.number('PulseAt', 'isActive')).toBe(0);
    bench.wait(2);
    expect(bench.number('PulseAt', 'isActive')).toBe(1);
    bench.jump(660);
    expect(bench.number('PulseAt', 'isActive')).toBe(0);
    bench.jump(86_400 - 600);
    expect(bench.number('PulseAt', 'isActive')).toBe(1);
  });

  it('pulses once at a date to come', () => {
    const bench = benchFor('PulseAt', { states: ['oneTimePulseDate', 'isActive'] });
    expect(bench.send('PulseAt', `setOneTimePulse/${loxoneNow(bench) - 5}`)).toBe(false);
    bench.send('PulseAt', 'setPulseDuration/60');
    expect(bench.send('PulseAt', `setOneTimePulse/${loxoneNow(bench) + 60}`)).toBe(true);
    bench.jump(75);
    expect([
      bench.number('PulseAt', 'isActive'),
      bench.number('PulseAt', 'oneTimePulseDate'),
    ]).toEqual([1, 0]);
  });
});

describe('things that warm up and cool down', () => {
  it('a sauna', () => {
    const bench = benchFor('Sauna', { states: ['tempActual'] });
    bench.send('Sauna', 'ontemp/90');
    bench.jump(3 * 3600);
    expect(bench.number('Sauna', 'tempActual')).toBeGreaterThan(85);
    expect(bench.number('Sauna', 'tempBench')).toBeLessThan(bench.number('Sauna', 'tempActual'));
    bench.send('Sauna', 'off');
    bench.jump(12 * 3600);
    expect(bench.number('Sauna', 'tempActual')).toBeLessThan(25);
  });

  it('the water of a pool, which saves energy by being cooler', () => {
    const warm = (eco: 0 | 1): number => {
      const bench = benchFor('PoolController', { states: ['tempActual'] });
      bench.send('PoolController', 'targetTemp/30');
      bench.send('PoolController', `eco/${eco}`);
      bench.jump(24 * 3600);
      return bench.number('PoolController', 'tempActual');
    };
    expect(warm(0)).toBeGreaterThan(29);
    expect(warm(1)).toBeLessThan(warm(0) - 1);
  });

  it('a steak, until it is done', () => {
    const bench = benchFor('SteakThermo', { states: ['yellowAlarmActive'] });
    bench.send('SteakThermo', 'setSensor/0/40/Tuna');
    bench.send('SteakThermo', 'setThisActive');
    bench.jump(3600);
    expect(bench.number('SteakThermo', 'yellowAlarmActive')).toBe(1);
    expect(bench.text('SteakThermo', 'activeAlarmText')).toContain('Tuna');
    bench.send('SteakThermo', 'quitAlarm');
    bench.jump(600);
    expect(bench.number('SteakThermo', 'yellowAlarmActive')).toBe(0);
  });

  it('a room under an air conditioner, which can be paused', () => {
    const bench = benchFor('AcControl', { states: ['temperature', 'pauseUntil'] });
    for (const tail of ['setMode/3', 'setTarget/18', 'on']) bench.send('AcControl', tail);
    bench.jump(2 * 3600);
    expect(bench.number('AcControl', 'temperature')).toBeLessThan(19);
    bench.send('AcControl', 'startpause/3600');
    bench.jump(3000);
    expect(bench.number('AcControl', 'temperature')).toBeGreaterThan(20);
    expect(bench.number('AcControl', 'pauseReason')).toBe(1);
    bench.jump(700);
    expect([
      bench.number('AcControl', 'pauseReason'),
      bench.number('AcControl', 'pauseUntil'),
    ]).toEqual([0, 0]);
  });
});

describe('cycles and countdowns', () => {
  it('of a pool end by themselves, and its cover takes a minute', () => {
    const bench = benchFor('PoolController', { states: ['currentCycle', 'coverPosition'] });
    bench.send('PoolController', 'backwash');
    expect([
      bench.number('PoolController', 'currentCycle'),
      bench.number('PoolController', 'pump'),
    ]).toEqual([2, 1]);
    bench.send('PoolController', 'coverOpen');
    bench.wait(30);
    expect(bench.number('PoolController', 'coverPosition')).toBeCloseTo(0.5, 5);
    bench.jump(160);
    expect([
      bench.number('PoolController', 'currentCycle'),
      bench.number('PoolController', 'coverOpening'),
    ]).toEqual([0, 0]);
  });

  it('of ventilation by hand', () => {
    const bench = benchFor('Ventilation', { states: ['speed'] });
    bench.send('Ventilation', 'setTimer/600/100/2/-1');
    expect([
      bench.number('Ventilation', 'speed'),
      bench.number('Ventilation', 'ventReason'),
    ]).toEqual([100, 7]);
    bench.jump(610);
    expect(bench.number('Ventilation', 'speed')).toBeLessThan(100);
    expect(bench.number('Ventilation', 'activeTimerProfile')).toBe(-2);
  });

  it('of a keypad that learns a tag', () => {
    const bench = benchFor('NfcCodeTouch', { states: ['deviceState'] });
    bench.send('NfcCodeTouch', 'nfc/startlearn');
    expect(bench.number('NfcCodeTouch', 'deviceState')).toBe(3);
    bench.jump(31);
    expect(bench.number('NfcCodeTouch', 'deviceState')).toBe(1);
  });

  it('of an hour counter, until it is overdue', () => {
    const bench = benchFor('Hourcounter', { states: ['total', 'remaining', 'overdue'] });
    const counted = (): number =>
      bench.number('Hourcounter', 'total') + bench.number('Hourcounter', 'remaining');
    const before = counted();
    bench.jump(86_400);
    expect(counted()).toBe(before);
    bench.control('Hourcounter').set('remaining', 60);
    bench.jump(86_400);
    expect([
      bench.number('Hourcounter', 'remaining'),
      bench.number('Hourcounter', 'overdue'),
    ]).toEqual([0, 1]);
    bench.send('Hourcounter', 'reset');
    expect(bench.number('Hourcounter', 'overdue')).toBe(0);
    expect(bench.number('Hourcounter', 'remaining')).toBeGreaterThan(0);
  });
});

describe('visitors', () => {
  it('ring once a day, and the bell remembers when', () => {
    const bench = benchFor(
      'Intercom',
      { states: ['bell', 'lastBellEvents', 'lastBellTimestamp'] },
      '2025-06-04T00:00:00Z',
    );
    const seen: number[] = [];
    for (let step = 0; step < 3 * 24 * 60 * 4; step += 1) {
      bench.jump(15);
      seen.push(bench.number('Intercom', 'bell'));
    }
    const rings = seen.filter((bell, index) => bell === 1 && seen[index - 1] === 0);
    expect(rings).toHaveLength(3);
    const events = bench.text('Intercom', 'lastBellEvents').split('|');
    expect(events.map((event) => event.slice(0, 8))).toEqual(['20250604', '20250605', '20250606']);
    expect(bench.text('Intercom', 'lastBellTimestamp')).toBe(events[2]);
  });

  it('bring the mail on workdays only', () => {
    const bench = benchFor('MailBox', { states: ['mailReceived'] }, '2025-06-06T00:00:00Z');
    const days: number[] = [];
    for (let day = 0; day < 4; day += 1) {
      bench.send('MailBox', 'confirmMail');
      bench.jump(86_390);
      days.push(bench.number('MailBox', 'mailReceived'));
      bench.jump(10);
    }
    expect(days).toEqual([1, 1, 0, 1]);
  });
});

describe('SpotPriceOptimizer', () => {
  it('runs in the cheapest hours of its span, and no others', () => {
    const bench = benchFor('SpotPriceOptimizer', { states: ['active', 'current'] });
    bench.send('SpotPriceOptimizer', 'start/3/12');
    const hours: { price: number; on: number }[] = [];
    for (let hour = 0; hour < 12; hour += 1) {
      hours.push({
        price: bench.number('SpotPriceOptimizer', 'current'),
        on: bench.number('SpotPriceOptimizer', 'active'),
      });
      bench.jump(3600);
    }
    const cheapest = [...hours].sort((a, b) => a.price - b.price).slice(0, 3);
    expect(hours.filter(({ on }) => on === 1)).toHaveLength(3);
    expect(cheapest.every(({ on }) => on === 1)).toBe(true);
    expect(bench.number('SpotPriceOptimizer', 'cycleUntil')).toBe(0);
    expect(bench.send('SpotPriceOptimizer', 'start/5/3')).toBe(false);
  });
});

describe('a call for help', () => {
  it('can be put off for a while', () => {
    const bench = benchFor('AalEmergency', { states: ['status'] });
    bench.send('AalEmergency', 'disable/600');
    expect(bench.number('AalEmergency', 'status')).toBe(3);
    bench.jump(601);
    expect([
      bench.number('AalEmergency', 'status'),
      bench.number('AalEmergency', 'disableEndTime'),
    ]).toEqual([0, 0]);
    bench.send('AalEmergency', 'trigger');
    expect(bench.number('AalEmergency', 'status')).toBe(1);
  });

  it('goes on from one to the next until somebody confirms', () => {
    const bench = benchFor('AlarmChain', { states: ['iterationCount'] });
    bench.jump(361);
    expect(bench.number('AlarmChain', 'iterationCount')).toBe(4);
    bench.send('AlarmChain', 'quit');
    bench.jump(600);
    expect(bench.number('AlarmChain', 'iterationCount')).toBe(0);
  });
});
