import { describe, expect, it } from 'vitest';
import {
  formatCalendar,
  formatGroupList,
  formatHistory,
  formatMessageList,
  formatMoodList,
  formatNamedNumbers,
  formatNodeValues,
  formatSeasonPeriod,
  formatSecuredDetails,
  formatUser,
  formatUserList,
  parseBarList,
  parseCalendar,
  parseCommaNumbers,
  parseControlNotes,
  parseGroupList,
  parseHistory,
  parseJsonState,
  parseMessageList,
  parseMoodList,
  parseNamedNumbers,
  parseNodeValues,
  parseNumberList,
  parseSeasonPeriod,
  parseSecuredDetails,
  parseUser,
  parseUserList,
} from '../../src/index.js';
import { expectFailure } from '../support/errors.js';
import {
  hasSharedData,
  NEEDS_SHARED_DATA,
  readSharedJson,
  readSharedText,
} from '../support/shared-data.js';

describe('messages', () => {
  const WIRE = {
    isLimitedUser: true,
    entries: [
      {
        entryUuid: 'e1',
        eventId: 1045,
        severity: 3,
        title: 'Returns no values',
        desc: 'x<br>y',
        affectedName: 'Phase 1',
        affectedUuids: ['u1', 7],
        sourceUuid: 'u1',
        roomUuid: null,
        timestamps: [1_761_347_419, '1761347420', 'x'],
        isHistoric: true,
        setHistoricAt: 1_761_347_525,
        confirmedAt: null,
        readAt: 1_761_347_525,
        isVisuLocked: 0,
        actions: [],
      },
      { entryUuid: 'e2' },
      null,
    ],
  };
  const READ = {
    isLimitedUser: true,
    entries: [
      {
        id: 'e1',
        eventId: 1045,
        severity: 'error',
        title: 'Returns no values',
        description: 'x<br>y',
        affectedName: 'Phase 1',
        affectedUuids: ['u1'],
        source: 'u1',
        timestamps: [1_761_347_419, 1_761_347_420],
        isHistoric: true,
        historicSince: 1_761_347_525,
        readAt: 1_761_347_525,
        isVisuLocked: false,
      },
    ],
  };

  it('are read from an object or its text, without entries that are none', () => {
    expect(parseMessageList(WIRE)).toEqual(READ);
    expect(parseMessageList(JSON.stringify(WIRE))).toEqual(READ);
  });

  it('round-trip', () => {
    const list = parseMessageList(WIRE);
    expect(parseMessageList(formatMessageList(list))).toEqual(list);
  });

  it('are refused when they are no object', () => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseMessageList('[]'));
  });
});

describe('the calendar of operating modes', () => {
  const HEAD = { uuid: 'u', name: 'n', operatingMode: 1 };
  const RULES = [
    [0, 'yearly-day', { startMonth: 4, startDay: 1 }],
    [1, 'easter', { easterOffset: -2 }],
    [2, 'day', { startYear: 2024, startMonth: 8, startDay: 3 }],
    [
      3,
      'span',
      { startYear: 2024, startMonth: 8, startDay: 3, endYear: 2025, endMonth: 1, endDay: 4 },
    ],
    [4, 'yearly-span', { startMonth: 10, startDay: 1, endMonth: 4, endDay: 30 }],
    [5, 'weekday', { startMonth: 13, weekDay: 6, weekDayInMonth: 5 }],
  ] as const;

  it.each(RULES)('reads calMode %i as %s, and writes it so', (calMode, kind, rule) => {
    const wire = { ...HEAD, calMode, ...rule };
    const entries = parseCalendar([wire]);
    expect(entries).toEqual([{ ...HEAD, kind, ...rule }]);
    expect(formatCalendar(entries)).toEqual([wire]);
  });

  it('reads a list, its text, and the text of its text', () => {
    const wire = [{ ...HEAD, calMode: 1, easterOffset: 11 }];
    const read = parseCalendar(wire);
    expect(parseCalendar(JSON.stringify(wire))).toEqual(read);
    expect(parseCalendar(JSON.stringify(JSON.stringify(wire)))).toEqual(read);
  });

  it('leaves out what is unknown or incomplete', () => {
    expect(
      parseCalendar([{ ...HEAD, calMode: 6 }, { ...HEAD, calMode: 5 }, { calMode: 1 }, 1]),
    ).toEqual([]);
    expect(parseCalendar([{ ...HEAD, calMode: -1 }])).toEqual([]);
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseCalendar('{}'));
  });

  it('reads heating and cooling periods', () => {
    const period = { startMonth: 10, startDay: 5, endMonth: 4, endDay: 15 };
    expect(parseSeasonPeriod('10-05/04-15')).toEqual(period);
    expect(formatSeasonPeriod(period)).toBe('10-05/04-15');
    for (const text of ['', '13-01/04-15', '10-00/04-15', '10-15', 7]) {
      expect(parseSeasonPeriod(text)).toBeUndefined();
    }
  });
});

