import type { CommandOutcome } from '@gatehouse/loxone-controls';
import { encodeValueTable, MESSAGE_KIND } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { SETTLE_MS } from '../src/change-watch.js';
import { SLICE } from '../src/table-feed.js';
import { goLive, type Harness, makeHarness } from './support/harness.js';
import { CIRCUIT, ID } from './support/house-file.js';
import { turns } from './support/manual-time.js';

async function liveHarness(): Promise<Harness> {
  const harness = makeHarness();
  harness.server.values = [
    { uuid: ID.lampActive, value: 0 },
    { uuid: ID.blindPosition, value: 0 },
    { uuid: ID.blindDown, value: 0 },
  ];
  await goLive(harness);
  expect(harness.status().phase).toBe('live');
  return harness;
}

/** Commands of controls that the server has seen. */
function sentTo(harness: Harness): readonly string[] {
  return harness.server.commands.filter((command) => command.startsWith('jdev/sps/io/'));
}

const switchOn = { control: ID.lamp, command: 'on' };

/** Executes and moves time on, as far as the wait goes, until there is an outcome. */
async function outcomeOf(
  harness: Harness,
  running: Promise<CommandOutcome>,
  waitMs = 2_000,
): Promise<CommandOutcome> {
  await turns();
  await harness.time.advance(waitMs);
  return running;
}

describe('execute that changes something', () => {
  it('tells what the house did', async () => {
    const harness = await liveHarness();
    harness.server.script = (command, socket) => {
      if (command.endsWith('/on')) {
        queueMicrotask(() => socket.pushValues([{ uuid: ID.lampActive, value: 1 }]));
      }
      return 'normal';
    };
    const outcome = await outcomeOf(harness, harness.client.home.execute(switchOn), SETTLE_MS);
    expect(outcome).toMatchObject({
      outcome: 'changed',
      tookMs: SETTLE_MS,
      changes: [{ control: ID.lamp, before: false, state: { name: 'active', value: true } }],
    });
    expect(sentTo(harness)).toEqual([`jdev/sps/io/${ID.lamp}/on`]);
    expect(harness.server.modes.get(`jdev/sps/io/${ID.lamp}/on`)).toBe('enc');
  });

  it('counts a state that came between the command and its answer', async () => {
    const harness = await liveHarness();
    harness.server.script = (command, socket) => {
      if (command.endsWith('/on')) socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
      return 'normal';
    };
    const outcome = await outcomeOf(harness, harness.client.home.execute(switchOn));
    expect(outcome).toMatchObject({ outcome: 'changed' });
  });

  it('collects what belongs together', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute({ control: ID.blind, command: 'close' });
    await turns();
    harness.server.socket.pushValues([{ uuid: ID.blindDown, value: 1 }]);
    await harness.time.advance(SETTLE_MS - 1);
    harness.server.socket.pushValues([{ uuid: ID.blindPosition, value: 0.01 }]);
    await harness.time.advance(1);
    const outcome = await running;
    expect(outcome.outcome === 'changed' && outcome.changes.map(({ state }) => state.name)).toEqual(
      ['down', 'position'],
    );
  });

  it('addresses a part of a control', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute({ control: CIRCUIT, command: 'on' });
    await turns();
    harness.server.socket.pushValues([{ uuid: ID.circuitActive, value: 1 }]);
    expect(await outcomeOf(harness, running)).toMatchObject({
      outcome: 'changed',
      changes: [{ control: CIRCUIT, before: null }],
    });
    expect(sentTo(harness)).toEqual([`jdev/sps/io/${CIRCUIT}/on`]);
  });

  it('tells of a central control what its members did', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute({ control: ID.central, command: 'close' });
    await turns();
    harness.server.socket.pushValues([
      { uuid: ID.blindDown, value: 1 },
      { uuid: ID.lampActive, value: 1 },
    ]);
    expect(await outcomeOf(harness, running, SETTLE_MS)).toMatchObject({
      outcome: 'changed',
      changes: [{ control: ID.blind, state: { name: 'down', value: true } }],
    });
  });

  it('waits for events that arrived in time and are still in line', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute(switchOn, { waitMs: 0 });
    const crowd = Array.from({ length: SLICE.values * 4 }, (_, index) => ({
      uuid: `${index.toString(16).padStart(8, '0')}-0000-0000-ffff000000000000`,
      value: index,
    }));
    harness.server.script = (_command, socket) => {
      const table = encodeValueTable([...crowd, { uuid: ID.lampActive, value: 1 }]);
      socket.header(MESSAGE_KIND.values, table.length);
      socket.raw(table, true);
      return 'normal';
    };
    expect(await outcomeOf(harness, running, 0)).toMatchObject({ outcome: 'changed' });
  });
});

