import { createLoxoneClient, type LoxoneClient } from '@gatehouse/loxone-client';
import { type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverSentEvents } from './support/event-client.js';
import { openRestFor, type RestServer } from './support/rest-stage.js';

let simulator: Simulator;
let house: LoxoneClient;
let server: RestServer;

beforeAll(async () => {
  const user = 'test';
  const password = 'a password for a simulated house';
  simulator = await startSimulator({ user, password, physics: false });
  const host = `127.0.0.1:${simulator.port}`;
  house = createLoxoneClient({ host, user, password, tls: false, clientName: 'test' });
  house.start();
  await house.whenLive();
  server = await openRestFor(house.home);
});

afterAll(async () => {
  await server.close();
  await house.stop();
  await simulator.stop();
});

/** The lines of seed 002 under "Client Usage", as they are printed there. */
describe('the lines of seed 002, before the demo house', () => {
  it('let an admin list devices by either header', async () => {
    const { app } = server;
    const key = await app.keyOf('admin');
    for (const headers of [{ 'X-API-Key': key }, { Authorization: `Bearer ${key}` }]) {
      const answer = await app.call('/api/devices', { headers });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ total: house.home.controls().length });
    }
  });

  it('let an admin control, a monitor not, and a device key its own', async () => {
    const { app } = server;
    const post = async (key: string, path: string): Promise<{ status: number; text: string }> => {
      const answer = await app.call(path, { method: 'POST', headers: { 'X-API-Key': key } });
      return { status: answer.status, text: await answer.text() };
    };
    const control = '/api/devices/control';
    const admin = await post(await app.keyOf('admin'), control);
    expect(admin.status).toBe(400);
    expect(admin.text).toContain('bedroom-light');
    const monitor = await post(await app.keyOf('monitor'), control);
    expect(monitor.status).toBe(403);
    expect(monitor.text).toContain('"error":"Insufficient permissions"');
    const device = await app.keyOf('device', { devices: ['bedroom-light', 'bedroom-blinds'] });
    const own = await post(device, '/api/devices/bedroom-blinds/open');
    expect(own).toMatchObject({ status: 200 });
    expect(own.text).toContain('"ok":true');
    const other = await post(device, '/api/devices/kitchen-lighting/on');
    expect(other.status).toBe(404);
  });
});

describe('the demo house', () => {
  it('reports by its events what a request has done', async () => {
    const key = await server.app.keyOf('operator');
    const [table] = house.home.controls().filter(({ name }) => name === 'Dining Table');
    const id = encodeURIComponent(table?.id ?? '');
    const answer = await server.app.callAs(key, `/api/events?device=${id}`);
    const events = serverSentEvents(answer.body);
    expect((await events.next()).value).toMatchObject({ type: 'snapshot', data: { total: 1 } });
    const dimmed = await server.ask(key, `POST /api/devices/${id}/dim`, { value: 63 });
    expect(dimmed).toMatchObject({ status: 200, body: { ok: true } });
    expect(simulator.house.control(table?.id ?? '')?.state('position')).toBe(63);
    server.clock.advance(250);
    expect((await events.next()).value).toMatchObject({
      type: 'state',
      data: { name: 'Dining Table', state: expect.stringContaining('63 %') },
    });
    await events.return();
  });

  it('shows every device, and every one that is shown can be asked for by its id', async () => {
    const key = await server.app.keyOf('monitor');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await server.ask(key, `/api/devices?limit=100${cursor}`);
      seen.push(...(body.devices as { id: string }[]).map(({ id }) => id));
      cursor = body.next_cursor === undefined ? '' : `&cursor=${String(body.next_cursor)}`;
    } while (cursor !== '');
    expect(seen.toSorted()).toEqual(
      house.home
        .controls()
        .map(({ id }) => id)
        .toSorted(),
    );
    for (const id of seen) {
      const { status, body } = await server.ask(key, `/api/devices/${encodeURIComponent(id)}`);
      expect([status, body.id]).toEqual([200, id]);
    }
    const { body } = await server.ask(key, '/api/states?detail=all');
    expect(body.devices).toHaveLength(seen.length);
  });
});
