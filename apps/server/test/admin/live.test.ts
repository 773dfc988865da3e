import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/admin/event-queue.js';
import { type Every, liveStream } from '../../src/admin/live-stream.js';
import { type AdminStage, openAdminStage } from './support/admin-stage.js';

let stage: AdminStage;

beforeEach(async () => {
  stage = await openAdminStage();
});

afterEach(() => stage.close());

/** A stream that a test reads and beats by hand. */
interface Reading {
  /** Waits for the next piece that fits. */
  until(pattern: RegExp): Promise<string>;
  /** Waits for the end. @returns Everything that came. */
  end(): Promise<string>;
  beat(): void;
  readonly text: string;
  abort(): void;
}

async function read(
  role: string,
  more: object = {},
  byKey = false,
): Promise<Reading & { id: string }> {
  const { id } = await stage.keyOf(role, more);
  const principal = await stage.auth.keys.principal(id);
  if (principal === undefined) throw new TypeError('the key must be active');
  const session = byKey
    ? undefined
    : await stage.parts.sessions.open({ principal, keyId: id, secure: false, context: {} });
  const controller = new AbortController();
  let beat: () => void = () => undefined;
  const every: Every = (_, run) => {
    beat = run;
    return () => {
      beat = () => undefined;
    };
  };
  const reader = {
    principal: session?.principal ?? principal,
    sessionId: session?.sessionId,
    signal: controller.signal,
  };
  const stream = liveStream(stage.parts, reader, every);
  let text = (await stream.next()).value ?? '';
  // From here on it listens: the first question is already under way.
  let next = stream.next();
  await Promise.resolve();
  return {
    id,
    get text() {
      return text;
    },
    beat: () => beat(),
    abort: () => controller.abort(),
    async until(pattern) {
      while (!pattern.test(text)) {
        const { done, value } = await next;
        if (done === true) throw new TypeError(`ended before ${pattern}: ${text}`);
        text += value;
        next = stream.next();
      }
      return text;
    },
    async end() {
      for (let piece = await next; piece.done !== true; piece = await stream.next()) {
        text += piece.value;
      }
      return text;
    },
  };
}

/** Somebody tries keys that there are none of, until they have to wait. */
async function lockSomebodyOut(): Promise<void> {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await stage.auth.authenticate('wrong', { address: '10.0.0.9' });
    stage.clock.advance(61_000);
  }
  await stage.auth.audit.flush();
}