describe('a hundred commands at once', () => {
  it('all have an outcome, and Node warns of no leak', async () => {
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', note);
    try {
      const harness = await liveHarness();
      harness.server.script = (command, socket) => {
        const value = command.endsWith('/on') ? 1 : 0;
        queueMicrotask(() => socket.pushValues([{ uuid: ID.lampActive, value }]));
        return 'normal';
      };
      // One signal for all, as a host has that ends with its own request.
      const { signal } = new AbortController();
      const running = Array.from({ length: 100 }, (_, index) =>
        harness.client.home.execute(
          { control: ID.lamp, command: index % 2 === 0 ? 'on' : 'off' },
          { signal },
        ),
      );
      await turns(500);
      await harness.time.advance(2_000);
      const outcomes = await Promise.all(running);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(100).fill('changed'));
      expect(sentTo(harness)).toHaveLength(100);
      expect(harness.time.armed).toBeLessThan(10);
      await turns();
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', note);
    }
  });
});

describe('execute that changes nothing', () => {
  it('says so after the wait', async () => {
    const harness = await liveHarness();
    let outcome: CommandOutcome | undefined;
    const running = harness.client.home.execute(switchOn, { waitMs: 500 });
    void running.then((settled) => {
      outcome = settled;
    });
    await turns();
    await harness.time.advance(499);
    expect(outcome).toBeUndefined();
    await harness.time.advance(1);
    expect(outcome).toEqual({ outcome: 'unchanged', waitedMs: 500 });
  });

  it('does not take an event for a change that repeats a value', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute({ control: ID.lamp, command: 'off' });
    await turns();
    harness.server.socket.pushValues([{ uuid: ID.lampActive, value: 0 }]);
    expect(await outcomeOf(harness, running)).toMatchObject({ outcome: 'unchanged' });
  });

  it('does not count what arrived before the command was sent', async () => {
    const harness = await liveHarness();
    const filler = Array.from({ length: SLICE.values * 4 }, () => ({
      uuid: ID.warm,
      value: Math.random(),
    }));
    // Still in line for its slice when the command goes out.
    harness.server.socket.pushValues([...filler, { uuid: ID.lampActive, value: 1 }]);
    const running = harness.client.home.execute(switchOn);
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: false }]);
    expect(await outcomeOf(harness, running)).toMatchObject({ outcome: 'unchanged' });
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: true }]);
  });

  it('does not count what other controls do', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute(switchOn);
    await turns();
    harness.server.socket.pushValues([{ uuid: ID.circuitActive, value: 1 }]);
    expect(await outcomeOf(harness, running)).toMatchObject({ outcome: 'unchanged' });
  });

  it('does not wait for a control that has no states', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute({ control: ID.buttons, command: 'pulse-up' });
    await turns();
    expect(await running).toEqual({ outcome: 'unchanged', waitedMs: 0 });
  });

  it('tells a change that was not expected, but only when the wait is over', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute({
      control: ID.blind,
      command: 'set-position',
      args: { position: 50 },
    });
    await turns();
    harness.server.socket.pushValues([{ uuid: ID.blindUp, value: 1 }]);
    const outcome = await outcomeOf(harness, running);
    expect(outcome).toMatchObject({ outcome: 'changed' });
  });
});

