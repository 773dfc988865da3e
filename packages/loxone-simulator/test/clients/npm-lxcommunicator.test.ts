import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/index.js';
import {
  guardForeignTimers,
  type LxSocket,
  loadLxCommunicator,
} from '../support/foreign-clients.js';
import { PASSWORD, start, USER } from '../support/simulators.js';

const VALUES = 2;
const TEXTS = 3;
const DAYTIMERS = 4;
const WEATHER = 7;
const REQUEST_AND_ANSWER_ENCRYPTED = 2;

interface Event {
  readonly uuid: string;
  readonly value?: number;
}

/** The vendor's library with a delegate that keeps what it is told. */
class Vendor {
  readonly socket: LxSocket;
  readonly #states = new Map<string, number>();
  readonly #kinds = new Set<number>();
  readonly #waiting = new Set<() => void>();
  readonly closedWith: unknown[] = [];
  readonly tokens: object[] = [];

  constructor() {
    const { WebSocket, WebSocketConfig } = loadLxCommunicator();
    const { protocol, permission } = WebSocketConfig;
    const uuid = '098802e1-02b4-603c-ffff-eee000d80cfd';
    const config = new WebSocketConfig(protocol.WS, uuid, 'a test', permission.APP, false);
    config.delegate = {
      socketOnTokenReceived: (_: unknown, token: object) => this.tokens.push(token),
      socketOnConnectionClosed: (_: unknown, code: unknown) => {
        this.closedWith.push(code);
        this.#wake();
      },
      socketOnEventReceived: (_: unknown, events: readonly Event[], kind: number) => {
        this.#kinds.add(kind);
        for (const { uuid: id, value } of events) {
          if (kind === VALUES && value !== undefined) this.#states.set(id, value);
        }
        this.#wake();
      },
    };
    this.socket = new WebSocket(config);
  }

  /** Resolves when it is logged in. */
  async open(simulator: Simulator): Promise<void> {
    await this.socket.open(`127.0.0.1:${simulator.port}`, USER, PASSWORD);
  }

  has(kind: number): boolean {
    return this.#kinds.has(kind);
  }

  value(uuid: string): number | undefined {
    return this.#states.get(uuid);
  }

  /** Waits until something that came makes it true. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

async function lamp(simulator: Simulator): Promise<{ id: string; state: string }> {
  const control = simulator.house.control('Garage Light');
  return { id: control?.id ?? '', state: String(control?.states.active) };
}

describe('lxcommunicator from npm, unmodified', () => {
  guardForeignTimers();

  for (const firmware of ['14.5.12.7', '10.3.11.25']) {
    it(`firmware ${firmware}: logs in, reads structure and dump, commands, hears the effect`, async () => {
      const simulator = await start({ firmware });
      const vendor = new Vendor();
      await vendor.open(simulator);
      expect(vendor.tokens).toHaveLength(1);
      expect(vendor.tokens[0]).toMatchObject({ username: USER });

      const file = JSON.parse(String(await vendor.socket.send('data/LoxAPP3.json')));
      expect(Object.keys(file.controls).length).toBeGreaterThan(50);

      const answer = await vendor.socket.send('jdev/sps/enablebinstatusupdate');
      expect(answer).toMatchObject({ LL: { value: '1', Code: '200' } });
      await vendor.until(() =>
        [VALUES, TEXTS, DAYTIMERS, WEATHER].every((kind) => vendor.has(kind)),
      );
      const { id, state } = await lamp(simulator);
      expect(vendor.value(state)).toBe(0);

      await vendor.socket.send(`jdev/sps/io/${id}/on`, REQUEST_AND_ANSWER_ENCRYPTED);
      await vendor.until(() => vendor.value(state) === 1);
      expect(simulator.house.state(state)).toBe(1);
      expect(simulator.commands.at(-1)).toMatchObject({
        user: USER,
        command: `jdev/sps/io/${id}/on`,
      });
      vendor.socket.close();
      await expect.poll(() => simulator.connections()).toBe(0);
    });
  }

  it('every state of its dump is the one of the house', async () => {
    const simulator = await start();
    const vendor = new Vendor();
    await vendor.open(simulator);
    await vendor.socket.send('jdev/sps/enablebinstatusupdate');
    await vendor.until(() => vendor.has(WEATHER));
    let compared = 0;
    for (const control of simulator.house.controls()) {
      for (const uuid of Object.values(control.states).flat()) {
        const expected = simulator.house.state(String(uuid));
        if (typeof expected !== 'number') continue;
        expect(vendor.value(String(uuid)), control.name).toBe(expected);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(200);
    vendor.socket.close();
  });

  it('hears of what somebody in the house does', async () => {
    const simulator = await start();
    const vendor = new Vendor();
    await vendor.open(simulator);
    await vendor.socket.send('jdev/sps/enablebinstatusupdate');
    const { state } = await lamp(simulator);
    await vendor.until(() => vendor.value(state) === 0);
    simulator.house.set(state, 1);
    await vendor.until(() => vendor.value(state) === 1);
    vendor.socket.close();
  });

  it('is told when the box goes out of service', async () => {
    const simulator = await start();
    const vendor = new Vendor();
    await vendor.open(simulator);
    simulator.faults.reboot({ downMs: 1 });
    await vendor.until(() => vendor.closedWith.length > 0);
    await expect.poll(() => simulator.connections()).toBe(0);
  });
});
