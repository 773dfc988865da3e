import type { HomeStatus } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { neverConnected, notLive, staleNotice } from '../src/house/freshness.js';
import { buildIndex } from '../src/house/house-index.js';
import { createIndexCache } from '../src/house/index-cache.js';
import { membersOf } from '../src/house/members.js';
import { createNameTable } from '../src/house/name-table.js';
import { closeEntries, closeRooms } from '../src/house/suggest.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { CONTROLS, testHouse } from './support/house.js';

const NOW = 1_000_000_000;

describe('the index of a house', () => {
  const index = buildIndex(testHouse());

  it('knows controls by id, whatever the case', () => {
    expect(index.byId('CEILING/ai1')?.control.id).toBe('ceiling/AI1');
    expect(index.byId('nothing')).toBeUndefined();
    expect(index.entries).toHaveLength(CONTROLS.length);
  });

  it('gives parts the room and category of their whole', () => {
    const whole = control({
      id: 'w',
      name: 'Whole',
      type: 'LightControllerV2',
      room: room('Hall'),
    });
    const { room: _room, ...bare } = control({
      id: 'w/1',
      name: 'Part',
      type: 'Dimmer',
      parent: whole,
    });
    const entry = buildIndex(new FakeHome([bare, whole])).byId('w/1');
    expect(entry).toMatchObject({
      label: 'Part [Hall]',
      room: { id: 'room-Hall' },
      parent: { id: 'w' },
    });
  });

  it('stands a part without its whole on its own', () => {
    const whole = control({ id: 'w', name: 'Whole', type: 'LightControllerV2' });
    const part = control({ id: 'w/1', name: 'Part', type: 'Dimmer', parent: whole });
    const entry = buildIndex(new FakeHome([part])).byId('w/1');
    expect(entry?.parent).toBeUndefined();
    expect(entry?.label).toBe('Part');
  });

  it('orders by room and name, parts behind their whole, the roomless last', () => {
    const a = control({ id: '2', name: 'Able', type: 'LightControllerV2', room: room('Attic') });
    const home = new FakeHome([
      control({ id: '5', name: 'No room', type: 'Switch' }),
      control({ id: '4', name: 'Any', type: 'Switch', room: room('Öffice') }),
      control({ id: '1', name: 'Zed', type: 'Dimmer', parent: a }),
      control({ id: '3', name: 'Baker', type: 'Switch', room: room('Attic') }),
      a,
    ]);
    expect(buildIndex(home).entries.map(({ control: { id } }) => id)).toEqual([
      '2',
      '1',
      '3',
      '4',
      '5',
    ]);
  });

  it('has each room once, with what is in it', () => {
    const kitchen = index.rooms.find(({ name }) => name === 'Küche');
    expect(kitchen?.folded).toBe('kuche');
    expect(kitchen?.entries).toHaveLength(10);
    expect(new Set(index.rooms.map(({ id }) => id)).size).toBe(index.rooms.length);
  });

  it('tells one structure from another', () => {
    const home = testHouse();
    const { version } = buildIndex(home);
    expect(buildIndex(home).version).toBe(version);
    home.replaceStructure(CONTROLS, 'newer');
    expect(buildIndex(home).version).not.toBe(version);
  });
});

describe('the cache of indexes', () => {
  it('keeps houses apart', () => {
    const indexOf = createIndexCache();
    const [one, other] = [testHouse(), testHouse(CONTROLS.slice(0, 3))];
    expect(indexOf(one)).toBe(indexOf(one));
    expect(indexOf(one)).not.toBe(indexOf(other));
    expect(indexOf(other).entries).toHaveLength(3);
  });

  it('is not disturbed by states and status', () => {
    const indexOf = createIndexCache();
    const home = testHouse();
    const index = indexOf(home);
    home.set('table', { position: 3 });
    home.emit({ type: 'status', status: { phase: 'live', since: 0 } });
    expect(indexOf(home)).toBe(index);
    home.emit({ type: 'structure' });
    expect(indexOf(home)).not.toBe(index);
  });

  it('subscribes once, however often the structure changes', () => {
    const indexOf = createIndexCache();
    const home = testHouse();
    for (let times = 0; times < 5; times += 1) {
      indexOf(home);
      home.emit({ type: 'structure' });
    }
    expect(home.listeners).toBe(1);
  });
});

