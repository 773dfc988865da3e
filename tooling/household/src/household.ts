import type { Authorize, Principal } from '@gatehouse/core';
import { createLoxoneClient, type LoxoneClient } from '@gatehouse/loxone-client';
import { AdjustableTime, type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { createLoxoneTools, type ToolContext, type ToolResult } from '@gatehouse/loxone-tools';
import { createAuthorizer } from '@gatehouse/rbac';
import type { Expected, Outcome, Step } from './request.js';

const USER = 'household';
const PASSWORD = 'household-password';
const VISU_PASSWORD = 'household-visu';

/**
 * When it is in the house, whenever this is run: at night rooms are at rest, and in the rain gardens
 * are not watered.
 */
const DRY_NOON = Date.UTC(2031, 5, 18, 12);

/** Blinds arrive within a second. */
const TICK_MS = 50;
const SPEED = 60;

/** How long a state may take to be as wanted, in milliseconds. */
const PATIENCE_MS = 8_000;

/** The key of somebody who may do everything that people ask for. */
const RESIDENT: Principal = {
  id: 'lmcp_operator_001',
  kind: 'key',
  name: 'Resident',
  role: 'operator',
  scopes: [],
  permissions: ['risk:access'],
  revision: '1',
};

/** A simulated house with an assistant in it. */
export interface Household {
  readonly simulator: Simulator;
  /** How many commands the Miniserver has received that change something. */
  sent(): number;
  /** Sets a state at the Miniserver and waits until the client has heard of it. */
  given(control: string, state: string, value: number | string): Promise<void>;
  call(step: Step): Promise<ToolResult>;
  /** Whether the Miniserver has it so right now. */
  stands(outcome: Outcome): boolean;
  /** Waits until the Miniserver and the client both have it so. @returns What is otherwise. */
  differences(outcome: Outcome): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts a house from its structure; the demo house without one. */
export async function startHousehold(structure?: unknown): Promise<Household> {
  const time = new AdjustableTime();
  time.advance(DRY_NOON - time.clock.now());
  const simulator = await startSimulator({
    clock: time.clock,
    user: USER,
    password: PASSWORD,
    visuPassword: VISU_PASSWORD,
    tickMs: TICK_MS,
    speed: SPEED,
    ...(structure === undefined ? {} : { structure }),
  });
  const client = createLoxoneClient({
    host: `127.0.0.1:${simulator.port}`,
    user: USER,
    password: PASSWORD,
    visuPassword: VISU_PASSWORD,
  });
  client.start();
  await client.whenLive(AbortSignal.timeout(20_000));
  const tools = new Map(createLoxoneTools({ clock: time.clock }).map((tool) => [tool.name, tool]));
  const { authorize } = createAuthorizer();
  return {
    simulator,
    sent: () => simulator.commands.filter(({ command }) => isAct(command)).length,
    given: (control, state, value) => give(simulator, client, { control, state, value }),
    call: ({ tool, args }) => {
      const found = tools.get(tool);
      if (found === undefined) throw new TypeError(`there is no tool ${tool}`);
      return found.run(args, contextOf(client, authorize));
    },
    stands: (outcome) => differencesOf(simulator, outcome).length === 0,
    differences: (outcome) => waitFor(client, () => differencesOf(simulator, outcome)),
    stop: async () => {
      await client.stop();
      await simulator.stop();
    },
  };
}

/** Whoever is asked says yes: what is asked for is somebody else's test. */
function contextOf(client: LoxoneClient, authorize: Authorize): ToolContext {
  return {
    home: client.home,
    principal: RESIDENT,
    authorize,
    consent: async () => ({ given: true }),
  };
}

function isAct(command: string): boolean {
  return /^j?dev\/sps\/ios?\//.test(command);
}

async function give(
  simulator: Simulator,
  client: LoxoneClient,
  { control, state, value }: { control: string; state: string; value: number | string },
): Promise<void> {
  const found = simulator.house.control(control);
  const uuid = found?.states[state];
  if (typeof uuid !== 'string') throw new RangeError(`${control} has no state ${state}`);
  if (simulator.house.state(uuid) === value) return;
  const heard = new Promise<void>((resolve) => {
    const end = client.home.onChange((change) => {
      if (change.type !== 'states') return;
      if (!change.changes.some((one) => one.state.name === state)) return;
      end();
      resolve();
    });
  });
  simulator.house.set(uuid, value);
  await heard;
}

function differencesOf({ house }: Simulator, outcome: Outcome): readonly string[] {
  return Object.entries(outcome).flatMap(([control, states]) =>
    Object.entries(states).flatMap(([state, expected]) => {
      const found = house.control(control);
      if (found === undefined) return [`there is no ${control}`];
      const value = found.state(state);
      if (value === undefined) return [`${control} has no state ${state}`];
      return fits(value, expected)
        ? []
        : [`${control}: ${state} is ${value}, not ${JSON.stringify(expected)}`];
    }),
  );
}

function fits(value: number | string, expected: Expected): boolean {
  if (typeof expected !== 'object') return value === expected;
  if ('not' in expected) return value !== expected.not;
  return typeof value === 'number' && Math.abs(value - expected.about) <= expected.within;
}

/** Looks again with each change of the house, until nothing differs or patience ends. */
function waitFor(client: LoxoneClient, look: () => readonly string[]): Promise<readonly string[]> {
  const first = look();
  if (first.length === 0) return Promise.resolve(first);
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(look());
    };
    const timer = setTimeout(end, PATIENCE_MS);
    const unsubscribe = client.home.onChange(() => {
      if (look().length === 0) end();
    });
  });
}
