import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OpenApi } from '../../src/rest/openapi/openapi.js';
import { serverSentEvents } from './support/event-client.js';
import { openRest, type RestStage } from './support/rest-stage.js';

let stage: RestStage;
let document: OpenApi;
const keys: Record<string, string> = {};

beforeAll(async () => {
  stage = await openRest();
  document = (await (await stage.app.call('/api/openapi.json')).json()) as OpenApi;
  for (const role of ['admin', 'operator', 'monitor']) keys[role] = await stage.app.keyOf(role);
  keys.asking = await stage.app.keyOf('custom', {
    permissions: ['risk:read', 'risk:control', 'approve:control'],
  });
});

afterAll(() => stage.close());

type Json = Readonly<Record<string, unknown>>;

/** As a client made from the document would see it: by what is in the document alone. */
function resolved(part: Json): Json {
  const { $ref: ref } = part;
  if (typeof ref !== 'string') return part;
  const found = ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, step) => Reflect.get(value as object, step), document);
  return resolved(found as Json);
}

interface Came {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** What of an answer the document does not say. */
function surprises(operation: string, { status, type, body }: Came): readonly string[] {
  const [method = '', path = ''] = operation.split(' ');
  const answer = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  if (answer === undefined) return [`${operation} answers ${status}`];
  const content = resolved(answer).content as Readonly<Record<string, { schema: Json }>>;
  const schema = content[type]?.schema;
  if (schema === undefined) return [`${operation} ${status} is ${type}`];
  const read = z.fromJSONSchema(resolved(schema) as never).safeParse(body);
  const issues = read.error?.issues ?? [];
  return issues.map(
    ({ path: at, message }) => `${operation} ${status} ${at.join('.')}: ${message}`,
  );
}

interface Asked {
  readonly as?: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(path: string, { as, method = 'GET', body, headers = {} }: Asked): Promise<Came> {
  const key = keys[as ?? ''];
  const answer = await stage.app.call(path, {
    method,
    ...(body !== undefined && { body }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'x-api-key': key }),
      ...headers,
    },
  });
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (type === 'text/event-stream') {
    await serverSentEvents(answer.body).return?.();
    return { status: answer.status, type, body: '' };
  }
  const text = await answer.text();
  return { status: answer.status, type, body: type.includes('json') ? JSON.parse(text) : text };
}

const POST = { method: 'POST', as: 'operator' } as const;
const CONTROL = 'POST /api/devices/control';
const ACTION = 'POST /api/devices/{device}/{action}';

