import type { CommandOutcome, HomeChange, HomeStatus } from '@gatehouse/loxone-controls';
import { type Simulator, type SimulatorOptions, startSimulator } from '@gatehouse/loxone-simulator';
import { SETTLE_MS } from '../../src/change-watch.js';
import { createLoxoneClient, type LoxoneClient } from '../../src/client.js';
import type { LoxoneClientOptions } from '../../src/options.js';
import { middling, recordingLogger } from './harness.js';
import { ManualTime, until } from './manual-time.js';

const USER = 'admin';
const PASSWORD = 'correct horse';
/** The house stands still unless a test moves it. */
const NEVER_MS = 2 ** 31 - 1;

/** A client and a simulator that talk over real sockets; only the client's time is moved by hand. */
export interface Simulated {
  readonly simulator: Simulator;
  readonly client: LoxoneClient;
  readonly time: ManualTime;
  readonly changes: HomeChange[];
  readonly logs: string[];
  status(): HomeStatus;
  /** How often the simulator received a command that begins like this. */
  count(prefix: string): number;
}

/** Starts a simulator and a client for it; the client is not started. */
export async function simulate(
  house: Partial<SimulatorOptions> = {},
  options: Partial<LoxoneClientOptions> = {},
): Promise<Simulated> {
  const simulator = await startSimulator({
    user: USER,
    password: PASSWORD,
    tickMs: NEVER_MS,
    ...house,
  });
  const time = new ManualTime();
  const logs: string[] = [];
  const client = createLoxoneClient({
    host: `127.0.0.1:${simulator.port}`,
    user: USER,
    password: PASSWORD,
    clock: time,
    timers: time,
    random: middling,
    logger: recordingLogger(logs),
    ...options,
  });
  const changes: HomeChange[] = [];
  client.home.onChange((change) => changes.push(change));
  return {
    simulator,
    client,
    time,
    changes,
    logs,
    status: () => client.home.status(),
    count: (prefix) =>
      simulator.commands.filter(({ command }) => command.startsWith(prefix)).length,
  };
}

/** Stops both. */
export async function dismantle({ client, simulator }: Simulated): Promise<void> {
  await client.stop();
  await simulator.stop();
}

/** Moves the client on to each next attempt until its status is as wished. */
export async function untilStatus(
  { time, status }: Pick<Simulated, 'time' | 'status'>,
  phase: HomeStatus['phase'],
): Promise<void> {
  for (;;) {
    await until(() => status().phase === phase || status().retryAt !== undefined, phase);
    const { phase: reached, retryAt } = status();
    if (reached === phase || retryAt === undefined) return;
    await time.advance(Math.max(0, retryAt - time.now()));
    await until(() => status().retryAt !== retryAt, `an attempt towards ${phase}`);
  }
}

/** Moves the client on past the settling of states until there is an outcome. */
export async function settled(
  { time }: Simulated,
  running: Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  let done = false;
  const finish = running.finally(() => {
    done = true;
  });
  while (!done) {
    await until(() => done || time.delays.includes(SETTLE_MS), 'a state that changes');
    if (!done) await time.advance(SETTLE_MS);
  }
  return finish;
}
