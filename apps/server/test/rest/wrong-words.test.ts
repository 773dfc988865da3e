import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRest, type RestStage } from './support/rest-stage.js';

let stage: RestStage;
let key: string;

beforeAll(async () => {
  stage = await openRest();
  key = await stage.app.keyOf('operator');
});

afterAll(() => stage.close());

const CONTROL = 'POST /api/devices/control';

/** What somebody sends by mistake, and what the answer must tell them. */
const MISTAKES: readonly (readonly [path: string, body: unknown, told: RegExp])[] = [
  [CONTROL, { device: 5, action: 'on' }, /body.device.*must be text/],
  [CONTROL, { device: '', action: 'on' }, /body.device.*must not be empty/],
  [CONTROL, { device: 'x'.repeat(300), action: 'on' }, /at most 200 characters/],
  [CONTROL, { action: 'on' }, /body.device.*is missing/],
  [CONTROL, { device: 'c-bed', action: 'dim', value: null }, /must be text.*a number/],
  [CONTROL, { device: 'c-bed', action: 'on', dry_run: 'yes' }, /must be true or false/],
  [CONTROL, { device: 'c-bed', action: 'on', wait_ms: '5' }, /body.wait_ms.*must be a number/],
  [
    CONTROL,
    { device: 'c-bed', action: 'dim', value: '50%' },
    /a number, without quotes.*"value": 40/,
  ],
  [CONTROL, [], /must be JSON like/],
  ['POST /api/devices/c-bed/dim?value=30', undefined, /"value": 40/],
  ['POST /api/devices/c-bed/fly', undefined, /It takes: .*GET \/api\/devices\/\{device\}/],
  ['POST /api/scenes/hell/activate', { kind: 'song' }, /must be one of mood/],
  ['/api/devices?q=a&q=b', undefined, /query.q.*must be text/],
  ['/api/devices/', undefined, /params.device.*must not be empty/],
  ['/api/devices/lamp', undefined, /Use the id, or \\"Name \[Room\]/],
  ['/api/devices/nowhere', undefined, /GET \/api\/devices lists/],
  ['/api/history/c-bed', undefined, /records nothing.*GET \/api\/devices/],
  ['/api/nowhere', undefined, /\/api\/docs shows/],
];

describe('a mistake is answered with what to do', () => {
  it.each(MISTAKES)('%s %j', async (path, body, told) => {
    const { status, body: problem, text } = await stage.ask(key, path, body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    const { detail, fields } = problem;
    expect(JSON.stringify([detail, fields]).replaceAll('\\"', '"'), text).toMatch(
      new RegExp(told.source.replaceAll('\\\\"', '"')),
    );
    // Words of the library that checks: they speak to programmers.
    expect(text).not.toMatch(/Invalid input|expected \w+, received|Too (?:small|big)|>=/);
  });

  it('says which header a body needs', async () => {
    const sent = { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } };
    const answer = await stage.app.callAs(key, '/api/devices/control', sent);
    expect([answer.status, await answer.text()]).toEqual([
      415,
      expect.stringContaining('Content-Type: application/json'),
    ]);
  });
});

describe('names as people give them', () => {
  it.each([
    ['Zásuvka', 'c-socket'],
    ['ZASUVKA', 'c-socket'],
    ['zásuvka [předsíň]', 'c-socket'],
    ['Lamp [Küche]', 'c-lamp-2'],
    ['lamp [kueche]', 'c-lamp-2'],
    ['<img src=x onerror=alert(1)>', 'c-odd'],
    ['c-ceiling/AI1', 'c-ceiling/AI1'],
  ])('find %s, encoded in a path and plain in a body', async (name, id) => {
    const path = `/api/devices/${encodeURIComponent(name)}`;
    expect((await stage.ask(key, path)).body.id).toBe(id);
    const planned = { device: name, action: 'on', dry_run: true };
    const { body } = await stage.ask(key, CONTROL, planned);
    expect(body.results).toMatchObject([{ id }]);
  });
});

describe('a session of a browser', () => {
  // The page has a stream of its own. A cookie is sent by itself, so what it opens must not be
  // reachable from other origins, as all of /api may be made with CORS.
  it('opens nothing here: REST and its events ask for a key', async () => {
    const { owners, call, auth } = stage.app;
    const { record } = await auth.keys.create({ name: 'Owner', role: 'admin' }, { id: 'test' });
    const principal = await auth.keys.principal(record.id);
    if (principal === undefined) throw new TypeError('the key is gone');
    const cookie = owners.open(principal);
    for (const path of ['/api/events', '/api/devices', '/api/states']) {
      const answer = await call(path, { headers: { cookie } });
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });
});
