import type { Principal } from '@gatehouse/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Came, listenAs, serverSentEvents } from './support/event-client.js';
import { openRest, type RestStage } from './support/rest-stage.js';
import { BEDROOM, CONTROLS, control } from './support/small-house.js';

const GATHER_MS = 250;

let stage: RestStage;

beforeEach(async () => {
  stage = await openRest();
});

afterEach(async () => {
  await stage.close();
});

function caller(role: string, changes: Partial<Principal> = {}): Principal {
  const id = `test_${role}_001`;
  return { id, kind: 'session', name: id, role, scopes: [], revision: '1', ...changes };
}

const admin = caller('admin');

/** The Miniserver pushes, and the gathering ends. */
async function push(id: string, wire: Record<string, number | string>): Promise<void> {
  stage.home.set(id, wire);
  stage.clock.advance(GATHER_MS);
  await ticks();
}

/** Lets everything go on that waits for nothing but its turn. */
async function ticks(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function idsOf(came: Came | undefined): readonly string[] {
  const devices = came?.data.devices;
  return Array.isArray(devices) ? devices.map(({ id }: { id: string }) => id) : [];
}

describe('a stream of events', () => {
  it('begins with how everything is, and goes on with what changes', async () => {
    const pulled = await listenAs(stage, admin);
    const first = await pulled.next();
    expect(first).toMatchObject({ type: 'snapshot', data: { from: 0, total: 10, phase: 'live' } });
    expect(idsOf(first)).toHaveLength(10);
    const next = pulled.next();
    await push('c-bed', { position: 42 });
    expect(await next).toMatchObject({
      type: 'state',
      id: expect.stringMatching(/^\w+-\d+$/),
      data: {
        id: 'c-bed',
        name: 'Bedroom Light',
        room: 'Bedroom',
        state: expect.stringContaining('42 %'),
        states: expect.arrayContaining([expect.objectContaining({ name: 'position', value: 42 })]),
        changed: ['position'],
        at: expect.stringMatching(/Z$/),
      },
    });
  });

  it('gathers what moves often, and leaves out what only trembles', async () => {
    const pulled = await listenAs(stage, admin);
    await pulled.next();
    for (let position = 1; position <= 90; position += 1) stage.home.set('c-bed', { position });
    await push('c-temp', { value: 21.401 });
    await push('c-socket', { active: 1 });
    const [one, two] = [await pulled.next(), await pulled.next()];
    expect(one.data).toMatchObject({ id: 'c-bed', state: expect.stringContaining('90 %') });
    expect(two.data).toMatchObject({ id: 'c-socket' });
  });

  it('tells at most so many devices at once, and none of them never', async () => {
    await stage.close();
    stage = await openRest({ limits: { mostAtOnce: 3 } });
    const pulled = await listenAs(stage, admin);
    await pulled.next();
    const ids = ['c-bed', 'c-lamp-1', 'c-lamp-2', 'c-socket', 'c-odd'];
    for (const id of ids) stage.home.set(id, { active: 1, position: 77 });
    stage.home.set('c-lamp-2', { active: 0 });
    stage.clock.advance(GATHER_MS);
    const told = [await pulled.next(), await pulled.next(), await pulled.next()];
    const fourth = pulled.next();
    let isTold = false;
    void fourth.then(() => {
      isTold = true;
    });
    await ticks();
    expect(isTold).toBe(false);
    stage.clock.advance(GATHER_MS);
    told.push(await fourth, await pulled.next());
    expect(told.map(({ data }) => data.id)).toEqual(ids);
  });

  it('tells of the connection and of another structure', async () => {
    const pulled = await listenAs(stage, admin);
    await pulled.next();
    stage.home.phase('reconnecting', 'The Miniserver does not answer.');
    expect(await pulled.next()).toMatchObject({
      type: 'connection',
      data: { phase: 'reconnecting', problem: 'The Miniserver does not answer.' },
    });
    const fresh = control({ id: 'c-new', name: 'New', type: 'Switch', room: BEDROOM });
    stage.home.replace([...CONTROLS, fresh]);
    expect(await pulled.next()).toMatchObject({ type: 'structure' });
    await push('c-new', { active: 1 });
    expect((await pulled.next()).data).toMatchObject({ id: 'c-new' });
  });

  it('says nothing of what the caller does not see', async () => {
    const own = caller('device', { devices: ['bedroom-light'] });
    const pulled = await listenAs(stage, own);
    expect(idsOf(await pulled.next())).toEqual(['c-bed']);
    await push('c-door', { position: 1 });
    await push('c-blinds', { position: 1 });
    await push('c-bed', { position: 10 });
    expect((await pulled.next()).data).toMatchObject({ id: 'c-bed' });
  });

  it('is about devices or a room where that is asked for', async () => {
    const pulled = await listenAs(stage, admin, { filter: { device: ['deckenlicht'] } });
    expect(idsOf(await pulled.next()).toSorted()).toEqual(['c-ceiling', 'c-ceiling/AI1']);
    const room = await listenAs(stage, admin, {
      filter: { room: 'kueche', device: ['c-bed', 'c-temp'] },
    });
    expect(idsOf(await room.next())).toEqual(['c-temp']);
    await push('c-bed', { position: 10 });
    await push('c-temp', { value: 30 });
    expect((await room.next()).data).toMatchObject({ id: 'c-temp' });
    const wrong = listenAs(stage, admin, { filter: { device: ['nothing of this name'] } });
    await expect(wrong).rejects.toMatchObject({ status: 404, code: 'unknown-device' });
    const own = caller('device', { devices: ['bedroom-light'] });
    const hidden = listenAs(stage, own, { filter: { device: ['c-door'] } });
    await expect(hidden).rejects.toMatchObject({ status: 404, code: 'unknown-device' });
  });

  it('forgets a filter whose device is gone', async () => {
    const pulled = await listenAs(stage, admin, { filter: { device: ['c-socket'] } });
    await pulled.next();
    stage.home.replace(CONTROLS.filter(({ id }) => id !== 'c-socket'));
    expect(await pulled.next()).toMatchObject({ type: 'structure' });
    await push('c-bed', { position: 99 });
    stage.home.phase('live');
    expect(await pulled.next()).toMatchObject({ type: 'connection' });
  });

  it('waits for a house that was never seen', async () => {
    stage.home.current = { phase: 'connecting', since: 0 };
    stage.home.replace([]);
    const pulled = await listenAs(stage, admin);
    expect(await pulled.next()).toMatchObject({ data: { total: 0, phase: 'connecting' } });
    stage.home.replace(CONTROLS);
    stage.home.phase('live');
    await pulled.until('connection');
    await push('c-bed', { position: 12 });
    expect((await pulled.next()).data).toMatchObject({ id: 'c-bed' });
  });
});

describe('a client that comes back', () => {
  it('hears what it missed, and nothing twice', async () => {
    const first = await listenAs(stage, admin);
    await first.next();
    await push('c-bed', { position: 20 });
    const { id = '' } = await first.next();
    await first.stream.return();
    const staying = await listenAs(stage, admin);
    await staying.next();
    await push('c-socket', { active: 1 });
    await staying.next();
    await push('c-lamp-1', { active: 1 });
    await staying.next();
    const again = await listenAs(stage, admin, { lastEventId: id });
    expect((await again.next()).data).toMatchObject({ id: 'c-socket' });
    expect((await again.next()).data).toMatchObject({ id: 'c-lamp-1' });
  });

  it('hears only what it sees by then', async () => {
    const first = await listenAs(stage, admin);
    const { id = '' } = await first.next();
    await push('c-door', { position: 1 });
    await first.next();
    await push('c-bed', { position: 20 });
    await first.next();
    const own = caller('device', { devices: ['bedroom-light'] });
    const again = await listenAs(stage, own, { lastEventId: id });
    expect((await again.next()).data).toMatchObject({ id: 'c-bed' });
  });

  it.each(['', 'nonsense', 'other-1', '0-0', '-', '__proto__'])(
    'gets a snapshot for an id that is none of this run: "%s"',
    async (lastEventId) => {
      const keeping = await listenAs(stage, admin);
      await keeping.next();
      // By its number alone it could be one of them.
      await push('c-bed', { position: 20 });
      await keeping.next();
      const again = await listenAs(stage, admin, { lastEventId });
      expect(await again.next()).toMatchObject({ type: 'snapshot' });
    },
  );

  it('gets a snapshot when it was away for too long', async () => {
    await stage.close();
    stage = await openRest({ limits: { kept: 5, lingerMs: 60_000 } });
    const first = await listenAs(stage, admin);
    const { id = '' } = await first.next();
    for (let count = 1; count <= 5; count += 1) {
      await push('c-bed', { position: count * 10 });
      await first.next();
    }
    const within = await listenAs(stage, admin, { lastEventId: id });
    expect(await within.next()).toMatchObject({ type: 'state' });
    await push('c-bed', { position: 60 });
    const { id: latest = '' } = await first.next();
    const beyond = await listenAs(stage, admin, { lastEventId: id });
    expect(await beyond.next()).toMatchObject({ type: 'snapshot' });

    for (const { stream } of [first, within, beyond]) await stream.return();
    stage.clock.advance(59_999);
    const soon = await listenAs(stage, admin, { lastEventId: latest });
    const next = soon.next();
    await push('c-bed', { position: 70 });
    expect(await next).toMatchObject({ type: 'state' });
    await soon.stream.return();
    stage.clock.advance(60_000);
    // Nobody listened for a while: what happened then is not known.
    const late = await listenAs(stage, admin, { lastEventId: latest });
    expect(await late.next()).toMatchObject({ type: 'snapshot' });
  });
});

describe('a client that does not read', () => {
  it('keeps few events waiting, then starts anew', async () => {
    const reading = await listenAs(stage, admin);
    await reading.next();
    const slow = await listenAs(stage, admin);
    const { id } = await slow.next();
    let told = 0;
    for (let round = 0; round < 300; round += 1) {
      await push('c-bed', { position: (round % 90) + 5 });
      await reading.next();
      told += 1;
    }
    expect(told).toBe(300);
    expect(await slow.next()).toMatchObject({ type: 'overflow', data: { most: 256 } });
    const fresh = await slow.next();
    expect(fresh).toMatchObject({ type: 'snapshot' });
    expect(fresh.id).not.toBe(id);
    expect(fresh.data.devices).toContainEqual(
      expect.objectContaining({ id: 'c-bed', state: expect.stringContaining('%') }),
    );
    await push('c-socket', { active: 1 });
    expect((await slow.next()).data).toMatchObject({ id: 'c-socket' });
  });

  it('has only so many streams', async () => {
    await stage.close();
    stage = await openRest({ limits: { streamsPerKey: 2, streams: 3 } });
    const monitor = caller('monitor');
    const problem = { status: 429, code: 'too-many-streams' };
    for (const who of [admin, admin]) await (await listenAs(stage, who)).next();
    await expect(listenAs(stage, admin)).rejects.toMatchObject(problem);
    await (await listenAs(stage, monitor)).next();
    await expect(listenAs(stage, monitor)).rejects.toMatchObject(problem);
  });
});

describe('the end of a stream', () => {
  it('leaves nothing behind when the client goes', async () => {
    const before = stage.home.listeners;
    const gone = new AbortController();
    const pulled = await listenAs(stage, admin, { signal: gone.signal });
    await pulled.next();
    expect(stage.parts.connections.list()).toMatchObject([
      { kind: 'events', address: '127.0.0.1', client: 'test 1', principal: { id: admin.id } },
    ]);
    const waiting = pulled.stream.next();
    gone.abort();
    expect((await waiting).done).toBe(true);
    expect(stage.parts.connections.list()).toEqual([]);
    stage.clock.advance(5 * 60_000);
    // The index of the house is what stays.
    expect(stage.home.listeners).toBeLessThanOrEqual(before + 2);
    expect(stage.clock.pending).toBe(0);
  });

  it('begins nothing for a stream that nobody reads', async () => {
    const pulled = await listenAs(stage, admin);
    await pulled.stream.return();
    expect(stage.parts.connections.list()).toEqual([]);
    expect(stage.clock.pending).toBe(0);
  });

  it('comes when somebody ends it, and when the server stops', async () => {
    const one = await listenAs(stage, admin);
    await one.next();
    const [listed] = stage.parts.connections.list();
    expect(await stage.parts.connections.end(listed?.id ?? '')).toBe(true);
    expect(await one.next()).toEqual({ type: 'end', data: { reason: 'ended' } });
    expect((await one.stream.next()).done).toBe(true);
    const two = await listenAs(stage, admin);
    await two.next();
    stage.parts.feed.close();
    expect(await two.next()).toEqual({ type: 'end', data: { reason: 'server-stops' } });
    await expect(listenAs(stage, admin)).rejects.toMatchObject({ status: 429 });
  });

  it('comes with the end of the key', async () => {
    const month = 31 * 86_400_000;
    const until = caller('monitor', { expiresAt: stage.clock.now() + month });
    const pulled = await listenAs(stage, until, { filter: { device: ['c-temp'] } });
    await pulled.next();
    const ended = pulled.until('end');
    stage.clock.advance(month - 1);
    await new Promise((resolve) => setImmediate(resolve));
    stage.clock.advance(1);
    const came = await ended;
    expect(came.at(-1)?.data).toEqual({ reason: 'key-expired' });
    expect(came.slice(0, -1).every(({ type }) => type === 'keep-alive')).toBe(true);
  });

  it('comes when the key is changed or revoked, and nothing is told after that', async () => {
    const { keys } = stage.app.auth;
    for (const [act, reason] of [
      ['update', 'key-changed'],
      ['disable', 'key-revoked'],
      ['delete', 'key-revoked'],
    ] as const) {
      const { record } = await keys.create({ name: 'M', role: 'monitor' }, { id: 'test' });
      const principal = await keys.principal(record.id);
      if (principal === undefined) throw new TypeError('no principal');
      const pulled = await listenAs(stage, principal);
      await pulled.next();
      await push('c-bed', { position: act.length * 7 });
      await pulled.next();
      // They wait for the client when the key ends, and must not be told any more.
      await push('c-socket', { active: act.length % 2 });
      const actor = { id: 'test' };
      const change =
        act === 'update'
          ? keys.update(record.id, { devices: ['c-temp'] }, actor)
          : act === 'disable'
            ? keys.disable(record.id, actor)
            : keys.delete(record.id, actor);
      await change;
      await push('c-odd', { active: act.length % 2 });
      expect(await pulled.next()).toEqual({ type: 'end', data: { reason } });
      expect(stage.parts.connections.list()).toEqual([]);
    }
  });

  it('comes at once for a key that was revoked before the first item', async () => {
    const { keys } = stage.app.auth;
    const { record } = await keys.create({ name: 'M', role: 'monitor' }, { id: 'test' });
    const principal = await keys.principal(record.id);
    if (principal === undefined) throw new TypeError('no principal');
    const pulled = await listenAs(stage, principal);
    await keys.disable(record.id, { id: 'test' });
    expect(await pulled.next()).toEqual({ type: 'end', data: { reason: 'key-revoked' } });
  });
});

describe('GET /api/events', () => {
  it('sends them as text, keeps the line alive, and goes on by Last-Event-ID', async () => {
    const key = await stage.app.keyOf('monitor');
    const gone = new AbortController();
    const answer = await stage.app.callAs(key, '/api/events', { signal: gone.signal });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const events = serverSentEvents(answer.body);
    const snapshot = (await events.next()).value;
    expect(snapshot).toMatchObject({ type: 'snapshot', data: { total: 10 } });
    await push('c-odd', { active: 1 });
    const odd = (await events.next()).value;
    expect(odd).toMatchObject({ data: { name: '<img src=x onerror=alert(1)>' } });
    const comment = events.next();
    await vitestTick();
    stage.clock.advance(15_000);
    expect((await comment).value).toMatchObject({
      type: 'comment',
      data: { text: ': keep-alive' },
    });
    gone.abort();
    await events.return();
    const again = await stage.app.callAs(key, '/api/events', {
      headers: { 'last-event-id': (snapshot as Came).id ?? '' },
    });
    const resumed = serverSentEvents(again.body);
    expect((await resumed.next()).value).toMatchObject({ type: 'state', data: { id: 'c-odd' } });
    stage.parts.feed.close();
    expect((await resumed.next()).value).toMatchObject({ type: 'end' });
    expect((await resumed.next()).done).toBe(true);
  });

  it('ends when the key is revoked while it is open', async () => {
    const { keys } = stage.app.auth;
    const made = await keys.create({ name: 'M', role: 'monitor' }, { id: 'test' });
    const answer = await stage.app.callAs(made.key, '/api/events');
    const events = serverSentEvents(answer.body);
    await events.next();
    const rest: Came[] = [];
    await keys.revoke(made.record.id, { id: 'test' });
    await push('c-bed', { position: 5 });
    try {
      for await (const one of events) rest.push(one);
    } catch {
      // The server cuts the line of a key that has ended, whether or not its client reads.
    }
    expect(rest.filter(({ type }) => type !== 'end')).toEqual([]);
    expect((await stage.app.callAs(made.key, '/api/events')).status).toBe(401);
  });

  it('begins nothing for HEAD', async () => {
    const key = await stage.app.keyOf('monitor');
    const answer = await stage.app.callAs(key, '/api/events', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(stage.parts.connections.list()).toEqual([]);
  });

  it('says what is wrong with a filter before it begins', async () => {
    const key = await stage.app.keyOf('monitor');
    for (const [query, status] of [
      ['device=nothing-of-this-name', 404],
      ['room=nothing%20of%20this%20name', 404],
      ['colour=red', 400],
      ['device=,', 400],
    ] as const) {
      const { status: given } = await stage.ask(key, `/api/events?${query}`);
      expect(given, query).toBe(status);
    }
  });
});

/** Lets what was sent arrive, and the stream wait for more. */
async function vitestTick(): Promise<void> {
  const deadline = Date.now() + 5000;
  while (stage.clock.pending === 0 && Date.now() < deadline) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
