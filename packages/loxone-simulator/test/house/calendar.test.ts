import { type CalendarEntry, parseCalendar } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { createDemoHouse } from '../../src/demo/demo-house.js';
import { holdsOn } from '../../src/house/calendar-rules.js';
import { House } from '../../src/house/house.js';
import { ManualTime } from '../support/manual-time.js';

interface Lived {
  readonly house: House;
  pass(seconds: number): void;
  mode(): unknown;
}

function lived(start: string): Lived {
  const time = new ManualTime(start);
  const house = new House(createDemoHouse(), { clock: time.clock, timeZone: 'Europe/Vienna' });
  const uuid = String(house.structure.globalStates.operatingMode);
  return {
    house,
    pass: (seconds) => {
      time.advance(seconds * 1000);
      house.tick(seconds);
    },
    mode: () => {
      const content = house.states.get(uuid);
      return content?.kind === 'value' ? content.value : undefined;
    },
  };
}

function holds(rule: Record<string, number>, date: string): boolean {
  const [entry] = parseCalendar([{ uuid: 'u', name: 'n', operatingMode: 0, ...rule }]);
  const day = new Date(`${date}T00:00:00Z`);
  return holdsOn(entry as CalendarEntry, {
    year: day.getUTCFullYear(),
    month: day.getUTCMonth() + 1,
    day: day.getUTCDate(),
    weekday: (day.getUTCDay() + 6) % 7,
  });
}

describe('rules of the calendar', () => {
  it.each([
    [
      { calMode: 0, startMonth: 12, startDay: 24 },
      ['2025-12-24', '2031-12-24'],
      ['2025-12-25', '2025-11-24'],
    ],
    // Easter Sundays as the church has them; 2025 the 20th of April, 2024 the 31st of March.
    [
      { calMode: 1, easterOffset: 0 },
      ['2025-04-20', '2024-03-31', '2038-04-25', '2008-03-23'],
      ['2025-04-21'],
    ],
    [{ calMode: 1, easterOffset: 1 }, ['2025-04-21', '2024-04-01'], ['2025-04-20']],
    [{ calMode: 1, easterOffset: -2 }, ['2025-04-18'], ['2025-04-20']],
    [
      { calMode: 2, startYear: 2025, startMonth: 5, startDay: 9 },
      ['2025-05-09'],
      ['2026-05-09', '2025-05-10'],
    ],
    [
      {
        calMode: 3,
        startYear: 2025,
        startMonth: 12,
        startDay: 30,
        endYear: 2026,
        endMonth: 1,
        endDay: 2,
      },
      ['2025-12-30', '2026-01-01', '2026-01-02'],
      ['2025-12-29', '2026-01-03', '2026-12-31'],
    ],
    [
      { calMode: 4, startMonth: 10, startDay: 1, endMonth: 4, endDay: 30 },
      ['2025-10-01', '2026-01-15', '2026-04-30'],
      ['2025-09-30', '2026-05-01'],
    ],
    [
      { calMode: 4, startMonth: 5, startDay: 1, endMonth: 9, endDay: 30 },
      ['2025-05-01', '2025-09-30'],
      ['2025-04-30'],
    ],
    [
      { calMode: 5, startMonth: 13, weekDay: 4, weekDayInMonth: 0 },
      ['2025-06-06', '2025-12-05'],
      ['2025-06-05'],
    ],
    [
      { calMode: 5, startMonth: 11, weekDay: 3, weekDayInMonth: 4 },
      ['2025-11-27'],
      ['2025-11-20', '2025-12-25'],
    ],
    [
      { calMode: 5, startMonth: 13, weekDay: 6, weekDayInMonth: 5 },
      ['2025-03-30', '2025-10-26'],
      ['2025-10-19'],
    ],
    [
      { calMode: 5, startMonth: 2, weekDay: 5, weekDayInMonth: 1 },
      ['2025-02-01'],
      ['2025-02-08', '2025-03-01'],
    ],
  ])('%j holds on %j and not on %j', (rule, on, off) => {
    const given: Record<string, number> = { ...rule };
    expect(on.filter((date) => !holds(given, date))).toEqual([]);
    expect(off.filter((date) => holds(given, date))).toEqual([]);
  });
});

describe('operating modes', () => {
  it('are the weekday until the calendar says otherwise, and change at midnight in the house', () => {
    const home = lived('2025-06-04T21:30:00Z');
    expect(home.mode()).toBe(5);
    home.pass(29 * 60);
    expect(home.mode()).toBe(5);
    home.pass(120);
    expect(home.mode()).toBe(6);
  });

  it('follow an entry for its days, and go back after them', () => {
    const home = lived('2025-06-04T10:00:00Z');
    expect(home.house.calendar.create(['Trip', '1', '3', '2025', '6', '5', '2025', '6', '6'])).toBe(
      true,
    );
    const modes: unknown[] = [];
    for (let day = 0; day < 4; day += 1) {
      modes.push(home.mode());
      home.pass(86_400);
    }
    expect(modes).toEqual([5, 1, 1, 8]);
  });

  it('change at once when the calendar of today is changed', () => {
    const home = lived('2025-06-04T10:00:00Z');
    home.house.calendar.create(['Today', '2', '0', '6', '4']);
    home.house.calendarChanged();
    expect(home.mode()).toBe(2);
    const uuid = String(parseCalendar(home.house.calendar.entries()).at(-1)?.uuid);
    expect(home.house.calendar.update([uuid, 'Today', '0', '0', '6', '4'])).toBe(true);
    home.house.calendarChanged();
    expect(home.mode()).toBe(0);
    expect(home.house.calendar.delete(uuid)).toBe(true);
    home.house.calendarChanged();
    expect(home.mode()).toBe(5);
    expect(home.house.calendar.delete(uuid)).toBe(false);
    expect(home.house.calendar.update([uuid, 'Today', '0', '0', '6', '4'])).toBe(false);
  });

  it('are not begun by the periods for heating and cooling, which are entries, too', () => {
    const home = lived('2025-01-15T10:00:00Z');
    expect(home.mode()).toBe(5);
    const entries = parseCalendar(home.house.calendar.entries());
    expect(entries.map(({ operatingMode }) => operatingMode)).toEqual([10, 11]);
    expect(home.house.calendar.period('heat')).toBe('10-01/04-30');
    expect(home.house.calendar.period('cool')).toBe('05-01/09-30');
    const [heating] = entries;
    home.house.calendar.update([String(heating?.uuid), 'Heating', '10', '4', '9', '15', '5', '2']);
    expect(home.house.calendar.period('heat')).toBe('09-15/05-02');
  });

  it.each([
    [['', '1', '0', '6', '4']],
    [['Trip', '999', '0', '6', '4']],
    [['Trip', 'one', '0', '6', '4']],
    [['Trip', '1', '9', '6', '4']],
    [['Trip', '1', '0', '6']],
    [['Trip', '1', '0', '6', '4', '5']],
    [['Trip', '1', '0', '14', '4']],
    [['Trip', '1', '0', '6', '32']],
    [['Trip', '1', '0', '6', '4.5']],
    [['Trip', '1', '1', 'never']],
    [[]],
  ])('refuse the entry %j', (args) => {
    const home = lived('2025-06-04T10:00:00Z');
    expect(home.house.calendar.create(args)).toBe(false);
    expect(parseCalendar(home.house.calendar.entries())).toHaveLength(2);
  });
});