describe('a table of names', () => {
  const all = (): boolean => true;
  const table = createNameTable(['Lamp', 'lamp', 'Lämp', 'Laemp', 'Lamp'], (name) => name);

  it('answers in the strictest spelling that has somebody', () => {
    expect(table.find('Lamp', all)).toEqual(['Lamp', 'Lamp']);
    expect(table.find('lamp', all)).toEqual(['lamp']);
    expect(table.find('LAMP', all)).toEqual(['Lamp', 'lamp', 'Lämp', 'Lamp']);
    expect(table.find('LAEMP', all)).toEqual(['Laemp']);
    expect(table.find('läemp', all)).toEqual(['Laemp']);
    expect(table.find('lmp', all)).toEqual([]);
  });

  it('goes on to the next spelling where nobody is accepted', () => {
    expect(table.find('lamp', (name) => name === 'Lamp')).toEqual(['Lamp', 'Lamp']);
    expect(table.find('Laemp', (name) => name === 'Lämp')).toEqual(['Lämp']);
    expect(table.find('Lamp', () => false)).toEqual([]);
  });

  it('joins no names that have nothing in common but to be empty', () => {
    const signs = createNameTable(['---', '***', '💡', ''], (name) => name);
    expect(signs.find('---', all)).toEqual(['---']);
    expect(signs.find('💡', all)).toEqual(['💡']);
    expect(signs.find('', all)).toEqual([]);
    expect(signs.find('...', all)).toEqual([]);
  });

  it('looks nothing up that is longer than a name can be', () => {
    const long = 'x'.repeat(300);
    const names = createNameTable([long], (name) => name);
    expect(names.find(long, all)).toEqual([]);
    expect(names.find(`${'x'.repeat(79)}…`, all)).toEqual([long]);
  });
});

describe('close names', () => {
  const index = buildIndex(testHouse());
  const labelsFor = (asked: string, accepts = (): boolean => true): readonly string[] =>
    closeEntries(asked, index.entries, accepts).map(({ label }) => label);

  it.each([
    ['Tabel lamp', 'Table lamp [Küche]'],
    ['temprature', 'Temperature [Küche]'],
    ['oven', 'Oven lamp [Küche]'],
    ['the floor lamp please', 'Floor lamp [Living room]'],
    ['lamp table', 'Table lamp [Küche]'],
    ['coffee kuche', 'Coffee [Küche]'],
  ])('of %s begin with %s', (asked, label) => {
    expect(labelsFor(asked)[0]).toBe(label);
  });

  it.each(['', '??', 'xyzzy', 'qq'])('of %j are none', (asked) => {
    expect(labelsFor(asked)).toEqual([]);
  });

  it('are at most five, and only of those that may be offered', () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      control({ id: `c${at}`, name: `Lamp ${at}`, type: 'Dimmer' }),
    );
    const { entries } = buildIndex(new FakeHome(many));
    expect(closeEntries('Lamp', entries, () => true)).toHaveLength(5);
    const odd = closeEntries('Lamp', entries, (entry) => /[13579]$/.test(entry.name));
    expect(odd).toHaveLength(5);
    expect(odd.every(({ label }) => /[13579]$/.test(label))).toBe(true);
    expect(closeEntries('Lamp', entries, () => false)).toEqual([]);
  });

  it('exist for rooms too', () => {
    const names = closeRooms('Livng roon', index.rooms, () => true).map(({ name }) => name);
    expect(names).toEqual(['Living room']);
  });
});

describe('members of a central control', () => {
  const index = buildIndex(testHouse());
  const central = (controls: unknown) =>
    control({ id: 'c', name: 'C', type: 'CentralJalousie', details: { controls } });

  it('are those that its details list, also where the house does not show them', () => {
    const members = membersOf(central([{ uuid: 'blind', id: '1' }, { uuid: 'gone' }]), index);
    expect(members.map(({ id, entry }) => [id, entry?.name])).toEqual([
      ['blind', 'Blind'],
      ['gone', undefined],
    ]);
  });

  it.each([[undefined], ['blind'], [{ uuid: 'blind' }], [[null, 3, {}, { uuid: 7 }]]])(
    'are none in %j',
    (details) => {
      expect(membersOf(central(details), index)).toEqual([]);
    },
  );
});

describe('how old states may be', () => {
  const since = (ms: number): HomeStatus => ({ phase: 'reconnecting', since: NOW - ms });

  it.each([
    [0, '0 s'],
    [-5000, '0 s'],
    [1499, '1 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [7_100_000, '118 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 days'],
  ])('%i ms ago is %s', (ms, age) => {
    expect(staleNotice(since(ms), NOW)).toContain(`Not connected to the house for ${age}:`);
  });

  it('is nobody’s question while the house is live', () => {
    expect(staleNotice({ phase: 'live', since: 0 }, NOW)).toBeUndefined();
  });

  it('comes with the problem as one clean sentence', () => {
    const status = { ...since(1000), problem: 'The box\nis starting' };
    expect(staleNotice(status, NOW)).toMatch(/ The box is starting\.$/);
    expect(notLive({ ...status, problem: 'Wait!' }).message).toBe('Nothing was sent. Wait!');
    expect(neverConnected(status).message).toBe(
      'Nothing is known of the house yet. The box is starting.',
    );
  });

  it.each([
    ['connecting', 'Try again in a little while.'],
    ['reconnecting', 'Try again in a little while.'],
    ['rejected', 'Trying again will not help; the owner of the house has to look at the server.'],
    ['stopped', 'Trying again will not help; the owner of the house has to look at the server.'],
  ] as const)('while %s the advice is: %s', (phase, hint) => {
    expect(notLive({ phase, since: NOW })).toMatchObject({ code: 'house_offline', hint });
  });
});
