import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminStage, type Browser, openAdminStage } from './support/admin-stage.js';
import { forgottenBodies, type RouteRequest, requestTo } from './support/every-route.js';

let stage: AdminStage;
let owner: Browser & { readonly id: string };
let other: Browser;
let writes: readonly RouteRequest[];

beforeAll(async () => {
  stage = await openAdminStage();
  await stage.keyOf('admin');
  owner = await stage.signInAs('admin');
  other = await stage.signInAs('admin');
  const victim = await stage.keyOf('operator');
  writes = stage.routes
    .filter(({ method, access }) => method !== 'GET' && access.to !== 'open')
    .map((route) => requestTo(route, victim.id));
});

afterAll(() => stage.close());

/** Everything that a forged write could have changed. */
async function everything(): Promise<string> {
  const keys = await stage.auth.keys.list();
  return JSON.stringify([keys, stage.home.executed, stage.parts.connections.list().length]);
}

const FORGERIES: readonly (readonly [
  string,
  () => Readonly<Record<string, string | undefined>>,
])[] = [
  ['no token', () => ({ 'x-csrf-token': undefined })],
  ['an empty token', () => ({ 'x-csrf-token': '' })],
  ['a made-up token', () => ({ 'x-csrf-token': 'A'.repeat(43) })],
  ['the token of another session', () => ({ 'x-csrf-token': other.csrfToken })],
  ['the beginning of the token', () => ({ 'x-csrf-token': owner.csrfToken.slice(0, -1) })],
  ['the token and more', () => ({ 'x-csrf-token': `${owner.csrfToken}A` })],
  ['the token in other letters', () => ({ 'x-csrf-token': owner.csrfToken.toUpperCase() })],
  ['the cookie as the token', () => ({ 'x-csrf-token': owner.cookie.split('=')[1] })],
];

const FOREIGN: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
  ['a page of another origin', { origin: 'https://evil.example' }, 403],
  ['a page without origin', { origin: 'null' }, 403],
  ['another site, by Fetch Metadata', { 'sec-fetch-site': 'cross-site' }, 401],
  ['another port of this host', { 'sec-fetch-site': 'same-site' }, 401],
];

describe('a write that another page forged', () => {
  it('is tried at every route that changes something', () => {
    expect(forgottenBodies(stage.routes)).toEqual([]);
    expect(writes.length).toBeGreaterThanOrEqual(14);
  });

  it.each(FORGERIES)('changes nothing with %s', async (_, headers) => {
    const before = await everything();
    for (const { method, path, body, name } of writes) {
      const answer = await owner.ask(method, path, body, headers());
      expect([name, answer.status, answer.body.code]).toEqual([name, 403, 'csrf-token-missing']);
    }
    expect(await everything()).toBe(before);
  });

  it.each(FOREIGN)('changes nothing from %s', async (_, headers, status) => {
    const before = await everything();
    for (const { method, path, body, name } of writes) {
      const answer = await owner.ask(method, path, body, headers);
      expect([name, answer.status]).toEqual([name, status]);
    }
    expect(await everything()).toBe(before);
  });

  it('changes nothing without the cookie, token or not', async () => {
    const before = await everything();
    for (const { method, path, body, name } of writes) {
      const headers = { 'x-csrf-token': owner.csrfToken };
      const answer = await stage.ask(method, path, body, headers);
      expect([name, answer.status]).toEqual([name, 401]);
    }
    expect(await everything()).toBe(before);
  });

  it('is not let in by a form', async () => {
    const before = await everything();
    for (const { method, path, name } of writes) {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
        const answer = await owner.ask(method, path, 'name=x&role=admin', { 'content-type': type });
        expect([name, answer.status]).toEqual([name, 415]);
      }
    }
    expect(await everything()).toBe(before);
  });

  it('is told from a real one', async () => {
    const made = { name: 'Real', role: 'monitor' };
    expect((await owner.ask('POST', '/keys', made)).status).toBe(201);
  });
});
