import type { Principal } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import type { HouseData } from '../src/ports/house-data.js';
import type { Journal } from '../src/ports/journal.js';
import type { SavedScene, SceneStore } from '../src/ports/scenes.js';
import { createLoxoneResources } from '../src/resources/loxone-resources.js';
import type { ResourceContext } from '../src/resources/resource.js';
import { admin, authorize, limitedTo, monitor } from './support/authorize.js';
import { NOW, TOOLS } from './support/call.js';
import { fakeData } from './support/fake-data.js';
import { CONTROLS, testHouse } from './support/house.js';

const resources = createLoxoneResources({ clock: { now: () => NOW }, tools: TOOLS });

const cook = limitedTo({ rooms: ['Küche'] });

interface Given {
  readonly principal?: Principal;
  readonly home?: ResourceContext['home'];
  readonly ports?: Partial<ResourceContext>;
}

function context({
  principal = admin,
  home = testHouse(),
  ports = {},
}: Given = {}): ResourceContext {
  return { home, principal, authorize, ...ports };
}

async function read(uri: string, given: Given = {}): Promise<Record<string, unknown>> {
  const reading = await resources.read(uri, context(given));
  if (!reading.ok) throw new TypeError(`${uri}: ${reading.error.message}`);
  return JSON.parse(reading.text) as Record<string, unknown>;
}

async function code(uri: string, given: Given = {}): Promise<string | undefined> {
  const reading = await resources.read(uri, context(given));
  return reading.ok ? undefined : reading.error.code;
}

function ids(body: Record<string, unknown>, key = 'devices'): readonly unknown[] {
  return (body[key] as readonly { id: unknown }[]).map(({ id }) => id);
}

describe('the registry', () => {
  it('has unique names and templates', () => {
    const names = resources.definitions.map(({ name }) => name);
    const templates = resources.definitions.map(({ pattern }) => pattern.template);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(templates).size).toBe(templates.length);
  });

  it.each([
    'home structure/summary structure rooms categories controls types climate/overview',
    'audio/zones audio/sources security/status security/zones energy/now energy/meters',
    'energy/history weather/current weather/daily weather/hourly scenes events',
    'system/status system/capabilities system/diagnostics system/health',
  ])('offers %s', (paths) => {
    const listed = resources.list(context()).map(({ uri }) => uri);
    for (const path of paths.split(' ')) expect(listed).toContain(`loxone://${path}`);
  });

  it.each([
    'rooms/{room}',
    'rooms/{room}/devices',
    'rooms/{room}/overview',
    'rooms/{room}/climate',
    'categories/{category}',
    'controls/{uuid}',
    'controls/{uuid}/state',
    'controls/{uuid}/history',
    'controls/{uuid}/history.csv',
    'types/{type}',
    'sensors/{kind}',
    'scenes/{id}',
    'docs/{topic}',
  ])('has the template %s', (path) => {
    const templates = resources.definitions.map(({ pattern }) => pattern.template);
    expect(
      templates.some((template) => template.replace(/\{\?.*/, '') === `loxone://${path}`),
    ).toBe(true);
  });

  it('answers what it does not know as what is not there', async () => {
    expect(await code('loxone://nonsense')).toBe('unknown_device');
    expect(await code('https://rooms')).toBe('unknown_device');
    expect(resources.find('loxone://rooms/Küche')?.name).toBe('room');
  });
});

describe('rooms', () => {
  it('counts devices by family', async () => {
    const body = await read('loxone://rooms');
    const kitchen = (body.rooms as Record<string, unknown>[]).find(({ name }) => name === 'Küche');
    expect(kitchen).toMatchObject({ id: 'room-Küche', devices: 10, families: { covers: 1 } });
  });

  it.each(['Küche', 'kueche', 'KUCHE', 'room-Küche'])('finds a room as %s', async (name) => {
    const body = await read(`loxone://rooms/${encodeURIComponent(name)}`);
    expect(body.name).toBe('Küche');
    expect(ids(body)).toContain('table');
    expect(ids(body)).not.toContain('floor');
  });

  it('shows what is on', async () => {
    const body = await read('loxone://rooms/kuche/overview');
    expect(ids(body, 'on')).toEqual(expect.arrayContaining(['ceiling', 'oven']));
    expect(ids(body, 'on')).not.toContain('coffee');
    expect(ids(body, 'covers')).toEqual(['blind']);
  });

  it('does not tell a hidden room from none', async () => {
    const hidden = await resources.read('loxone://rooms/Cellar', context({ principal: cook }));
    const none = await resources.read('loxone://rooms/Nowhere', context({ principal: cook }));
    expect(hidden).toEqual(none);
    expect(hidden.ok).toBe(false);
  });
});

