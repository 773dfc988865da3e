import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../src/http/route.js';
import { restRoutes } from '../../src/rest/rest-routes.js';
import { openRest, type RestStage } from './support/rest-stage.js';
import { CONTROLS } from './support/small-house.js';

/** Of the same length as what is hidden, so that nothing depends on that. */
const ABSENT = 'c-bad';
const ABSENT_NAME = 'Badroom Lught';
const ABSENT_ROOM = 'room-badroom';

/** How each route with a name in it is asked. */
const ASKED: Readonly<
  Record<string, (device: string, room: string) => [path: string, body?: unknown]>
> = {
  'GET /api/devices': (_device, room) => [`/api/devices?room=${room}`],
  'GET /api/devices/:device': (device) => [`/api/devices/${device}`],
  'POST /api/devices/control': (device) => ['POST /api/devices/control', { device, action: 'on' }],
  'POST /api/devices/:device/:action': (device) => [`POST /api/devices/${device}/on`],
  'GET /api/rooms': () => ['/api/rooms'],
  'GET /api/rooms/:room': (_device, room) => [`/api/rooms/${room}`],
  'GET /api/states': (device) => [`/api/states?ids=${device}`],
  'GET /api/history/:device': (device) => [`/api/history/${device}`],
  'GET /api/scenes': () => ['/api/scenes'],
  'POST /api/scenes/:scene/activate': (device) => [`POST /api/scenes/${device}/activate`],
  'GET /api/events': (device) => [`/api/events?device=${device}`],
};

let stage: RestStage;
let kitchen: string;

beforeAll(async () => {
  stage = await openRest();
  kitchen = await stage.app.keyOf('device', { rooms: ['Küche'] });
});

afterAll(async () => {
  await stage.close();
});

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

describe('what is hidden', () => {
  it('is asked about on every route that leads to the house', () => {
    const routes = restRoutes(stage.parts).filter(({ access }) => access.to === 'key');
    expect(Object.keys(ASKED).toSorted()).toEqual(routes.map(nameOf).toSorted());
  });

  it.each(Object.entries(ASKED))('is answered by %s as what does not exist', async (_name, ask) => {
    const before = stage.home.executed.length;
    const pairs = [
      ['c-bed', ABSENT],
      [encodeURIComponent('Bedroom Light'), encodeURIComponent(ABSENT_NAME)],
    ] as const;
    for (const [hidden, absent] of pairs) {
      const [hiddenPath, hiddenBody] = ask(hidden, 'room-bedroom');
      const [absentPath, absentBody] = ask(absent, ABSENT_ROOM);
      const one = await stage.ask(kitchen, hiddenPath, hiddenBody);
      const other = await stage.ask(kitchen, absentPath, absentBody);
      expect(one.status).toBe(other.status);
      expect(one.text).toBe(other.text);
    }
    expect(stage.home.executed).toHaveLength(before);
  });

  it('stands in no answer of any list', async () => {
    const hidden = CONTROLS.filter(({ room }) => room?.id !== 'room-kueche');
    for (const path of ['/api/devices', '/api/rooms', '/api/states', '/api/scenes']) {
      const { text, status } = await stage.ask(kitchen, path);
      expect(status).toBe(200);
      for (const { id, name } of hidden.filter((one) => one.name !== 'Lamp')) {
        expect(text).not.toContain(id);
        expect(text).not.toContain(name);
      }
    }
  });
});
