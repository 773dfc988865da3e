import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prefersCsv } from '../../src/rest/history-routes.js';
import { openRest, type RestStage } from './support/rest-stage.js';
import { smallHouse } from './support/small-house.js';

let stage: RestStage;
const keys: Record<string, string> = {};

beforeAll(async () => {
  stage = await openRest();
  const { app } = stage;
  keys.admin = await app.keyOf('admin');
  keys.operator = await app.keyOf('operator');
  keys.monitor = await app.keyOf('monitor');
  keys.device = await app.keyOf('device', { devices: ['bedroom-light', 'bedroom-blinds'] });
  keys.room = await app.keyOf('device', { rooms: ['Küche'] });
  keys.looker = await app.keyOf('custom', { permissions: ['rest:devices'] });
  keys.lights = await app.keyOf('custom', {
    permissions: ['rest:devices.control', 'tool:loxone_control_lights'],
  });
  keys.noLights = await app.keyOf('custom', {
    permissions: ['risk:read', 'risk:control', '!tool:loxone_control_lights'],
  });
});

afterAll(async () => {
  await stage.close();
});

beforeEach(() => {
  // Each test finds the house as it was.
  const fresh = smallHouse();
  for (const { id } of fresh.controls()) {
    const states = {
      'c-bed': { position: 0 },
      'c-lamp-1': { active: 0 },
      'c-door': { position: 0 },
    };
    stage.home.set(id, states[id as keyof typeof states] ?? {});
  }
  stage.home.executed.length = 0;
});

afterEach(() => {
  stage.home.current = { phase: 'live', since: 0 };
});

function key(name: string): string {
  return keys[name] ?? '';
}

function names(body: Record<string, unknown>): readonly string[] {
  return (body.devices as { name: string }[]).map(({ name }) => name);
}

describe('GET /api/devices', () => {
  it('lists what the key sees, with how it is', async () => {
    const all = await stage.ask(key('monitor'), '/api/devices');
    expect(all.status).toBe(200);
    expect(all.body.total).toBe(10);
    expect(all.body.devices).toContainEqual({
      id: 'c-bed',
      name: 'Bedroom Light',
      room: 'Bedroom',
      family: 'lights',
      type: 'dimmer',
      loxone_type: 'Dimmer',
      capabilities: expect.any(Array),
      state: 'off',
    });
    const own = await stage.ask(key('device'), '/api/devices');
    expect(names(own.body).toSorted()).toEqual(['Bedroom Blinds', 'Bedroom Light']);
    expect(own.body.total).toBe(2);
    const room = await stage.ask(key('room'), '/api/devices');
    expect(names(room.body).toSorted()).toEqual(['Deckenlicht', 'Lamp', 'Spots', 'Temperatur']);
  });

  it('filters by room, family, type and words, in any spelling', async () => {
    const of = async (query: string): Promise<readonly string[]> =>
      names((await stage.ask(key('admin'), `/api/devices?${query}`)).body).toSorted();
    expect(await of('room=kueche')).toEqual(['Deckenlicht', 'Lamp', 'Spots', 'Temperatur']);
    expect(await of('room=predsin&family=switches')).toContain('Zásuvka');
    expect(await of('type=Jalousie')).toEqual(['Bedroom Blinds']);
    expect(await of('type=dimmer')).toEqual(['Bedroom Light', 'Spots']);
    const [best] = names((await stage.ask(key('admin'), '/api/devices?q=zasuvka')).body);
    expect(best).toBe('Zásuvka');
    expect(await of('type=dimmer&room=Bedroom')).toEqual(['Bedroom Light']);
  });

  it('goes page by page, and no cursor fits another list', async () => {
    for (const filter of ['', 'type=switch&']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await stage.ask(key('admin'), `/api/devices?${filter}limit=2${cursor}`);
        expect(page.status).toBe(200);
        seen.push(...(page.body.devices as { id: string }[]).map(({ id }) => id));
        cursor =
          page.body.next_cursor === undefined ? '' : `&cursor=${String(page.body.next_cursor)}`;
      } while (cursor !== '');
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe(filter === '' ? 10 : 4);
      const wrong = await stage.ask(key('admin'), `/api/devices?${filter}cursor=5-00000000`);
      expect(wrong).toMatchObject({ status: 400, body: { code: 'stale-cursor' } });
    }
  });

  it('says what is wrong with a query', async () => {
    const wrong = await stage.ask(key('admin'), '/api/devices?limit=0&family=toasters&colour=red');
    expect(wrong.status).toBe(400);
    expect(wrong.body.fields).toContainEqual({ field: 'query.limit', problem: 'must be 1–100' });
    expect(wrong.text).not.toContain('toasters');
    const room = await stage.ask(key('admin'), '/api/devices?room=bed%20chamber%207');
    expect(room).toMatchObject({ status: 404, body: { code: 'unknown-room' } });
  });

  it('lets a custom key look that may do no more than this', async () => {
    expect((await stage.ask(key('looker'), '/api/devices')).body.total).toBe(10);
    const rooms = await stage.ask(key('looker'), '/api/rooms');
    expect(rooms).toMatchObject({ status: 403, body: { error: 'Insufficient permissions' } });
    expect(rooms.body.needs).toContain('rest:rooms');
  });
});

