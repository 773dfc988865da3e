import { connect as openSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Acknowledged,
  makeKeys,
  switchOverMcp,
  switchOverRest,
  type Written,
} from './support/load/writers.js';
import { type Rig, startRig } from './support/rig.js';
import { generateKey, houseIsLive, type RunningServer, startServer } from './support/server.js';

/** `npm run campaign -- --only shutdown` makes many more. */
const ROUNDS = Number(process.env.GATEHOUSE_SHUTDOWN_ROUNDS ?? 1);
/** Writes that are acknowledged before the signal; another number each round. */
const ACKNOWLEDGED = [25, 60, 7, 110, 40] as const;
const LAMP = 'Garage Light';

interface TrailRecord {
  readonly type: string;
  readonly target?: string;
  readonly requestId?: string;
}

let rig: Rig;
let again: RunningServer | undefined;

beforeEach(() => {
  again = undefined;
});
afterEach(async () => {
  await again?.program.stop();
  await rig.stop();
});

async function start(backend: string): Promise<string> {
  rig = await startRig(undefined, {
    LOXONE_KEY_BACKEND: backend,
    LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '100000',
  });
  return generateKey(rig.env, 'admin');
}

/** Lets many write at once, ends the server in the middle, and waits until all have heard of it. */
async function writeUntilEnd(key: string, needed: number): Promise<readonly Written[]> {
  const { url, program } = rig.server;
  const ways = new Set<Acknowledged['way']>();
  let count = 0;
  let isSignalled = false;
  const onAcknowledged = (way: Acknowledged['way']): void => {
    ways.add(way);
    count += 1;
    if (isSignalled || count < needed || ways.size < 3) return;
    isSignalled = program.child.kill('SIGTERM');
  };
  const writing = { url, key, lamp: LAMP, onAcknowledged };
  return Promise.all([
    ...['one', 'two', 'three', 'four'].map((name) => makeKeys(writing, name)),
    switchOverRest(writing),
    switchOverRest(writing),
    switchOverMcp(writing),
    switchOverMcp(writing),
  ]);
}

async function getJson<T>(url: string, key: string, method = 'GET'): Promise<T> {
  const answer = await fetch(url, { method, headers: { 'x-api-key': key } });
  expect(answer.status, url).toBe(200);
  return (await answer.json()) as T;
}

async function trailOf(url: string, key: string): Promise<readonly TrailRecord[]> {
  const headers = { 'x-api-key': key };
  const answer = await fetch(`${url}/admin/api/audit/export?format=jsonl`, { headers });
  const lines = (await answer.text()).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TrailRecord);
}

/** What the trail has to tell of a write. */
function recordOf({ way, made, requestId }: Acknowledged): TrailRecord {
  if (made !== undefined) return { type: 'key.created', target: made.id, requestId };
  const target = way === 'rest' ? 'rest:devices.control' : 'tool:loxone_control_lights';
  return { type: 'decision.allowed', target, requestId };
}

function nameOf({ type, target, requestId }: TrailRecord): string {
  return `${type} ${target} ${requestId}`;
}

const runs = ['file', 'sealed', 'sqlite'].flatMap((backend, index) =>
  Array.from({ length: ROUNDS }, (_, round) => ({
    backend,
    round: round + 1,
    needed: ACKNOWLEDGED[(round + index) % ACKNOWLEDGED.length] ?? 1,
  })),
);
/** Three programs start for each round, one after the other, on machines that have much else to do. */
const PATIENCE = { timeout: 5 * 60_000 };

describe('SIGTERM under load', PATIENCE, () => {
  it.each(runs)(
    'with keys in $backend, round $round: what was acknowledged is there, and told of',
    async ({ backend, needed }) => {
      const admin = await start(backend);
      const written = await writeUntilEnd(admin, needed);
      expect(await rig.server.program.ended).toEqual({ code: 0, signal: null });
      expect(written.flatMap(({ wrong }) => wrong)).toEqual([]);
      expect(rig.server.program.stderr()).not.toMatch(/ ERROR /);

      const acknowledged = written.flatMap((one) => one.acknowledged);
      expect(acknowledged.length).toBeGreaterThanOrEqual(needed);
      again = await startServer(rig.env);
      await houseIsLive(again);
      const { keys } = await getJson<{ keys: { id: string; name: string }[] }>(
        `${again.url}/admin/api/keys`,
        admin,
      );
      // Exactly these: nothing was done either that nobody heard of.
      const names = keys.map(({ id, name }) => `${id} ${name}`).filter((one) => !/ e2e /.test(one));
      const made = acknowledged.flatMap((one) => one.made ?? []);
      expect(names.sort()).toEqual(made.map(({ id, name }) => `${id} ${name}`).sort());
      const last = made.at(-1);
      if (last !== undefined) await getJson(`${again.url}/api/rooms`, last.secret);

      const trail = await trailOf(again.url, admin);
      const told = new Set(trail.map(nameOf));
      expect(acknowledged.filter((one) => !told.has(nameOf(recordOf(one))))).toEqual([]);
      expect(await getJson(`${again.url}/admin/api/audit/verify`, admin, 'POST')).toMatchObject({
        ok: true,
      });
      const switched = acknowledged.filter((one) => one.made === undefined);
      expect(rig.house.controlCommands().length).toBeGreaterThanOrEqual(switched.length);
    },
  );
});

describe('a request that never ends', PATIENCE, () => {
  /** Sends half of a request, and tells once the server reads it and once the connection is over. */
  async function holdOpen(url: string, key: string): Promise<{ readonly over: Promise<string> }> {
    const { port, hostname } = new URL(url);
    const socket = openSocket(Number(port), hostname);
    let got = '';
    const over = new Promise<string>((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(got));
    });
    const head = ['POST /admin/api/keys HTTP/1.1', 'Host: localhost', `X-API-Key: ${key}`];
    const more = ['Content-Type: application/json', 'Content-Length: 100', 'Expect: 100-continue'];
    await new Promise<void>((resolve) => {
      socket.on('data', (data) => {
        got += data.toString('latin1');
        // The server has read the head, so the request counts as running.
        if (got.includes('100 Continue')) resolve();
      });
      socket.write([...head, ...more, '', '{'].join('\r\n'));
    });
    return { over };
  }

  it('is cut off, and everything else ends well', async () => {
    const admin = await start('file');
    const held = await holdOpen(rig.server.url, admin);
    expect(await rig.server.program.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await held.over).not.toMatch(/HTTP\/1\.1 2/);
  });

  it('holds nobody up who signals twice: the process ends at once, and the trail is whole', async () => {
    const admin = await start('file');
    const { program, url } = rig.server;
    const [known] = await Promise.all([generateKey(rig.env, 'monitor'), holdOpen(url, admin)]);
    program.child.kill('SIGTERM');
    await program.waitFor(/Stopping reason=SIGTERM/);
    program.child.kill('SIGTERM');
    // By the signal itself: an orderly end has code 0.
    expect(await program.ended).toEqual({ code: null, signal: 'SIGTERM' });
    again = await startServer(rig.env);
    await houseIsLive(again);
    await getJson(`${again.url}/api/rooms`, known);
    expect(await getJson(`${again.url}/admin/api/audit/verify`, admin, 'POST')).toMatchObject({
      ok: true,
    });
  });
});