describe('devices', () => {
  it('tells the states of one', async () => {
    const body = await read('loxone://controls/table/state');
    expect(body).toMatchObject({ id: 'table', name: 'Table lamp', state: 'off' });
    expect(body.states).toContainEqual(expect.objectContaining({ name: 'position', value: 0 }));
  });

  it('finds a part, whose id has a slash', async () => {
    expect(await read('loxone://controls/ceiling%2FAI1')).toMatchObject({ name: 'Spots' });
  });

  it('describes moods, parts and commands', async () => {
    const body = await read('loxone://controls/ceiling');
    expect(body.moods).toContainEqual({ id: 2, name: 'Evening' });
    expect(ids(body, 'parts')).toContain('ceiling/AI1');
    expect(body.commands).toContainEqual(expect.objectContaining({ name: 'set-mood' }));
  });

  it('names the whole of a part only to who sees it', async () => {
    const spots = limitedTo({ devices: ['ceiling/AI1'] });
    const uri = 'loxone://controls/ceiling%2FAI1';
    expect(await read(uri)).toHaveProperty('part_of', 'ceiling');
    expect(await read(uri, { principal: spots })).not.toHaveProperty('part_of');
  });

  it('does not tell a hidden device from none, nor an ambiguous name', async () => {
    for (const uri of ['floor', 'nothing', 'Glow']) {
      expect(await code(`loxone://controls/${uri}`, { principal: cook })).toBe('unknown_device');
    }
  });
});

describe('paging', () => {
  it('walks all pages without a gap', async () => {
    const all: unknown[] = [];
    let cursor = '';
    do {
      const body = await read(`loxone://controls?limit=6${cursor}`);
      expect(body.total).toBe(CONTROLS.length);
      all.push(...ids(body));
      cursor = body.next_cursor === undefined ? '' : `&cursor=${String(body.next_cursor)}`;
    } while (cursor !== '');
    expect(all.toSorted()).toEqual(CONTROLS.map(({ id }) => id).toSorted());
  });

  it('refuses a cursor of another list', async () => {
    const { next_cursor: cursor } = await read('loxone://controls?limit=1');
    expect(await code(`loxone://structure?cursor=${String(cursor)}`)).toBe('stale_cursor');
    expect(await code(`loxone://controls?fields=id&cursor=${String(cursor)}`)).toBe('stale_cursor');
    expect(await code(`loxone://controls?limit=2&cursor=${String(cursor)}`)).toBeUndefined();
  });

  it('cuts to fields', async () => {
    const body = await read('loxone://controls?fields=id,name&limit=1');
    expect(Object.keys((body.devices as object[])[0] ?? {})).toEqual(['id', 'name']);
    expect(await read('loxone://system/health?fields=healthy')).toEqual({ healthy: true });
  });

  it.each(['0', '501', '-1', 'ten', '1.5'])('refuses the limit %s', async (limit) => {
    expect(await code(`loxone://controls?limit=${limit}`)).toBe('out_of_range');
  });

  it.each(['limit=1&limit=2', 'wrong=1', 'limit=1?x'])('knows no query %s', async (query) => {
    expect(await code(`loxone://controls?${query}`)).toBe('unknown_device');
  });
});

describe('what belongs together', () => {
  it('finds sensors by kind', async () => {
    expect(ids(await read('loxone://sensors/temperature'))).toEqual(['temperature']);
    expect(ids(await read('loxone://sensors/door-window'))).toEqual(['gate']);
    expect(await code('loxone://sensors/ghosts')).toBe('unknown_device');
  });

  it('shows security and types', async () => {
    expect(ids(await read('loxone://security/status'))).toEqual(['gate']);
    expect(ids(await read('loxone://types/Jalousie'))).toEqual(['blind', 'curtain']);
    expect(await code('loxone://types/Alarm')).toBe('unknown_device');
  });

  it('finds a category by name and id', async () => {
    expect(ids(await read('loxone://categories/shading'))).toContain('blind');
    expect(ids(await read('loxone://categories/category-Shading'))).toContain('blind');
    expect(await code('loxone://categories/none')).toBe('unknown_device');
  });
});