describe('execute that is not sent', () => {
  it.each([
    [{ control: 'nobody', command: 'on' }, 'unknown-control'],
    [{ control: ID.lamp, command: 'explode' }, 'unknown-command'],
    [{ control: ID.dimmer, command: 'set-brightness' }, 'missing-argument'],
    [{ control: ID.dimmer, command: 'set-brightness', args: { brightness: 101 } }, 'out-of-range'],
    [{ control: ID.lamp, command: 'on', args: { loudly: 1 } }, 'unknown-argument'],
    [{ control: ID.safe, command: 'on' }, 'secured'],
    [{ control: ID.securedCentral, command: 'close' }, 'secured'],
  ])('refuses %j as %s', async (request, code) => {
    const harness = await liveHarness();
    const outcome = await harness.client.home.execute(request);
    expect(outcome).toMatchObject({ outcome: 'invalid', problem: { code } });
    expect(sentTo(harness)).toEqual([]);
  });

  it('is offline before the first connection, whatever is asked', async () => {
    const { client, status } = makeHarness();
    const outcome = await client.home.execute({ control: 'nobody', command: 'on' });
    expect(outcome).toEqual({ outcome: 'offline', status: status() });
  });

  it('is offline while the connection is down', async () => {
    const harness = await liveHarness();
    harness.server.socket.drop();
    const outcome = await harness.client.home.execute(switchOn);
    expect(outcome).toMatchObject({ outcome: 'offline', status: { phase: 'reconnecting' } });
  });

  it('is offline when the connection was lost while the command waited its turn', async () => {
    const harness = await liveHarness();
    harness.server.script = () => 'silence';
    const first = harness.client.home.execute(switchOn);
    const second = harness.client.home.execute({ control: ID.lamp, command: 'off' });
    await turns();
    harness.server.socket.drop();
    expect(await first).toMatchObject({ outcome: 'unknown' });
    expect(await second).toMatchObject({ outcome: 'offline', status: { phase: 'reconnecting' } });
    expect(sentTo(harness)).toEqual([`jdev/sps/io/${ID.lamp}/on`]);
  });

  it.each([-1, 60_001, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a wait of %d ms',
    async (waitMs) => {
      const harness = await liveHarness();
      await expect(harness.client.home.execute(switchOn, { waitMs })).rejects.toThrow(RangeError);
      expect(sentTo(harness)).toEqual([]);
    },
  );
});

describe('execute that is refused', () => {
  it.each([
    [403, 'The Miniserver refused with code 403: the user may not do this'],
    [404, 'The Miniserver refused with code 404: it does not know the control or the command'],
    [418, 'The Miniserver refused with code 418'],
  ])('tells code %i', async (code, message) => {
    const harness = await liveHarness();
    harness.server.script = () => ({ code });
    const running = harness.client.home.execute(switchOn);
    await turns();
    expect(await running).toEqual({ outcome: 'refused', code, message });
  });
});

describe('execute whose end nobody knows', () => {
  it('says so when the connection is lost before the answer', async () => {
    const harness = await liveHarness();
    harness.server.script = (_command, socket) => {
      socket.drop();
      return 'silence';
    };
    const running = harness.client.home.execute(switchOn);
    await turns();
    expect(await running).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining('connection was lost'),
    });
  });

  it('says so when the connection is lost during the wait', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute(switchOn);
    await turns();
    harness.server.socket.drop();
    expect(await running).toMatchObject({ outcome: 'unknown' });
  });

  it('still tells a change that came before the loss', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute(switchOn);
    await turns();
    harness.server.socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
    harness.server.socket.drop();
    expect(await running).toMatchObject({ outcome: 'changed' });
  });

  it('says so when no answer comes, and gives the connection up', async () => {
    const harness = await liveHarness();
    harness.server.script = () => 'silence';
    const running = harness.client.home.execute(switchOn);
    await harness.time.advance(15_000);
    expect(await running).toMatchObject({ outcome: 'unknown' });
    expect(harness.status()).toMatchObject({ phase: 'reconnecting' });
  });

  it('says so when the answer makes no sense', async () => {
    const harness = await liveHarness();
    harness.server.script = (_command, socket) => {
      socket.answer('{"LL":{}}');
      return 'silence';
    };
    const running = harness.client.home.execute(switchOn);
    await turns();
    expect(await running).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining('its answer cannot be understood'),
    });
    expect(harness.status().phase).toBe('live');
  });

  it('says so when the caller gives up after the answer', async () => {
    const harness = await liveHarness();
    const giveUp = new AbortController();
    const running = harness.client.home.execute(switchOn, { signal: giveUp.signal });
    await turns();
    giveUp.abort();
    expect(await running).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining('aborted'),
    });
  });

  it('says so when the caller gives up before the answer', async () => {
    const harness = await liveHarness();
    harness.server.script = () => 'silence';
    const giveUp = new AbortController();
    const running = harness.client.home.execute(switchOn, { signal: giveUp.signal });
    await turns();
    giveUp.abort();
    expect(await running).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining('was sent, but'),
    });
  });

  it('says that nothing was sent when the caller had given up before', async () => {
    const harness = await liveHarness();
    const signal = AbortSignal.abort();
    const outcome = await harness.client.home.execute(switchOn, { signal });
    expect(outcome).toMatchObject({
      outcome: 'unknown',
      message: expect.stringContaining('nothing was sent'),
    });
    expect(sentTo(harness)).toEqual([]);
  });

  it('leaves nothing behind', async () => {
    const harness = await liveHarness();
    await outcomeOf(harness, harness.client.home.execute(switchOn));
    await harness.client.stop();
    expect(harness.time.armed).toBe(0);
  });
});
