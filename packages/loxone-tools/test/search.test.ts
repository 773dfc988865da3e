import { beforeEach, describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { limitedTo } from './support/authorize.js';
import { call, devicesOf, errorOf, NOW } from './support/call.js';
import { category, control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { CONTROLS, testHouse } from './support/house.js';

let home: FakeHome;

beforeEach(() => {
  home = testHouse();
});

async function idsFor(args: Record<string, unknown>): Promise<readonly string[]> {
  return devicesOf(await call('loxone_search', args, { home })).map(({ id }) => id);
}

describe('loxone_search', () => {
  it('gives id, name, room, kind, abilities and state of each hit', async () => {
    const result = await call('loxone_search', { query: 'table lamp' }, { home });
    expect(result.structured).toEqual({
      devices: [
        {
          id: 'table',
          name: 'Table lamp',
          room: 'Küche',
          family: 'lights',
          type: 'dimmer',
          capabilities: ['switchable', 'dimmable'],
          state: 'off',
        },
      ],
      total: 1,
    });
    expect(result.text).toBe('1 found:\nTable lamp [Küche]: dimmer, off');
  });

  it.each(['küche', 'KUCHE', 'kueche', 'Küche', 'ku\u0308che'])(
    'finds the room as %s',
    async (query) => {
      const result = await call('loxone_search', { query, limit: 100 }, { home });
      expect(result.structured.rooms).toEqual([{ name: 'Küche', devices: 10 }]);
      expect(devicesOf(result).every((device) => device.room === 'Küche')).toBe(true);
      expect(result.text).toContain('Room Küche: 10 devices');
    },
  );

  it('finds a room by one word of several, and not by a syllable', async () => {
    const byWord = await call('loxone_search', { query: 'lights kueche' }, { home });
    expect(byWord.structured.rooms).toEqual([{ name: 'Küche', devices: 10 }]);
    const bySyllable = await call('loxone_search', { query: 'lights ku' }, { home });
    expect(bySyllable.structured.rooms).toBeUndefined();
  });

  it.each([
    ['licht küche', ['ceiling', 'table']],
    ['lights in the kuche', ['ceiling', 'table']],
    ['světla kuche', ['ceiling', 'table']],
    ['žaluzie', ['blind', 'all-blinds', 'curtain']],
    ['Rollladen Living', ['all-blinds', 'curtain']],
  ])('understands %s', async (query, expected) => {
    const ids = await idsFor({ query });
    expect(ids.filter((id) => expected.includes(id)).sort()).toEqual([...expected].sort());
  });

  it('needs every word to fit somewhere', async () => {
    expect(await idsFor({ query: 'table garage' })).toEqual([]);
    const [best, ...others] = await idsFor({ query: 'lamp living' });
    expect(best, 'the one that is called so').toBe('floor');
    expect(others, 'and the other lights of the room').toContain('sofa');
  });

  it('ranks exact before prefix before word before substring', async () => {
    const names = ['Deskfan', 'Old Fan', 'Fan heater', 'Fan', 'Infantry'];
    home = new FakeHome(names.map((name, at) => control({ id: `c${at}`, name, type: 'Switch' })));
    const result = await call('loxone_search', { query: 'fan' }, { home });
    const ranked = devicesOf(result).map(({ name }) => name);
    expect(ranked.slice(0, 3)).toEqual(['Fan', 'Fan heater', 'Old Fan']);
    expect([...ranked.slice(3)].sort()).toEqual(['Deskfan', 'Infantry']);
  });

  it('ranks a hit in the name before one in room, category or kind', async () => {
    home = new FakeHome([
      control({ id: 'by-room', name: 'A', type: 'Switch', room: room('Pool') }),
      control({
        id: 'by-category',
        name: 'B',
        type: 'Switch',
        category: category('Pool', 'undefined'),
      }),
      control({ id: 'by-name', name: 'Pool pump', type: 'Switch' }),
    ]);
    expect(await idsFor({ query: 'pool' })).toEqual(['by-name', 'by-room', 'by-category']);
  });

  it('lists everything by room when nothing is asked', async () => {
    const result = await call('loxone_search', { limit: 100 }, { home });
    expect(result.structured.total).toBe(CONTROLS.length);
    const rooms = devicesOf(result).map((device) => device.room ?? '~');
    expect(rooms.map((name) => name.toLowerCase())).toEqual(
      [...rooms.map((name) => name.toLowerCase())].sort(),
    );
    expect(result.structured.rooms).toBeUndefined();
  });

  it('filters by family, capability, room and state', async () => {
    expect(await idsFor({ family: 'covers', room: 'Küche' })).toEqual(['blind']);
    expect(await idsFor({ capability: 'central' })).toEqual(['all-blinds', 'all-lights']);
    expect(await idsFor({ family: 'lights', room: 'Living room', state: 'on' })).toEqual([
      'floor',
      'sofa/AI1',
      'sofa',
    ]);
    expect(await idsFor({ query: 'lamp', state: 'off' })).toEqual(['table', 'ceiling/AI3']);
    expect(await idsFor({ state: 'closed' })).toEqual(['curtain', 'gate']);
    expect(await idsFor({ state: 'open' })).toEqual(['blind']);
  });

  it('finds circuits by the controller that they are parts of', async () => {
    expect((await idsFor({ query: 'ceiling spots' }))[0]).toBe('ceiling/AI1');
  });

  it('knows a room by id, and refuses one that is not known', async () => {
    expect(await idsFor({ room: 'room-Outside' })).toEqual(['gate']);
    const result = await call('loxone_search', { room: 'Livng rom' }, { home });
    expect(result.isError).toBe(true);
    expect(errorOf(result)).toMatchObject({
      code: 'unknown_room',
      message: 'room: no room of this name is known.',
      candidates: [{ id: 'room-Living room', label: 'Living room' }],
    });
  });

  it('takes one typing error for a hit where nothing else is, and says so', async () => {
    const result = await call('loxone_search', { query: 'Temprature' }, { home });
    expect(devicesOf(result).map(({ id }) => id)).toEqual(['temperature']);
    expect(result.structured.suggestions).toEqual(['Temperature [Küche]']);
    expect(result.text).toMatch(/^Nothing is called so; 1 close:\nTemperature \[Küche\]/);
  });

  it('offers names that are less close, and takes none of them for a hit', async () => {
    const result = await call('loxone_search', { query: 'Tempratuer' }, { home });
    expect(result.isError).toBeUndefined();
    expect(result.structured).toEqual({
      devices: [],
      total: 0,
      suggestions: ['Temperature [Küche]'],
    });
    expect(result.text).toBe('No device found. Close names: Temperature [Küche]');
  });

  it.each([
    [{ family: 'furniture' }],
    [{ limit: 0 }],
    [{ limit: 101 }],
    [{ limit: 2.5 }],
    [{ colour: 'red' }],
    [{ state: 'broken' }],
    [{ query: 7 }],
  ])('refuses %j', async (args) => {
    const result = await call('loxone_search', args, { home });
    expect(result.isError).toBe(true);
    expect(errorOf(result)?.code).toMatch(/^(invalid_argument|out_of_range)$/);
  });
});

describe('pages of loxone_search', () => {
  it('go through all hits without a gap or a repetition', async () => {
    const seen: string[] = [];
    let cursor: unknown;
    do {
      const args = { limit: 3, ...(cursor !== undefined && { cursor }) };
      const result = await call('loxone_search', args, { home });
      seen.push(...devicesOf(result).map(({ id }) => id));
      cursor = result.structured.next_cursor;
      expect(result.structured.total).toBe(CONTROLS.length);
    } while (cursor !== undefined);
    expect(seen).toEqual(await idsFor({ limit: 100 }));
  });

  it('take no cursor of another search, of another structure, or made up', async () => {
    const first = await call('loxone_search', { limit: 3 }, { home });
    const cursor = first.structured.next_cursor;
    const other = await call('loxone_search', { limit: 3, query: 'lamp', cursor }, { home });
    expect(errorOf(other)?.code).toBe('stale_cursor');
    const madeUp = await call('loxone_search', { cursor: '3-00000000' }, { home });
    expect(errorOf(madeUp)?.code).toBe('stale_cursor');
    home.replaceStructure(CONTROLS, '2026-02-02 00:00:00');
    const later = await call('loxone_search', { limit: 3, cursor }, { home });
    expect(errorOf(later)?.code).toBe('stale_cursor');
    expect(later.isError).toBe(true);
  });

  it('say in words where one is', async () => {
    const first = await call('loxone_search', { limit: 3 }, { home });
    expect(first.text).toMatch(/^1–3 of \d+ found; more with cursor 3-[0-9a-f]{8}:/);
  });
});

describe('the work of a search', () => {
  const many = Array.from({ length: 2000 }, (_, at) =>
    control({ id: `c${at}`, name: `Lamp ${at}`, type: 'Dimmer', room: room(`Room ${at % 40}`) }),
  );

  it('reads the structure once, and the states only of what is on the page', async () => {
    const tools = createLoxoneTools({ clock: { now: () => NOW } });
    home = new FakeHome(many);
    for (const query of ['lamp', 'room 3', 'lamp 17', 'nothing like it', '']) {
      home.reads.states = 0;
      const result = await call('loxone_search', { query, limit: 20 }, { home, tools });
      expect(home.reads.states).toBeLessThanOrEqual(2 * devicesOf(result).length);
    }
    expect(home.reads.controls).toBe(1);
    expect(home.listeners).toBe(1);
    home.replaceStructure(many.slice(0, 5), 'newer');
    const result = await call('loxone_search', {}, { home, tools });
    expect(result.structured.total).toBe(5);
    expect(home.reads.controls).toBe(2);
    expect(home.listeners, 'one subscription for the life of the home').toBe(1);
  });

  it('asks for permission only where a query fits, and once for each', async () => {
    home = new FakeHome(many);
    const asked: string[] = [];
    await call(
      'loxone_search',
      { query: 'lamp 17' },
      {
        home,
        authorize: (_principal, { targets }) => {
          asked.push(...(targets ?? []).map(({ id }) => id));
          return { allow: true };
        },
      },
    );
    expect(asked.length).toBeLessThan(200);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('counts only what the caller sees', async () => {
    home = new FakeHome(many);
    const principal = limitedTo({ rooms: ['Room 3'] });
    const result = await call('loxone_search', { query: 'room 3' }, { home, principal });
    expect(result.structured.total).toBe(50);
    expect(result.structured.rooms).toEqual([{ name: 'Room 3', devices: 50 }]);
    const one = limitedTo({ devices: ['Lamp 3'] });
    const alone = await call('loxone_search', { query: 'room 3' }, { home, principal: one });
    expect(alone.structured.rooms).toEqual([{ name: 'Room 3', devices: 1 }]);
  });
});