describe('GET /api/devices/{device}', () => {
  it('finds it by id, name, slug and label, in two languages', async () => {
    const asked = [
      'c-bed',
      'Bedroom Light',
      'bedroom-light',
      'bedroom_light',
      'Bedroom Light [Bedroom]',
    ];
    for (const name of asked) {
      const found = await stage.ask(key('monitor'), `/api/devices/${encodeURIComponent(name)}`);
      expect(found.body.id, name).toBe('c-bed');
    }
    const czech = await stage.ask(key('monitor'), '/api/devices/zasuvka');
    expect(czech.body).toMatchObject({ id: 'c-socket', name: 'Zásuvka', room: 'Předsíň' });
    const german = await stage.ask(
      key('monitor'),
      `/api/devices/${encodeURIComponent('Lamp [Kueche]')}`,
    );
    expect(german.body.id).toBe('c-lamp-2');
    const part = await stage.ask(key('monitor'), '/api/devices/c-ceiling%2FAI1');
    expect(part.body).toMatchObject({ name: 'Spots', part_of: 'Deckenlicht' });
  });

  it('tells what it is, how it is and what it takes', async () => {
    const { body } = await stage.ask(key('monitor'), '/api/devices/bedroom-blinds');
    expect(body).toMatchObject({ family: 'covers', loxone_type: 'Jalousie' });
    expect(body.states).toContainEqual(
      expect.objectContaining({ name: 'position', value: 40, unit: '%' }),
    );
    expect(body.actions).toContain('open');
    expect(body.commands).toContainEqual(
      expect.objectContaining({
        name: 'set-position',
        risk: 'control',
        args: [expect.objectContaining({ name: 'position', min: 0, max: 100 })],
      }),
    );
  });

  it('asks which of several is meant', async () => {
    const lamp = await stage.ask(key('monitor'), '/api/devices/lamp');
    expect(lamp).toMatchObject({ status: 409, body: { code: 'ambiguous-device' } });
    expect((lamp.body.candidates as string[]).toSorted()).toEqual([
      'Lamp [Bedroom]',
      'Lamp [Küche]',
    ]);
    expect((await stage.ask(key('room'), '/api/devices/lamp')).body.id).toBe('c-lamp-2');
  });
});