/** Operation, path, how it is asked, and the status that comes. */
const CASES: readonly (readonly [string, string, Asked, number])[] = [
  ['GET /api/devices', '/api/devices', { as: 'monitor' }, 200],
  ['GET /api/devices', '/api/devices?q=lampp&limit=2', { as: 'monitor' }, 200],
  ['GET /api/devices', '/api/devices?type=switch&limit=1', { as: 'monitor' }, 200],
  ['GET /api/devices', '/api/devices?limit=x', { as: 'monitor' }, 400],
  ['GET /api/devices', '/api/devices?room=nowhere', { as: 'monitor' }, 404],
  ['GET /api/devices', '/api/devices', {}, 401],
  ['GET /api/devices', '/api/devices', { headers: { 'x-api-key': 'lmcp_admin_001_wrong' } }, 401],
  ['GET /api/devices', '/api/devices?api_key=x', {}, 400],
  ['GET /api/devices/{device}', '/api/devices/c-bed', { as: 'monitor' }, 200],
  ['GET /api/devices/{device}', '/api/devices/c-ceiling', { as: 'monitor' }, 200],
  ['GET /api/devices/{device}', '/api/devices/c-ceiling%2FAI1', { as: 'monitor' }, 200],
  ['GET /api/devices/{device}', '/api/devices/c-door', { as: 'monitor' }, 200],
  ['GET /api/devices/{device}', '/api/devices/lamp', { as: 'monitor' }, 409],
  ['GET /api/devices/{device}', '/api/devices/nowhere', { as: 'monitor' }, 404],
  ['GET /api/devices/{device}', '/api/devices/', { as: 'monitor' }, 400],
  [CONTROL, '/api/devices/control', { ...POST, body: '{"device":"c-bed","action":"on"}' }, 200],
  [CONTROL, '/api/devices/control', POST, 400],
  [CONTROL, '/api/devices/control', { ...POST, body: '{' }, 400],
  [CONTROL, '/api/devices/control', { ...POST, as: 'monitor' }, 403],
  [
    CONTROL,
    '/api/devices/control',
    { ...POST, headers: { 'content-type': 'text/csv' }, body: 'x' },
    415,
  ],
  [CONTROL, '/api/devices/control', { ...POST, body: `"${'x'.repeat(5_000_000)}"` }, 413],
  [ACTION, '/api/devices/c-bed/on', POST, 200],
  [ACTION, '/api/devices/c-bed/on', { ...POST, as: 'asking' }, 202],
  [ACTION, '/api/devices/c-bed/fly', POST, 422],
  [ACTION, '/api/devices/lamp/on', POST, 409],
  [ACTION, '/api/devices/c-door/open', POST, 403],
  [ACTION, '/api/devices/c-door/open', { ...POST, as: 'admin' }, 409],
  ['GET /api/rooms', '/api/rooms', { as: 'monitor' }, 200],
  ['GET /api/rooms', '/api/rooms?limit=1', { as: 'monitor' }, 200],
  ['GET /api/rooms/{room}', '/api/rooms/kueche?limit=2', { as: 'monitor' }, 200],
  ['GET /api/rooms/{room}', '/api/rooms/nowhere', { as: 'monitor' }, 404],
  ['GET /api/states', '/api/states?detail=all', { as: 'monitor' }, 200],
  ['GET /api/states', '/api/states?ids=nowhere', { as: 'monitor' }, 404],
  ['GET /api/history/{device}', '/api/history/c-temp', { as: 'monitor' }, 200],
  ['GET /api/history/{device}', '/api/history/c-temp?format=csv', { as: 'monitor' }, 200],
  ['GET /api/history/{device}', '/api/history/c-bed', { as: 'monitor' }, 422],
  ['GET /api/scenes', '/api/scenes', { as: 'monitor' }, 200],
  ['POST /api/scenes/{scene}/activate', '/api/scenes/hell/activate', POST, 200],
  ['POST /api/scenes/{scene}/activate', '/api/scenes/nowhere/activate', POST, 404],
  ['POST /api/scenes/{scene}/activate', '/api/scenes/c-ceiling/activate', POST, 400],
  ['GET /api/events', '/api/events', { as: 'monitor' }, 200],
  ['GET /api/events', '/api/events', {}, 401],
  ['GET /api/openapi.json', '/api/openapi.json', {}, 200],
  ['GET /api/docs', '/api/docs', {}, 200],
  ['GET /api/docs.css', '/api/docs.css', {}, 200],
];

describe('what a client made from the OpenAPI document gets', () => {
  it.each(CASES)('%s, as in %s', async (operation, path, asked, status) => {
    const came = await ask(path, asked);
    expect(came.status, JSON.stringify(came.body).slice(0, 500)).toBe(status);
    expect(surprises(operation, came)).toEqual([]);
  });

  it('while the house is away is described, too', async () => {
    stage.home.current = { phase: 'reconnecting', since: 0 };
    try {
      const gone = await ask('/api/devices/c-bed/on', POST);
      expect(gone.status).toBe(503);
      expect(surprises(ACTION, gone)).toEqual([]);
      for (const path of ['/api/devices', '/api/rooms', '/api/states', '/api/scenes']) {
        const old = await ask(path, { as: 'monitor' });
        expect([old.status, surprises(`GET ${path}`, old)]).toEqual([200, []]);
      }
    } finally {
      stage.home.current = { phase: 'live', since: 0 };
    }
  });

  it('was asked of every operation', () => {
    const asked = new Set(CASES.map(([operation]) => operation));
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...asked].toSorted()).toEqual(all.toSorted());
  });
});
