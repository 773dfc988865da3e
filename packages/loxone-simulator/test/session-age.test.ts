import { parseStructure } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../src/index.js';
import { structureOf } from './support/bench.js';
import { login } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { start } from './support/simulators.js';
import { readTables } from './support/tables.js';

async function aged(options: Partial<SimulatorOptions>) {
  const time = new ManualTime('2025-06-04T10:00:00Z');
  const simulator = await start({ clock: time.clock, timers: time.timers, ...options });
  const { talk } = await login(simulator);
  return { time, simulator, talk };
}

describe('a socket', () => {
  it('that is silent for too long is closed', async () => {
    const { time, simulator } = await aged({ idleTimeoutMs: 10_000 });
    time.advance(10_000);
    expect(simulator.connections()).toBe(1);
    time.advance(1000);
    await expect.poll(() => simulator.connections()).toBe(0);
  });

  it.each(['keepalive', 'jdev/sps/LoxAPPversion3'])(
    'stays open as long as it says %s',
    async (text) => {
      const { time, simulator, talk } = await aged({ idleTimeoutMs: 10_000 });
      for (let count = 0; count < 5; count += 1) {
        time.advance(8000);
        talk.socket.send(text);
        await expect.poll(() => simulator.commands.at(-1)?.at).toBe(time.clock.now());
      }
      expect(simulator.connections()).toBe(1);
    },
  );

  it('is closed in the second in which its token ends', async () => {
    const { time, simulator } = await aged({
      idleTimeoutMs: 600_000,
      tokenLifetimes: { web: 3600, app: 60 },
    });
    time.advance(59_000);
    expect(simulator.connections()).toBe(1);
    time.advance(1000);
    await expect.poll(() => simulator.connections()).toBe(0);
  });
});

describe('a state of two controls', () => {
  it('is told to whoever sees one of them', async () => {
    const own = { type: 'Switch', name: 'Own', states: ['active'] };
    const structure = structureOf(own, { ...own, name: 'Other' });
    const [one, two] = Object.values(parseStructure(structure).controls);
    const shared = String(one?.states.active);
    const controls = structure.controls as Record<string, { states: Record<string, string> }>;
    const other = controls[two?.uuidAction ?? ''];
    if (other !== undefined) other.states.active = shared;
    const guest = { name: 'guest', password: 'g', controls: ['Own'] };
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const { clock, timers } = time;
    const simulator = await start({ structure, users: [guest], clock, timers });
    const { talk } = await login(simulator, { mode: 'enc', user: 'guest', password: 'g' });
    await talk.ask('jdev/sps/enablebinstatusupdate');
    expect((await readTables(talk.socket)).values.has(shared)).toBe(true);
    simulator.house.set(shared, 1);
    time.advance(20);
    expect([...(await readTables(talk.socket)).values]).toEqual([[shared, 1]]);
  });
});
