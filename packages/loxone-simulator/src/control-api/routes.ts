import type { SimulatedUser, UserChange } from '../auth/user-profile.js';
import type { FaultStep } from '../faults/script.js';
import type { SimulatedControl } from '../simulated-house.js';
import type { Simulator } from '../simulator.js';
import { isObject, RefusedRequest, textField, valueField } from './requests.js';

type Body = Readonly<Record<string, unknown>>;

/** What the API acts on. */
export interface ControlTargets {
  readonly simulator: Simulator;
  /** Puts the clock forward; absent where it cannot be. */
  readonly advance?: (ms: number) => void;
  readonly now: () => number;
}

/** One call. @returns What is answered, as JSON. */
type Call = (targets: ControlTargets, body: Body, name: string) => unknown;

const DONE = { done: true } as const;

/** `METHOD /group` → call; what follows the group in the path is its third argument. */
export const CALLS: Readonly<Record<string, Call>> = {
  'GET /controls': ({ simulator }, _, name) =>
    name === '' ? simulator.house.controls().map(described) : described(control(simulator, name)),
  'GET /states': ({ simulator }) => Object.fromEntries(simulator.house.states()),
  'POST /states': setState,
  'POST /press': press,
  'GET /faults': ({ simulator }) => Object.keys(simulator.faults),
  'POST /faults': runFaults,
  'GET /clock': ({ now }) => ({ now: now() }),
  'POST /clock': advanceClock,
  'GET /commands': ({ simulator }) => simulator.commands,
  'GET /users': ({ simulator }) => simulator.users.list(),
  'POST /users': ({ simulator }, body) => {
    simulator.users.add(newUser(body));
    return DONE;
  },
  'PATCH /users': ({ simulator }, body, name) => {
    simulator.users.change(name, userChange(body));
    return DONE;
  },
  'DELETE /users': ({ simulator }, _, name) => {
    simulator.users.remove(name);
    return DONE;
  },
};

/** `{ uuid, value }`, or `{ control, state, value }`. */
function setState({ simulator }: ControlTargets, body: Body): unknown {
  const value = valueField(body, 'value');
  simulator.house.set(stateUuid(simulator, body), value);
  return DONE;
}

function stateUuid(simulator: Simulator, body: Body): string {
  if (body.uuid !== undefined) return textField(body, 'uuid');
  const state = textField(body, 'state');
  const [uuid] = [control(simulator, textField(body, 'control')).states[state] ?? []].flat();
  if (uuid === undefined) throw new RefusedRequest(404, 'the control has no such state');
  return uuid;
}

/** `{ control, command }`: as somebody in the house would do it. */
function press({ simulator }: ControlTargets, body: Body): unknown {
  const { id } = control(simulator, textField(body, 'control'));
  return { done: simulator.house.command(id, textField(body, 'command')) };
}

/** `{ steps: [{ fault, args?, afterMs? }] }`, or one step by itself. */
function runFaults({ simulator }: ControlTargets, body: Body): unknown {
  const steps = Array.isArray(body.steps) ? body.steps : [body];
  simulator.runFaults(steps.map(faultStep));
  return DONE;
}

function faultStep(step: unknown): FaultStep {
  if (!isObject(step)) throw new RefusedRequest(400, 'a step must be an object');
  const { args = [], afterMs = 0 } = step;
  if (!Array.isArray(args)) throw new RefusedRequest(400, 'args must be a list');
  if (typeof afterMs !== 'number' || afterMs < 0) {
    throw new RefusedRequest(400, 'afterMs must be a number from 0 on');
  }
  return { fault: textField(step, 'fault'), args, afterMs };
}

/** `{ advanceMs }` */
function advanceClock({ advance, now }: ControlTargets, body: Body): unknown {
  if (advance === undefined) throw new RefusedRequest(409, 'the clock cannot be put forward');
  const { advanceMs } = body;
  if (typeof advanceMs !== 'number' || !(advanceMs >= 0)) {
    throw new RefusedRequest(400, 'advanceMs must be a number from 0 on');
  }
  advance(advanceMs);
  return { now: now() };
}

function newUser(body: Body): SimulatedUser {
  return {
    ...userChange(body),
    name: textField(body, 'name'),
    password: textField(body, 'password'),
  };
}

const FIELDS: Readonly<Record<keyof UserChange, (value: unknown) => boolean>> = {
  password: isText,
  visuPassword: isText,
  hashAlgorithm: (value) => value === 'SHA1' || value === 'SHA256',
  isAdmin: isFlag,
  rights: isNumber,
  rooms: isTexts,
  categories: isTexts,
  controls: isTexts,
  readOnly: isTexts,
  enabled: isFlag,
  validFrom: isNumber,
  validUntil: isNumber,
};

function userChange(body: Body): UserChange {
  for (const [name, fits] of Object.entries(FIELDS)) {
    if (body[name] !== undefined && !fits(body[name])) {
      throw new RefusedRequest(400, `${name} is of the wrong kind`);
    }
  }
  return Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(FIELDS, name)));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function control(simulator: Simulator, name: string): SimulatedControl {
  const found = simulator.house.control(name);
  if (found === undefined) throw new RefusedRequest(404, 'there is no such control');
  return found;
}

function described({ id, name, type, room, states, state }: SimulatedControl): unknown {
  const now = Object.keys(states).map((key) => [key, state(key)] as const);
  return { id, name, type, room, uuids: states, states: Object.fromEntries(now) };
}