describe('POST /api/devices/{device}/{action}', () => {
  it('does what seed 002 asks of a device key', async () => {
    const done = await stage.ask(key('device'), 'POST /api/devices/bedroom-light/on');
    expect(done).toMatchObject({ status: 200, body: { ok: true } });
    expect(done.body.results).toEqual([
      {
        id: 'c-bed',
        label: 'Bedroom Light [Bedroom]',
        outcome: 'changed',
        detail: expect.stringContaining('now on'),
        state: expect.stringContaining('80 %'),
      },
    ]);
    expect(stage.home.executed).toHaveLength(1);
  });

  it('reads a value for words that need one', async () => {
    const cases = [
      [
        'c-bed',
        'dim',
        30,
        { control: 'c-bed', command: 'set-brightness', args: { brightness: 30 } },
      ],
      [
        'c-bed',
        'set',
        45,
        { control: 'c-bed', command: 'set-brightness', args: { brightness: 45 } },
      ],
      [
        'c-blinds',
        'set',
        70,
        { control: 'c-blinds', command: 'set-position', args: { position: 70 } },
      ],
      [
        'c-ceiling',
        'mood',
        'hell',
        { control: 'c-ceiling', command: 'set-mood', args: { mood: 1 } },
      ],
    ] as const;
    for (const [device, action, value, request] of cases) {
      stage.home.executed.length = 0;
      const done = await stage.ask(key('operator'), `POST /api/devices/${device}/${action}`, {
        value,
      });
      expect(done.status, `${device} ${action} ${done.text}`).toBe(200);
      expect(stage.home.executed[0]).toMatchObject(request);
    }
    for (const action of ['open', 'close', 'stop', 'up', 'down']) {
      const done = await stage.ask(key('operator'), `POST /api/devices/bedroom-blinds/${action}`);
      expect(done.status, `${action} ${done.text}`).toBe(200);
    }
  });

  it('says the truth of a command that changed nothing', async () => {
    stage.home.react = () => ({ outcome: 'unchanged', waitedMs: 2000 });
    const done = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/on');
    expect(done).toMatchObject({ status: 200, body: { ok: false } });
    expect(done.body.results).toMatchObject([{ outcome: 'unchanged' }]);
    stage.home.react = () => ({ outcome: 'refused', code: 423, message: 'locked' });
    const refused = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/on');
    expect(refused).toMatchObject({ status: 422, body: { code: 'refused' } });
    stage.home.react = () => ({ outcome: 'unknown', message: 'the connection was lost' });
    const unknown = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/on');
    expect(unknown).toMatchObject({ status: 503, body: { code: 'outcome-unknown' } });
    stage.home.react = smallHouse().react;
  });

  it('says what a device takes instead, and what is wrong with a value', async () => {
    const fly = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/fly');
    expect(fly).toMatchObject({ status: 422, body: { code: 'not-supported' } });
    expect(fly.body.detail).toContain('set-brightness');
    const much = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/dim', {
      value: 400,
    });
    expect(much).toMatchObject({ status: 400, body: { code: 'out-of-range' } });
    expect(much.body.fields).toHaveLength(1);
    const none = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/dim');
    expect(none).toMatchObject({ status: 400, body: { code: 'invalid-argument' } });
    expect(stage.home.executed).toEqual([]);
  });

  it('only says what would happen when asked to', async () => {
    const dry = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/on', {
      dry_run: true,
    });
    expect(dry.body.results).toMatchObject([{ outcome: 'planned' }]);
    expect(stage.home.executed).toEqual([]);
  });

  it('is not there while the house is away', async () => {
    stage.home.current = { phase: 'reconnecting', since: 0 };
    const on = await stage.ask(key('operator'), 'POST /api/devices/bedroom-light/on');
    expect(on).toMatchObject({ status: 503, body: { code: 'house-offline' } });
    const list = await stage.ask(key('operator'), '/api/devices');
    expect(list.body.notice).toContain('Not connected');
  });
});

