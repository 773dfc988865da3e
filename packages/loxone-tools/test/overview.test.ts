import { describe, expect, it } from 'vitest';
import type { ToolContext, ToolResult } from '../src/index.js';
import { roughTokens, withinBudget } from '../src/overview/budget.js';
import { authorize, limitedTo, operator } from './support/authorize.js';
import { call, everythingIn, TOOLS } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { generatedHouse } from './support/generated-house.js';
import { testHouse } from './support/house.js';
import { hasStructure, readStructure } from './support/structure.js';
import { tokensOf, tokensOfResult } from './support/tokens.js';

const OVERVIEW = 'loxone_overview';

async function overview(
  context: Partial<ToolContext> & Pick<ToolContext, 'home'>,
): Promise<ToolResult> {
  const tool = TOOLS.find(({ name }) => name === OVERVIEW);
  if (tool === undefined) throw new TypeError('no overview');
  return tool.run({}, { principal: operator, authorize, ...context });
}

describe('loxone_overview', () => {
  it('maps the house and says how it is now', async () => {
    const home = testHouse();
    home.set('curtain', { position: 0.5, up: 1 });
    home.set('gate', { position: 0.2, active: -1 });
    const { structured, text } = await call(OVERVIEW, {}, { home });
    expect(structured).toMatchObject({
      house: 'Test house',
      connection: 'live',
      devices: { lights: 10, covers: 3, switches: 1, access: 1, sensors: 1 },
      now: {
        lights_on: 5,
        covers_not_closed: 2,
        open: 1,
        open_names: ['Garage [Outside]'],
        moving: 2,
        alarms: 'none',
      },
    });
    const kitchen =
      'Küche: 3 lights, 1 covers, 1 switches, 1 sensors; 2 lights on, 1 covers not closed';
    expect(structured.rooms).toContain(kitchen);
    expect(text.split('\n'), 'some clients show the text alone').toContain(kitchen);
    expect(text.split('\n')[0]).toBe('Test house, live.');
    expect(text).toContain('5 lights on');
  });

  it('reads only what it tells, once: decoding is what it costs', async () => {
    const lamps = Array.from({ length: 5 }, (_, at) =>
      control({ id: `l${at}`, name: 'Lamp', type: 'Dimmer', room: room('Hall') }),
    );
    const sensors = Array.from({ length: 20 }, (_, at) =>
      control({ id: `s${at}`, name: 'Light sensor', type: 'InfoOnlyAnalog', room: room('Hall') }),
    );
    const home = new FakeHome([...lamps, ...sensors], { l1: { position: 40 } });
    const { structured } = await overview({ home });
    expect(structured).toMatchObject({
      devices: { lights: 5, sensors: 20 },
      now: { lights_on: 1 },
    });
    expect(home.reads.states).toBe(lamps.length);
  });

  it('tells of windows, whatever family counts them', async () => {
    const home = new FakeHome([control({ id: 'w', name: 'Windows', type: 'WindowMonitor' })], {
      w: { numOpen: 2 },
    });
    expect((await overview({ home })).structured).toMatchObject({ now: { open: 1 } });
  });

  it('counts a light controller, not its circuits', async () => {
    const { structured } = await call(OVERVIEW, {}, { home: testHouse() });
    expect(structured.rooms).toContainEqual(expect.stringMatching(/^Küche: 3 lights/));
  });

  it('gives temperatures, alarms and energy', async () => {
    const { structured, text } = await call(OVERVIEW, {}, { home: generatedHouse(40) });
    expect(structured.now).toMatchObject({
      alarms: [expect.stringContaining('Rauchwarnzentrale: ')],
      energy: [expect.stringContaining('Stromzähler Netz [Technikraum KG]: ')],
      open_names: ['Garagentor [Garage]'],
    });
    expect(structured.rooms).toContainEqual(expect.stringContaining('21.5 °C'));
    expect(text).toContain('alarms: Rauchwarnzentrale: ');
  });

  it('says the mode of the house where that is known', async () => {
    const data = { modes: () => ({ current: { id: 2, name: 'Urlaub' }, all: [] }) };
    const { structured, text } = await overview({
      home: testHouse(),
      data: data as unknown as NonNullable<ToolContext['data']>,
    });
    expect(structured.mode).toBe('Urlaub');
    expect(text).toContain('mode Urlaub');
  });

  it('has numbers alone in its smallest form, and every state in its largest', async () => {
    const min = await call(OVERVIEW, { detail: 'min' }, { home: testHouse() });
    expect(min.structured.rooms).toBeUndefined();
    expect(min.structured.now).toMatchObject({ lights_on: 5 });
    expect(min.structured.now).not.toHaveProperty('lights_on_names');
    const full = await call(OVERVIEW, { detail: 'full' }, { home: testHouse() });
    const rooms = full.structured.rooms as { line: string; states: string[] }[];
    const kitchen = rooms.find(({ line }) => line.startsWith('Küche:'));
    expect(kitchen?.states).toContain('Coffee: off');
    expect(full.text).toContain('Coffee: off');
    expect(tokensOfResult(min)).toBeLessThan(tokensOfResult(full));
  });

  it('keeps two rooms of one name apart', async () => {
    const home = new FakeHome([
      control({ id: 'a', name: 'A', type: 'Dimmer', room: room('Bath', '1') }),
      control({ id: 'b', name: 'B', type: 'Dimmer', room: room('Bath', '2') }),
    ]);
    const { structured } = await call(OVERVIEW, {}, { home });
    expect(structured.rooms).toHaveLength(2);
  });

  it('says nothing of what a key does not see, not even of the house as a whole', async () => {
    const data = { modes: () => ({ current: { id: 2, name: 'Urlaub' }, all: [] }) };
    const result = await overview({
      home: testHouse(),
      principal: limitedTo({ devices: ['gate'] }),
      data: data as unknown as NonNullable<ToolContext['data']>,
    });
    expect(result.structured).toEqual({
      connection: 'live',
      devices: { access: 1 },
      now: { alarms: 'none' },
      rooms: ['Outside: 1 access'],
    });
    expect(everythingIn(result)).not.toMatch(/Urlaub|Test house|Küche|light/);
  });

  it('of nothing is an overview of nothing', async () => {
    const principal = limitedTo({ rooms: ['Nowhere'] });
    const result = await call(OVERVIEW, {}, { home: testHouse(), principal });
    expect(result.structured).toEqual({
      connection: 'live',
      devices: {},
      now: { alarms: 'none' },
      rooms: [],
    });
  });
});