describe('users and groups', () => {
  const USER = {
    uuid: 'u1',
    name: 'admin',
    userid: '1234',
    isAdmin: true,
    changePassword: true,
    userstate: 2,
    validUntil: 1200,
    userRights: 2047,
    scorePWD: 2,
    scoreVisuPWD: -2,
    usergroups: [{ name: 'All', uuid: 'g1' }],
    nfcTags: [{ name: 'Tag', id: '12 34' }],
    keycodes: [{ code: '6C3A7D85' }],
  };

  it('are read without codes and tags', () => {
    const user = parseUser(JSON.stringify(USER));
    expect(user).toEqual({
      uuid: 'u1',
      name: 'admin',
      isAdmin: true,
      state: 'enabled-until',
      changePassword: true,
      validUntil: 1200,
      userRights: 2047,
      passwordScore: 2,
      visuPasswordScore: -2,
      groups: [{ uuid: 'g1', name: 'All' }],
      nfcTagCount: 1,
      keycodeCount: 1,
    });
    expect(JSON.stringify(user)).not.toContain('6C3A7D85');
    expect(parseUser(formatUser(user))).toEqual(user);
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseUser({ name: 'x' }));
  });

  it('are listed', () => {
    const users = [{ uuid: 'u1', name: 'admin', isAdmin: true, state: 'enabled' as const }];
    expect(parseUserList([{ uuid: 'u1', name: 'admin', isAdmin: 1, userState: 0 }, {}])).toEqual(
      users,
    );
    expect(parseUserList(formatUserList(users))).toEqual(users);
    const groups = [{ uuid: 'g1', name: 'All', type: 4, userRights: 4_294_967_295 }];
    expect(parseGroupList(JSON.stringify(formatGroupList(groups)))).toEqual(groups);
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseUserList('0'));
  });
});

describe('what controls tell of themselves', () => {
  it('is their history', () => {
    const entries = [
      { time: 1, what: 'On', trigger: 'App', triggerType: 'user', triggerUuid: 'u', impacts: [] },
    ];
    const wire = [{ ts: 1, what: 'On', trigger: 'App', triggerType: 'user', triggerUuid: 'u' }, {}];
    expect(parseHistory(JSON.stringify(wire))).toEqual(entries);
    expect(parseHistory(formatHistory(entries))).toEqual(entries);
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseHistory('{}'));
  });

  it('are notes of at most 500 characters', () => {
    expect(parseControlNotes('Filter: change in May')).toBe('Filter: change in May');
    expect(Array.from(parseControlNotes('🙂'.repeat(600)))).toHaveLength(500);
    expect(parseControlNotes(7)).toBe('');
  });

  it('are secured details', () => {
    const details = {
      video: { streamUrl: 'http://192.0.2.3/mjpg', user: 'u', password: 'p' },
      audio: { host: '192.0.2.3' },
    };
    const wire = {
      videoInfo: { streamUrl: 'http://192.0.2.3/mjpg', user: 'u', pass: 'p' },
      audioInfo: { host: '192.0.2.3' },
    };
    expect(parseSecuredDetails(JSON.stringify(wire))).toEqual(details);
    expect(formatSecuredDetails(details)).toEqual(wire);
    expect(parseSecuredDetails('{}')).toEqual({});
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseSecuredDetails('no'));
  });

  it.each([
    ['one number', '4.5kW', { a: 4.5 }],
    ['numbers between semicolons', '1;2', { a: 1, b: 2 }],
    ['a list', '[1, 2, 3]', { a: 1, b: 2 }],
    ['an object', { b: { value: 2 }, c: 9 }, { b: 2 }],
    [
      'a list of objects',
      [
        { uuid: 'b', value: 2 },
        { uuid: 'a', value: '1' },
      ],
      { a: 1, b: 2 },
    ],
    ['nothing', '', {}],
    ['nothing usable', [null, 'x'], {}],
  ])('are values of energy nodes as %s', (_, value, expected) => {
    expect(Object.fromEntries(parseNodeValues(value, ['a', 'b']))).toEqual(expected);
  });

  it('writes values of energy nodes', () => {
    const values = new Map([['a', 1.5]]);
    expect(parseNodeValues(formatNodeValues(values), ['a'])).toEqual(values);
  });
});