describe('POST /api/devices/control', () => {
  it('answers a monitor as seed 002 says, before anything else is looked at', async () => {
    for (const body of [undefined, { device: 'c-bed', action: 'on' }, { nonsense: true }]) {
      const refused = await stage.ask(key('monitor'), 'POST /api/devices/control', body);
      expect(refused).toMatchObject({ status: 403, body: { error: 'Insufficient permissions' } });
      expect(refused.body.needs).toBeDefined();
    }
    const action = await stage.ask(key('monitor'), 'POST /api/devices/nowhere/on');
    expect(action.status).toBe(403);
  });

  it('helps an admin who sends no body', async () => {
    const empty = await stage.ask(key('admin'), 'POST /api/devices/control');
    expect(empty).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(empty.text).toContain('bedroom-light');
    const both = await stage.ask(key('admin'), 'POST /api/devices/control', {
      device: 'c-bed',
      action: 'on',
      command: 'on',
    });
    expect(both.status).toBe(400);
  });

  it('gives commands of the catalog and actions', async () => {
    const command = { device: 'Bedroom Blinds', command: 'set-position', args: { position: 10 } };
    const moved = await stage.ask(key('operator'), 'POST /api/devices/control', command);
    expect(moved.status, moved.text).toBe(200);
    const on = { device: 'Lamp [Küche]', action: 'off', wait_ms: 0 };
    expect((await stage.ask(key('operator'), 'POST /api/devices/control', on)).status).toBe(200);
    expect(stage.home.executed.map(({ control }) => control)).toEqual(['c-blinds', 'c-lamp-2']);
  });

  it('takes no argument that says how a call is made', async () => {
    for (const name of ['targets', 'dry_run', 'confirm_token', 'action']) {
      const body = { device: 'c-bed', action: 'dim', value: 20, args: { [name]: 'c-door' } };
      const refused = await stage.ask(key('operator'), 'POST /api/devices/control', body);
      expect(refused.status, name).toBe(400);
    }
    expect(stage.home.executed).toEqual([]);
  });

  it('counts permissions and denials of the tool, too', async () => {
    const on = (device: string): unknown => ({ device, action: 'on' });
    const path = 'POST /api/devices/control';
    expect((await stage.ask(key('lights'), path, on('c-bed'))).status).toBe(200);
    const blinds = await stage.ask(key('lights'), path, { device: 'c-blinds', action: 'open' });
    expect(blinds).toMatchObject({ status: 403, body: { error: 'Insufficient permissions' } });
    expect(blinds.body.detail).toContain('tool:loxone_control_covers');
    const light = await stage.ask(key('noLights'), path, on('c-bed'));
    expect(light.status).toBe(403);
    expect(
      (await stage.ask(key('noLights'), path, { device: 'c-blinds', action: 'open' })).status,
    ).toBe(200);
  });

  it('opens a door for nobody who was not granted it, and by its own name only', async () => {
    const path = 'POST /api/devices/control';
    const refused = await stage.ask(key('operator'), path, {
      device: 'Garagentor',
      action: 'open',
    });
    expect(refused).toMatchObject({ status: 403, body: { error: 'Insufficient permissions' } });
    expect(refused.body.needs).toContain('access');
    const misspelt = await stage.ask(key('admin'), path, { device: 'Garagentro', action: 'open' });
    expect(misspelt).toMatchObject({ status: 404, body: { candidates: ['Garagentor [Předsíň]'] } });
    expect(stage.home.executed).toEqual([]);
  });
});

