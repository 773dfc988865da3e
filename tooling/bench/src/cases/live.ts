import type { LoxoneClient } from '@gatehouse/loxone-client';
import { createLoxoneClient } from '@gatehouse/loxone-client';
import type { Simulator } from '@gatehouse/loxone-simulator';
import { createGeneratedHouse, startSimulator } from '@gatehouse/loxone-simulator';
import type { Case } from '../measure.js';
import { measure, nowUs } from '../measure.js';
import type { Claim, GroupResult } from '../report.js';
import type { Settings } from '../settings.js';

const CONTROLS = 2_000;
const COMMANDS = 64;
/** Commands that settle at the same time: a house has more patience than people. */
const SETTLING = 8;
const LOGIN = { user: 'admin', password: 'bench' } as const;
/** The house stands still but for commands. */
const NEVER_MS = 2 ** 31 - 1;

function clientOf({ port }: Simulator): LoxoneClient {
  return createLoxoneClient({ ...LOGIN, host: `127.0.0.1:${port}` });
}

async function goLive(client: LoxoneClient): Promise<void> {
  client.start();
  await client.whenLive(AbortSignal.timeout(60_000));
}

/** Login, structure file and the dump of all states. */
function connectCase(simulator: Simulator): Case {
  return {
    name: 'from nothing to live',
    async run() {
      const client = clientOf(simulator);
      const start = nowUs();
      await goLive(client);
      const taken = nowUs() - start;
      await client.stop();
      return Float64Array.of(taken);
    },
  };
}

/**
 * Sends a command, and waits for the state that it changes. The client waits on, for more states of
 * the same command: that is no cost, and is not measured.
 */
async function command(
  { home }: LoxoneClient,
  control: string,
  value: 'on' | 'off',
  settling: Promise<unknown>[],
): Promise<number> {
  const start = nowUs();
  const changed = new Promise<number>((resolve) => {
    const stop = home.onChange(() => {
      stop();
      resolve(nowUs() - start);
    });
  });
  settling.push(home.execute({ control, command: value }));
  return changed;
}

function commandCase(client: LoxoneClient, commands: number): Case {
  const switches = client.home.controls().filter(({ type }) => type === 'Switch');
  let turns = 0;
  return {
    name: 'a command, until its state has changed',
    async run() {
      turns += 1;
      const settling: Promise<unknown>[] = [];
      const samples: number[] = [];
      for (const { id } of switches.slice(0, commands)) {
        samples.push(await command(client, id, turns % 2 === 1 ? 'on' : 'off', settling));
        if (settling.length >= SETTLING) {
          await Promise.all(settling.splice(0));
        }
      }
      await Promise.all(settling);
      return Float64Array.from(samples);
    },
  };
}

/** @returns Bytes in use after collecting garbage, or `undefined` where that cannot be asked for. */
function heapUsed(): number | undefined {
  if (globalThis.gc === undefined) {
    return undefined;
  }
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function claimsOf(
  connect: number,
  commandUs: number,
  states: number,
  bytes: number | undefined,
): readonly Claim[] {
  return [
    {
      what: `${states.toLocaleString('en-US')} states live after`,
      value: connect / 1e3,
      unit: 'ms',
    },
    {
      what: 'a command, until its state has changed, p50',
      value: commandUs / 1e3,
      unit: 'ms',
      goal: { kind: 'at most', value: 2 },
    },
    ...(bytes === undefined
      ? []
      : [
          {
            what: 'memory for each 10,000 states, whole house included',
            value: (bytes / states) * (10_000 / 2 ** 20),
            unit: 'MiB',
          },
        ]),
  ];
}

/** A client and a simulated house in one process, over real sockets. */
export async function liveGroup({ rounds, share }: Settings): Promise<GroupResult> {
  const controls = Math.ceil(CONTROLS * share);
  const simulator = await startSimulator({
    ...LOGIN,
    structure: createGeneratedHouse(controls),
    tickMs: NEVER_MS,
    coalesceMs: 0,
  });
  const before = heapUsed();
  const client = clientOf(simulator);
  try {
    await goLive(client);
    const after = heapUsed();
    const states = client.home
      .controls()
      .reduce((sum, { id }) => sum + client.home.states(id).length, 0);
    const timings = await measure(
      [connectCase(simulator), commandCase(client, Math.ceil(COMMANDS * share))],
      rounds,
    );
    const [connect, commands] = timings;
    const bytes = before === undefined || after === undefined ? undefined : after - before;
    return {
      name: `live: a simulated house of ${controls.toLocaleString('en-US')} controls`,
      timings,
      claims: claimsOf(connect?.p50 ?? Number.NaN, commands?.p50 ?? Number.NaN, states, bytes),
    };
  } finally {
    await client.stop();
    await simulator.stop();
  }
}
