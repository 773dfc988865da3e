import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../src/http/route.js';
import { restRoutes } from '../../src/rest/rest-routes.js';
import { openRest, type RestStage } from './support/rest-stage.js';

/** Each route as somebody would call it who sees everything. */
const CALLS: Readonly<Record<string, [path: string, body?: unknown]>> = {
  'GET /api/devices': ['/api/devices'],
  'GET /api/devices/:device': ['/api/devices/c-bed'],
  'POST /api/devices/control': [
    'POST /api/devices/control',
    { device: 'c-bed', action: 'on', dry_run: true },
  ],
  'POST /api/devices/:device/:action': ['POST /api/devices/bedroom-light/on', { dry_run: true }],
  'GET /api/rooms': ['/api/rooms'],
  'GET /api/rooms/:room': ['/api/rooms/bedroom'],
  'GET /api/states': ['/api/states'],
  'GET /api/history/:device': ['/api/history/c-temp'],
  'GET /api/scenes': ['/api/scenes'],
  'POST /api/scenes/:scene/activate': ['POST /api/scenes/hell/activate', { dry_run: true }],
  'GET /api/events': ['/api/events?device=nothing-of-this-name'],
  'GET /api/openapi.json': ['/api/openapi.json'],
  'GET /api/docs': ['/api/docs'],
  'GET /api/docs.css': ['/api/docs.css'],
};

const ACTS = [
  'POST /api/devices/control',
  'POST /api/devices/:device/:action',
  'POST /api/scenes/:scene/activate',
];
const OPEN = ['GET /api/openapi.json', 'GET /api/docs', 'GET /api/docs.css'];

let stage: RestStage;
const keys: Record<string, string> = {};

beforeAll(async () => {
  stage = await openRest();
  const { app } = stage;
  keys.admin = await app.keyOf('admin');
  keys.operator = await app.keyOf('operator');
  keys.monitor = await app.keyOf('monitor');
  keys.device = await app.keyOf('device', { devices: ['c-bed', 'c-temp', 'c-ceiling'] });
  keys.custom = await app.keyOf('custom', {
    permissions: ['risk:read', 'risk:control', '!rest:devices.control'],
  });
  keys.nothing = await app.keyOf('custom', { permissions: ['tool:loxone_search'] });
});

afterAll(async () => {
  await stage.close();
});

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

describe('every route by role', () => {
  it('is in the table', () => {
    expect(restRoutes(stage.parts).map(nameOf).toSorted()).toEqual(Object.keys(CALLS).toSorted());
  });

  const cases = Object.entries(CALLS).flatMap(([route, [path, body]]) =>
    ['admin', 'operator', 'monitor', 'device', 'custom', 'nothing'].map(
      (role) => [route, role, path, body] as const,
    ),
  );

  it.each(cases)('%s for %s', async (route, role, path, body) => {
    const { status, body: problem } = await stage.ask(keys[role] ?? '', path, body);
    const isAllowed =
      OPEN.includes(route) ||
      (role !== 'nothing' &&
        !(role === 'monitor' && ACTS.includes(route)) &&
        !(role === 'custom' && route.startsWith('POST /api/devices')));
    if (isAllowed) {
      // A wrong filter is the one answer of a stream that ends by itself.
      expect(status).toBe(route === 'GET /api/events' ? 404 : 200);
    } else {
      expect(status).toBe(403);
      expect(problem).toMatchObject({ error: 'Insufficient permissions', code: 'not-allowed' });
    }
  });

  it.each(Object.entries(CALLS))('%s without a key', async (route, [path]) => {
    const method = path.startsWith('POST ') ? 'POST' : 'GET';
    const answer = await stage.app.call(path.replace('POST ', ''), { method });
    expect(answer.status).toBe(OPEN.includes(route) ? 200 : 401);
    await answer.arrayBuffer();
  });
});

describe('odd requests', () => {
  it('pollute nothing and reach nothing', async () => {
    const admin = keys.admin ?? '';
    const bodies = [
      '{"__proto__":{"device":"c-bed"},"action":"on"}',
      '{"device":"c-bed","action":"on","args":{"__proto__":{"x":1}}}',
      '{"device":"c-bed","action":"on","constructor":{"prototype":{"x":1}}}',
      '{"device":["c-bed"],"action":"on"}',
      '{"device":"c-bed","action":"__proto__"}',
      '{"device":"c-bed","action":"constructor"}',
      '{"device":"c-bed","action":"on","wait_ms":1e99}',
      '[]',
      'null',
      '"c-bed"',
    ];
    for (const body of bodies) {
      const answer = await stage.app.callAs(admin, '/api/devices/control', {
        method: 'POST',
        body,
      });
      expect([400, 422], body).toContain(answer.status);
      await answer.arrayBuffer();
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(stage.home.executed).toEqual([]);
  });

  it('are no error of the server, whatever stands in the path', async () => {
    const odd = [
      '%00',
      '..%2f..%2fetc%2fpasswd',
      '__proto__',
      'constructor',
      '%F0%9F%92%A1',
      `${'x'.repeat(199)}`,
    ];
    for (const name of odd) {
      for (const path of [`/api/devices/${name}`, `/api/rooms/${name}`, `/api/history/${name}`]) {
        const { status } = await stage.ask(keys.admin ?? '', path);
        expect(status, path).toBe(404);
      }
      const { status } = await stage.ask(keys.admin ?? '', `POST /api/devices/c-bed/${name}`);
      expect([400, 422], name).toContain(status);
    }
  });
});