describe('what an overview costs', () => {
  it.each([
    [135, 'std', 1200],
    [2000, 'std', 3000],
    [2000, 'min', 400],
    [135, 'min', 350],
    [2000, 'full', 9000],
  ])('of %i busy controls (%s) is under %i tokens', async (size, detail, most) => {
    const home = generatedHouse(size);
    const result = await call(OVERVIEW, { detail }, { home });
    expect(tokensOfResult(result)).toBeLessThan(most);
  });

  it('names the rooms that it has no space for', async () => {
    const { structured } = await call(OVERVIEW, {}, { home: generatedHouse(2000) });
    const rows = structured.rooms as unknown[];
    expect(rows.length).toBeGreaterThan(12);
    expect(structured.more_rooms).toEqual(
      expect.arrayContaining([expect.stringMatching(/^and \d+ more$/)]),
    );
  });

  const files = [
    'loxone-client-kotlin_sample-app.json',
    'loxone-java_LoxAPP3.json',
    'loxbuddy_demoStructure.json',
  ];
  it.skipIf(!files.every(hasStructure)).each(files)(
    'of %s, a real house (needs ../shared/data), is under 1,200 tokens',
    async (file) => {
      const home = new FakeHome(readStructure(file));
      expect(tokensOfResult(await call(OVERVIEW, {}, { home }))).toBeLessThan(1200);
    },
  );

  it('is never guessed too low', () => {
    const { rooms } = generatedHouseRows();
    for (const row of rooms) expect(roughTokens(row)).toBeGreaterThanOrEqual(tokensOf(row));
  });

  it('is kept within', () => {
    const { kept, left } = withinBudget(['aaaa', 'bbbb', 'cccc'], roughTokens('aaaa') * 2);
    expect([kept, left]).toEqual([['aaaa', 'bbbb'], ['cccc']]);
    expect(withinBudget([1, 2], 100)).toEqual({ kept: [1, 2], left: [] });
    expect(withinBudget(['x'], 0)).toEqual({ kept: [], left: ['x'] });
  });
});

function generatedHouseRows(): { readonly rooms: readonly unknown[] } {
  return {
    rooms: [
      { name: 'Küche EG', devices: '2 lights, 2 covers', now: '1 lights on, 21.5 °C' },
      { name: 'Obývací pokoj s kuchyní', devices: '12 information' },
      { name: 'Příliš žluťoučký kůň úpěl ďábelské ódy', devices: '1 access' },
      { name: 'Łazienka na poddaszu', devices: '3 climate', now: '2 open' },
      { name: 'Salle de bain à l’étage', devices: '1 media' },
      { name: 'Кухня', devices: '1 media' },
      { name: '台所', devices: '1 media' },
    ],
  };
}
