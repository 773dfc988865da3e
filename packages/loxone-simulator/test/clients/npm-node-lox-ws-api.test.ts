import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/index.js';
import { guardForeignTimers, loadNodeLoxApi, type NodeLoxApi } from '../support/foreign-clients.js';
import { PASSWORD, start, USER } from '../support/simulators.js';

/** The client, and a way to wait for what it emits. */
function clientOf(simulator: Simulator, password = PASSWORD): NodeLoxApi {
  const Api = loadNodeLoxApi();
  return new Api(`127.0.0.1:${simulator.port}`, USER, password, false);
}

function once(client: NodeLoxApi, event: string): Promise<unknown[]> {
  return new Promise((resolve) => client.once(event, (...args) => resolve(args)));
}

describe('node-lox-ws-api from npm, unmodified', () => {
  guardForeignTimers();

  // It always hashes with SHA-1, so that the user must be one whose password is hashed so.
  for (const options of [{ firmware: '10.2.3.26' }, { hashAlgorithm: 'SHA1' }] as const) {
    it(`${JSON.stringify(options)}: logs in, gets structure and dump, commands, hears the effect`, async () => {
      const simulator = await start(options);
      const client = clientOf(simulator);
      const structure = once(client, 'get_structure_file');
      const values = once(client, 'message_event_table_values');
      const texts = once(client, 'message_event_table_text');
      const daytimers = once(client, 'message_event_table_daytimer');
      const weather = once(client, 'message_event_table_weather');
      const authorized = once(client, 'authorized');
      client.connect();
      await authorized;
      const [file] = await structure;
      expect(Object.keys((file as { controls: object }).controls).length).toBeGreaterThan(50);
      for (const table of [values, texts, daytimers, weather]) {
        const [events] = await table;
        expect((events as unknown[]).length).toBeGreaterThan(0);
      }

      const lamp = simulator.house.control('Garage Light');
      const heard = once(client, `update_event_value_${String(lamp?.states.active)}`);
      client.send_cmd(lamp?.id ?? '', 'on');
      expect(await heard).toEqual([1]);
      expect(lamp?.state('active')).toBe(1);
      client.abort();
      await expect.poll(() => simulator.connections()).toBe(0);
    });
  }

  it('takes the same values out of the dump as the house has', async () => {
    const simulator = await start({ hashAlgorithm: 'SHA1' });
    const client = clientOf(simulator);
    const dump = once(client, 'message_event_table_values');
    client.connect();
    const [events] = (await dump) as [{ uuid: { string: string }; value: number }[]];
    for (const { uuid, value } of events) expect(value).toBe(simulator.house.state(uuid.string));
    expect(events.length).toBeGreaterThan(200);
    client.abort();
  });

  it('changes its salt after twenty commands, and is still understood', async () => {
    const simulator = await start({ hashAlgorithm: 'SHA1' });
    const client = clientOf(simulator);
    const ready = once(client, 'message_event_table_values');
    client.connect();
    await ready;
    const lamp = simulator.house.control('Garage Light');
    for (let count = 0; count < 45; count += 1) {
      const heard = once(client, `update_event_value_${String(lamp?.states.active)}`);
      client.send_cmd(lamp?.id ?? '', count % 2 === 0 ? 'on' : 'off');
      expect(await heard).toEqual([count % 2 === 0 ? 1 : 0]);
    }
    client.abort();
  });

  it('is refused with SHA256 for its user, and with a wrong password', async () => {
    for (const [options, password] of [
      [{}, PASSWORD],
      [{ hashAlgorithm: 'SHA1' }, 'wrong'],
    ] as const) {
      const simulator = await start(options);
      const client = clientOf(simulator, password);
      const failed = once(client, 'auth_failed');
      client.connect();
      expect((await failed)[0]).toMatchObject({ code: '401' });
      await expect.poll(() => simulator.connections()).toBe(0);
    }
  });

  it('hears of what somebody in the house does, texts too', async () => {
    const simulator = await start({ hashAlgorithm: 'SHA1' });
    const client = clientOf(simulator);
    const ready = once(client, 'message_event_table_weather');
    client.connect();
    await ready;
    const lamp = simulator.house.control('Garage Light');
    const value = once(client, `update_event_value_${String(lamp?.states.active)}`);
    simulator.house.set(String(lamp?.states.active), 1);
    expect(await value).toEqual([1]);
    client.abort();
  });
});