describe('text states', () => {
  it('hold moods', () => {
    const moods = [{ id: 1, name: 'Bright', onSwitch: true, isStatic: false, used: 2 }];
    expect(formatMoodList(moods)).toBe(
      '[{"id":1,"name":"Bright","t5":true,"static":false,"used":2}]',
    );
    expect(parseMoodList(formatMoodList(moods))).toEqual(moods);
    expect(parseMoodList('[')).toEqual([]);
  });

  it('hold lists and objects', () => {
    expect(parseNumberList('[2,"x",3]')).toEqual([2, 3]);
    expect(parseNumberList('')).toEqual([]);
    expect(parseJsonState('{"locked":1}')).toEqual({ locked: 1 });
    expect(parseJsonState('[')).toEqual({});
    expect(parseBarList('20240229120000|20240301120000|')).toEqual([
      '20240229120000',
      '20240301120000',
    ]);
    expect(parseCommaNumbers('1,2,,x')).toEqual([1, 2, Number.NaN, Number.NaN]);
    expect(parseCommaNumbers(' ')).toEqual([]);
  });

  it('hold scenes', () => {
    const scenes = [
      { number: 1, name: 'Bright' },
      { number: 2, name: 'Film, late' },
    ];
    expect(parseNamedNumbers('1="Bright",2="Film, late"')).toEqual(scenes);
    expect(formatNamedNumbers(scenes)).toBe('1="Bright",2="Film, late"');
    expect(formatNamedNumbers([{ number: 1, name: 'a"b' }])).toBe(`1="a'b"`);
  });
});

describe.skipIf(!hasSharedData)(`captured answers ${NEEDS_SHARED_DATA}`, () => {
  it('are the calendar, no entry lost', () => {
    const value = readSharedJson<string>('answers/calendar/testEntries.json');
    const wire: unknown = JSON.parse(value);
    const entries = parseCalendar(value);
    expect(entries.map(({ kind }) => kind)).toEqual([
      'yearly-span',
      'yearly-span',
      'yearly-day',
      'easter',
      'day',
      'span',
      'yearly-span',
      'weekday',
    ]);
    expect(formatCalendar(entries)).toEqual(wire);
  });

  it.each([
    'dayOfWeekNoUuid',
    'easterOffsetNoUuid',
    'everyYearNoUuid',
    'periodNoUuid',
    'periodYearlyNoUuid',
    'singleDayNoUuid',
  ])('is the calendar entry %s', (name) => {
    const wire: unknown = readSharedJson(`answers/calendar/${name}.json`);
    expect(formatCalendar(parseCalendar([wire]))).toEqual([wire]);
  });

  it('are users and groups', () => {
    expect(parseUser(readSharedText('answers/user/user.json'))).toMatchObject({
      name: 'admin',
      state: 'enabled-until',
      passwordScore: 2,
      nfcTagCount: 1,
      keycodeCount: 1,
    });
    expect(parseUser(readSharedText('answers/user/user2.json'))).toMatchObject({ name: 'admin' });
    expect(parseGroupList([readSharedJson('answers/user/group.json')])).toMatchObject([
      { type: 4 },
    ]);
  });

  it('are messages, none lost', () => {
    const wire = readSharedJson<{ entries: unknown[] }>('structure/messageCenter.json');
    const list = parseMessageList(wire);
    expect(list.entries).toHaveLength(wire.entries.length);
    expect(list.entries[0]).toMatchObject({ severity: 'error', eventId: 1045 });
    expect(parseMessageList(formatMessageList(list))).toEqual(list);
  });
});