describe('rooms, states, history and scenes', () => {
  it('lists rooms, and shows one by any of its names', async () => {
    const all = await stage.ask(key('monitor'), '/api/rooms');
    expect(all.body.total).toBe(3);
    const own = await stage.ask(key('device'), '/api/rooms');
    expect(own.body.rooms).toEqual([
      { id: 'room-bedroom', name: 'Bedroom', devices: 2, families: { covers: 1, lights: 1 } },
    ]);
    for (const name of ['room-kueche', 'Küche', 'kueche']) {
      const room = await stage.ask(key('monitor'), `/api/rooms/${encodeURIComponent(name)}`);
      expect(room.body, name).toMatchObject({ id: 'room-kueche', name: 'Küche', total: 4 });
    }
  });

  it('reads states of some or all, and since a moment', async () => {
    const all = await stage.ask(key('monitor'), '/api/states');
    expect(all.body.devices).toHaveLength(10);
    const own = await stage.ask(key('device'), '/api/states');
    expect(own.body.devices).toHaveLength(2);
    const two = await stage.ask(key('monitor'), '/api/states?ids=c-bed,zasuvka');
    expect(names(two.body)).toEqual(['Bedroom Light', 'Zásuvka']);
    const since = stage.home.now + 500;
    stage.home.set('c-bed', { position: 55 });
    const news = await stage.ask(key('monitor'), `/api/states?since=${since}`);
    expect(names(news.body)).toEqual(['Bedroom Light']);
    const iso = await stage.ask(
      key('monitor'),
      `/api/states?since=${new Date(since).toISOString()}`,
    );
    expect(names(iso.body)).toEqual(['Bedroom Light']);
    expect((await stage.ask(key('device'), '/api/states?ids=c-bed,c-door')).status).toBe(404);
    expect((await stage.ask(key('monitor'), '/api/states?since=yesterday')).status).toBe(400);
    expect((await stage.ask(key('monitor'), '/api/states?ids=,')).status).toBe(400);
  });

  it('gives history as JSON, or as CSV to whom would rather have that', async () => {
    const json = await stage.ask(key('monitor'), '/api/history/temperatur?aggregation=hour&fn=max');
    expect(json.status, json.text).toBe(200);
    expect((json.body.points as unknown[]).length).toBeGreaterThan(10);
    const { app } = stage;
    const csv = await app.callAs(key('monitor'), '/api/history/temperatur', {
      headers: { accept: 'text/csv, application/json;q=0.5' },
    });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const text = await csv.text();
    expect(text.split('\r\n')[0]).toBe('time,utc,Temperatur (°C)');
    const asked = await stage.ask(key('monitor'), '/api/history/temperatur?format=csv');
    expect(asked.text.split('\r\n').length).toBe(text.split('\r\n').length);
    const wrong = await stage.ask(key('monitor'), '/api/history/temperatur?from=whenever');
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid-argument' } });
  });

  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['text/csv', true],
    ['text/*', true],
    ['TEXT/CSV; header=present', true],
    ['text/csv;q=0', false],
    ['text/csv;q=0.4, application/json;q=0.5', false],
    ['application/json;q=0.4, text/csv;q=0.5', true],
    ['text/csv;q=nonsense', false],
    ['text/csv, application/json', false],
  ])('takes Accept: %s for CSV: %s', (accept, expected) => {
    expect(prefersCsv(accept)).toBe(expected);
  });

  it('lists and activates scenes', async () => {
    const all = await stage.ask(key('monitor'), '/api/scenes');
    expect(all.body.scenes).toContainEqual(
      expect.objectContaining({ id: 'c-ceiling', kind: 'moods' }),
    );
    expect(all.body.scenes).toContainEqual(expect.objectContaining({ id: 'scene-night' }));
    const mood = await stage.ask(key('operator'), 'POST /api/scenes/hell/activate');
    expect(mood, mood.text).toMatchObject({ status: 200, body: { ok: true } });
    expect(stage.home.executed[0]).toMatchObject({ command: 'set-mood', args: { mood: 1 } });
    const saved = await stage.ask(key('operator'), 'POST /api/scenes/scene-night/activate', {
      dry_run: true,
    });
    expect(saved.status, saved.text).toBe(200);
    const light = await stage.ask(key('operator'), 'POST /api/scenes/c-ceiling/activate');
    expect(light).toMatchObject({ status: 400, body: { code: 'mood-wanted' } });
    const hidden = await stage.ask(key('room'), '/api/scenes');
    expect(hidden.text).not.toContain('Good night');
    const refused = await stage.ask(key('monitor'), 'POST /api/scenes/hell/activate');
    expect(refused.status).toBe(403);
  });
});
