import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Principal } from '@gatehouse/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { eventUpgrade } from '../../src/rest/events/event-upgrade.js';
import { openRest, type RestStage } from './support/rest-stage.js';

let stage: RestStage;
let server: Server;
let sockets: WebSocketServer;
let principal: Principal;

beforeEach(async () => {
  stage = await openRest();
  principal = { id: 'p', kind: 'session', name: 'P', role: 'monitor', scopes: [], revision: '1' };
  const upgrade = eventUpgrade(stage.parts);
  sockets = new WebSocketServer({ noServer: true });
  server = createServer();
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) =>
      upgrade.accept(client, principal, request),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  for (const client of sockets.clients) client.terminate();
  server.close();
  await stage.close();
});

/** What a client hears, in its order. */
interface Listening {
  readonly socket: WebSocket;
  next(): Promise<Record<string, unknown>>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

function listen(query = '', options = {}): Listening {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/events${query}`, options);
  const came: Record<string, unknown>[] = [];
  let wake: (() => void) | undefined;
  socket.on('message', (data) => {
    came.push(JSON.parse(String(data)) as Record<string, unknown>);
    wake?.();
  });
  return {
    socket,
    async next() {
      while (came.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return came.shift() ?? {};
    },
    closed: new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    }),
  };
}

function push(id: string, wire: Record<string, number>): void {
  stage.home.set(id, wire);
  stage.clock.advance(250);
}

describe('the events as a WebSocket', () => {
  it('stand on the path of the others, under the same action', () => {
    const { path, action } = eventUpgrade(stage.parts);
    expect(path).toBe('/api/events');
    expect(action).toEqual({ kind: 'rest', name: 'events', risk: 'read' });
  });

  it('are the same events, and go on from one of them', async () => {
    const first = listen('?device=bedroom-light&device=zasuvka');
    const snapshot = await first.next();
    expect(snapshot).toMatchObject({ type: 'snapshot', data: { total: 2 } });
    push('c-bed', { position: 33 });
    expect(await first.next()).toMatchObject({ type: 'state', data: { id: 'c-bed' } });
    const again = listen(`?last_event_id=${String(snapshot.id)}`);
    expect(await again.next()).toMatchObject({ type: 'state', data: { id: 'c-bed' } });
    expect(stage.parts.connections.list()).toHaveLength(2);
  });

  it.each([
    ['?device=nothing-of-this-name', 'unknown-device'],
    ['?colour=red', 'invalid-request'],
  ])('close for a wrong filter: %s', async (query, reason) => {
    expect(await listen(query).closed).toEqual({ code: 1008, reason });
  });

  it('close for whoever says anything', async () => {
    const talking = listen();
    await talking.next();
    talking.socket.send('{"device":"c-door","action":"open"}');
    expect(await talking.closed).toMatchObject({ code: 1008 });
    expect(stage.home.executed).toEqual([]);
  });

  it('end with the key, and with the server', async () => {
    const { keys } = stage.app.auth;
    const { record } = await keys.create({ name: 'M', role: 'monitor' }, { id: 'test' });
    const known = await keys.principal(record.id);
    if (known === undefined) throw new TypeError('no principal');
    principal = known;
    const revoked = listen();
    await revoked.next();
    await keys.disable(record.id, { id: 'test' });
    expect(await revoked.next()).toEqual({ type: 'end', data: { reason: 'key-revoked' } });
    expect(await revoked.closed).toEqual({ code: 1008, reason: 'key-revoked' });
    principal = { ...known, id: 'other', kind: 'session' };
    const staying = listen();
    await staying.next();
    stage.parts.feed.close();
    expect(await staying.closed).toEqual({ code: 1001, reason: 'server-stops' });
  });

  it('ask whether the client is there, and cut off one that is not', async () => {
    const mute = listen('', { autoPong: false });
    await mute.next();
    const asked = once(mute.socket, 'ping');
    stage.clock.advance(30_000);
    await asked;
    stage.clock.advance(30_000);
    expect(await mute.closed).toMatchObject({ code: 1006 });
    const there = listen();
    await there.next();
    const [served] = [...sockets.clients].filter((client) => client.readyState === WebSocket.OPEN);
    if (served === undefined) throw new TypeError('nobody is served');
    for (let round = 0; round < 3; round += 1) {
      const pong = once(served, 'pong');
      stage.clock.advance(30_000);
      await pong;
    }
    push('c-bed', { position: 71 });
    expect(await there.next()).toMatchObject({ type: 'state' });
  });

  it('leave nothing behind when the client goes', async () => {
    const one = listen();
    await one.next();
    const [served] = sockets.clients;
    if (served === undefined) throw new TypeError('nobody is served');
    const closed = once(served, 'close');
    one.socket.terminate();
    await closed;
    expect(stage.parts.connections.list()).toEqual([]);
  });

  it('wait for a client that does not read, with one message under way', async () => {
    const slow = listen();
    await slow.next();
    const [served] = sockets.clients;
    if (served === undefined) throw new TypeError('nobody is served');
    // The line is full: nothing that is sent gets away.
    const underWay: { readonly text: string; readonly leave: () => void }[] = [];
    served.send = (data: unknown, leave: unknown) => {
      underWay.push({ text: String(data), leave: leave as () => void });
    };
    for (let round = 0; round < 300; round += 1) {
      push('c-bed', { position: (round % 90) + 5 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(underWay.map(({ text }) => JSON.parse(text))).toMatchObject([{ type: 'state' }]);
    for (const type of ['overflow', 'snapshot']) {
      underWay.shift()?.leave();
      while (underWay.length === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(JSON.parse(underWay[0]?.text ?? '')).toMatchObject({ type });
    }
  });
});