describe('scenes', () => {
  const film: SavedScene = {
    id: 'film',
    name: 'Film',
    steps: [{ tool: 'loxone_control_lights', args: { targets: ['floor'], action: 'off' } }],
    createdBy: admin.id,
    revision: '1',
  };
  const scenes = { list: () => Promise.resolve([film]) } as unknown as SceneStore;

  it('lists moods, groups and saved ones', async () => {
    const body = await read('loxone://scenes', { ports: { scenes } });
    expect(ids(body, 'scenes')).toEqual(
      expect.arrayContaining(['ceiling', 'sofa', 'all-lights', 'film']),
    );
    expect(await read('loxone://scenes/film', { ports: { scenes } })).toMatchObject({
      name: 'Film',
      steps: film.steps,
    });
  });

  it('hides a saved scene of devices that the caller does not see', async () => {
    const given = { principal: cook, ports: { scenes } };
    expect(ids(await read('loxone://scenes', given), 'scenes')).toEqual(['ceiling']);
    expect(await code('loxone://scenes/film', given)).toBe('unknown_device');
  });

  it.each([
    [{ all: true }, false],
    [{ room: 'Küche', all: true }, true],
    [{ room: 'Cellar', all: true }, false],
    ['table', true],
    [7, false],
  ])('judges the target %j of a scene', async (target, isSeen) => {
    const one = { ...film, steps: [{ tool: 't', args: { targets: [target] } }] };
    const store = { list: () => Promise.resolve([one]) } as unknown as SceneStore;
    const given = { principal: cook, ports: { scenes: store } };
    expect((await code('loxone://scenes/film', given)) === undefined).toBe(isSeen);
  });
});

describe('the system', () => {
  it('tells what the caller may do', async () => {
    const body = await read('loxone://system/capabilities', { principal: monitor });
    expect(body.risks).toEqual(['read']);
    expect((await read('loxone://system/capabilities')).risks).toContain('access');
  });

  it('says that what it read may be old', async () => {
    const home = testHouse();
    home.current = { phase: 'reconnecting', since: NOW - 60_000 };
    expect((await read('loxone://controls', { home })).notice).toContain('60 s');
    expect(await read('loxone://system/health', { home })).toMatchObject({
      healthy: false,
      stale_seconds: 60,
    });
  });

  it('says that nothing is known yet', async () => {
    const home = testHouse([]);
    expect(await code('loxone://rooms', { home })).toBe('house_offline');
    expect(await code('loxone://docs/targets', { home })).toBeUndefined();
  });
});

describe('documents', () => {
  it('has guides and a page for each type', async () => {
    const page = await resources.read('loxone://docs/Jalousie', context());
    expect(page).toMatchObject({ ok: true, mimeType: 'text/markdown' });
    expect(page.ok && page.text).toContain('### Jalousie');
    expect(page.ok && page.text).not.toContain('### Gate');
    expect(await code('loxone://docs/conduct')).toBeUndefined();
    expect(await code('loxone://docs/none')).toBe('unknown_device');
  });
});

describe('history', () => {
  const data = fakeData({
    records: {
      temperature: [
        {
          output: '0',
          title: 'Temperature',
          unit: '°C',
          accumulated: false,
          points: [[NOW - 3_600_000, 21.5]],
        },
      ],
    },
  });

  it('is the answer of the tool, and a table of all of it', async () => {
    const uri = 'loxone://controls/temperature/history?bucket=raw';
    const body = await read(uri, { ports: { data } });
    expect(body).toHaveProperty('points');
    const csv = await resources.read(
      'loxone://controls/temperature/history.csv?bucket=raw',
      context({ ports: { data } }),
    );
    expect(csv).toMatchObject({ ok: true, mimeType: 'text/csv' });
    expect(csv.ok && csv.text).toMatch(/^time,utc,Temperature \(°C\)\r\n.*,21\.5\r\n$/);
  });

  it('is for who sees the device, and needs what keeps it', async () => {
    const uri = 'loxone://controls/floor/history.csv';
    expect(await code(uri, { principal: cook, ports: { data } })).toBe('unknown_device');
    expect(await code('loxone://controls/temperature/history.csv')).toBe('not_supported');
    const wrong = 'loxone://controls/temperature/history.csv?bucket=year';
    expect(await code(wrong, { ports: { data } })).toBe('invalid_argument');
  });
});