describe('the live stream', () => {
  it('tells an admin of everything', async () => {
    const stream = await read('admin');
    await stage.keyOf('monitor');
    await stream.until(/"what":"keys"/);
    await stream.until(/event: audit\ndata: .*key\.created/);
    stage.home.set('c-lamp-1', { active: 1 });
    await stream.until(/event: control\ndata: .*"id":"c-lamp-1","state":"on"/);
    stage.home.emit({ type: 'status', status: stage.home.status() });
    await stream.until(/"what":"health"/);
    stage.parts.connections.add({
      kind: 'mcp',
      principal: { id: 'x', kind: 'key', name: 'x', role: 'monitor', scopes: [], revision: '1' },
      end: () => undefined,
    });
    await stream.until(/"what":"connections"/);
    await lockSomebodyOut();
    await stream.until(/"what":"limits"/);
    stream.abort();
    await stream.end();
  });

  it.each([
    ['keys', '"what":"keys"'],
    ['audit', 'event: audit'],
    ['house', 'event: control'],
    ['connections', '"what":"connections"'],
    ['health', '"what":"health"'],
    ['limits', '"what":"limits"'],
  ])('tells whoever has admin:%s of that alone', async (topic, sign) => {
    const stream = await read('custom', { permissions: [`admin:${topic}`, 'risk:read'] });
    await stage.keyOf('monitor');
    stage.home.set('c-lamp-1', { active: 1 });
    stage.home.emit({ type: 'status', status: stage.home.status() });
    stage.parts.connections.add({
      kind: 'mcp',
      principal: { id: 'x', kind: 'key', name: 'x', role: 'monitor', scopes: [], revision: '1' },
      end: () => undefined,
    });
    await lockSomebodyOut();
    const text = await stream.until(new RegExp(sign));
    const events = text.match(/^(?:event: audit|event: control|data: .*"what":"\w+")/gm) ?? [];
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(event).toContain(sign);
    stream.abort();
    await stream.end();
  });

  it('tells of the devices that its reader sees, and of no others', async () => {
    const permissions = ['admin:house', 'risk:read'];
    const stream = await read('custom', { permissions, rooms: ['Küche'] });
    stage.home.set('c-lamp-1', { active: 1 });
    stage.home.set('c-lamp-2', { active: 0 });
    const text = await stream.until(/c-lamp-2/);
    expect(text).not.toContain('c-lamp-1');
    stream.abort();
    await stream.end();
  });

  it('ends with the session', async () => {
    const stream = await read('admin');
    const [listed] = stage.parts.connections.list();
    await stage.parts.connections.end(listed?.id ?? '');
    await stream.end();
  });

  it.each([false, true])('ends with the key (read with the key itself: %s)', async (byKey) => {
    await stage.keyOf('admin');
    const stream = await read('admin', {}, byKey);
    await stage.auth.keys.revoke(stream.id, { id: 'test' });
    await stream.end();
    // What happens afterwards is told to nobody.
    stage.home.set('c-lamp-1', { active: 1 });
    expect(stream.text).not.toContain('c-lamp-1');
  });

  it('ends when the session has been idle, at the next beat', async () => {
    const stream = await read('admin');
    stream.beat();
    await stream.until(/: keep-alive/);
    stage.clock.advance(30 * 60_000);
    stream.beat();
    await stream.end();
  });

  it('leaves no listener behind', async () => {
    const before = stage.home.listeners;
    const stream = await read('admin');
    expect(stage.home.listeners).toBeGreaterThan(before);
    stream.abort();
    await stream.end();
    expect(stage.home.listeners).toBe(before);
  });

  it('keeps what anybody typed within one line', async () => {
    const stream = await read('admin');
    const reason = 'event: control data: {} <script>';
    const { id } = await stage.keyOf('monitor');
    await stage.auth.keys.revoke(id, { id: 'test\r\n\r\nevent: evil' }, reason);
    await stage.auth.audit.flush();
    const text = await stream.until(/key\.revoked/);
    expect(text).not.toMatch(/^event: evil/m);
    for (const line of text.split('\n')) {
      expect(line).toMatch(/^(?:event: (?:audit|changed|control)|data: \{.*\}|retry: \d+|: .*|)$/);
    }
    stream.abort();
    await stream.end();
  });

  it('is served to whoever is signed in, and ends for them when they sign out', async () => {
    const owner = await stage.signInAs('admin');
    const response = await stage.app.call('/admin/api/live', { headers: { cookie: owner.cookie } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const text = response.text();
    expect((await owner.ask('DELETE', '/session')).status).toBe(204);
    expect(await text).toContain('retry: 3000');
  });

  it.each([
    ['nobody', undefined, 401],
    ['an operator', 'operator', 403],
  ])('is not served to %s', async (_, role, status) => {
    const key = role === undefined ? undefined : (await stage.keyOf(role)).key;
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    expect((await stage.ask('GET', '/live', undefined, headers)).status).toBe(status);
  });
});

describe('events that wait', () => {
  it('are sent in order, each as it is now', async () => {
    const queue = new EventQueue<string>();
    queue.push('a', 'a1');
    queue.push('b', 'b1');
    queue.push('a', 'a2');
    expect(await queue.take()).toEqual(['a2', 'b1']);
  });

  it('end the stream when there are too many', async () => {
    const queue = new EventQueue<number>();
    for (let at = 0; at <= 2_000; at += 1) queue.push(`e${at}`, at);
    expect(await queue.take()).toBeUndefined();
    queue.push('late', 1);
    expect(await queue.take()).toBeUndefined();
  });

  it('wake whoever waits for them', async () => {
    const queue = new EventQueue<string>();
    const taken = queue.take();
    queue.push('a', 'a1');
    expect(await taken).toEqual(['a1']);
    const ended = queue.take();
    queue.end();
    expect(await ended).toBeUndefined();
  });
});