describe('dates', () => {
  it('dates structures by the structure file and live ones by the newest state', async () => {
    const home = testHouse();
    const rooms = await resources.read('loxone://rooms', context({ home }));
    expect(rooms).toMatchObject({ lastModified: '2026-01-01T00:00:00.000Z' });
    const listed = resources.list(context({ home }));
    expect(listed.find(({ uri }) => uri === 'loxone://rooms')?.lastModified).toBe(
      '2026-01-01T00:00:00.000Z',
    );
    const vienna = { timeZone: () => 'Europe/Vienna' } as unknown as HouseData;
    const there = context({ home, ports: { data: vienna } });
    expect(await resources.read('loxone://rooms', there)).toMatchObject({
      lastModified: '2025-12-31T23:00:00.000Z',
    });
    const states = home.states.bind(home);
    home.states = (id) => states(id).map((state) => ({ ...state, receivedAt: NOW }));
    const table = await resources.read('loxone://controls/table/state', context({ home }));
    expect(table).toMatchObject({ lastModified: new Date(NOW).toISOString() });
  });
});

describe('cost', () => {
  it('builds the index once for any number of readings', async () => {
    const home = testHouse();
    for (let at = 0; at < 5; at += 1) await read('loxone://controls', { home });
    await read('loxone://home', { home }).catch(() => undefined);
    expect(home.listeners).toBeLessThanOrEqual(2);
    expect(home.reads.controls).toBeLessThanOrEqual(2);
  });

  it('reads the states of one page only', async () => {
    const home = testHouse();
    await read('loxone://controls?limit=2', { home });
    expect(home.reads.states).toBe(2);
  });
});

describe('a limited key', () => {
  const journal: Journal = { since: 0, read: () => [] };
  const seen = new Set(
    CONTROLS.filter((control) => control.room?.name === 'Küche').map(({ id }) => id),
  );
  const hidden = CONTROLS.filter(({ id }) => !seen.has(id));

  it('lists only rooms in which it sees something', () => {
    const uris = resources.list(context({ principal: cook })).map(({ uri }) => uri);
    expect(uris.filter((uri) => uri.startsWith('loxone://rooms/'))).toEqual([
      'loxone://rooms/room-K%C3%BCche',
    ]);
  });

  it.each(resources.definitions)('finds nothing hidden through $name', async (definition) => {
    const { pattern } = definition;
    const uris =
      pattern.uri === undefined
        ? [...CONTROLS, ...CONTROLS.flatMap(({ room }) => room ?? [])].flatMap(({ id, name }) =>
            [id, name].map((value) =>
              pattern.expand(Object.fromEntries(pattern.variables.map((of) => [of, value]))),
            ),
          )
        : [pattern.uri];
    for (const uri of uris) {
      const reading = await resources.read(uri, context({ principal: cook, ports: { journal } }));
      if (!reading.ok) continue;
      for (const { id, name } of hidden) {
        // The type of a hidden control may stand in a document that everybody can read.
        if (definition.name === 'docs') continue;
        expect(reading.text).not.toContain(`"${id}"`);
        if (!CONTROLS.some((other) => seen.has(other.id) && other.name === name)) {
          expect(reading.text).not.toContain(name);
        }
      }
      expect(reading.text).not.toMatch(/Cellar|Living room|Outside/);
    }
  });

  it('counts only what it sees', async () => {
    const summary = await read('loxone://structure/summary', { principal: cook });
    expect(summary.controls).toBe(seen.size);
    expect(await read('loxone://system/status', { principal: cook })).toMatchObject({
      devices: seen.size,
      rooms: 1,
    });
    expect((await read('loxone://controls?limit=1', { principal: cook })).total).toBe(seen.size);
  });

  it('asks about the resource and not about a tool', async () => {
    const asked = new Set<string>();
    const spying: ResourceContext = {
      ...context(),
      authorize: (_principal, action) => {
        asked.add(`${action.kind} ${action.name}`);
        return { allow: true };
      },
    };
    const search = TOOLS.find(({ name }) => name === 'loxone_search');
    const tools = search === undefined ? [] : [{ ...search, name: 'loxone_overview' }];
    const two = createLoxoneResources({ tools });
    await two.read('loxone://controls', spying);
    expect(await two.read('loxone://home', spying)).toMatchObject({ ok: true });
    expect([...asked]).toEqual(['resource loxone://controls', 'resource loxone://home']);
  });
});
