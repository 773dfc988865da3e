import type { CommandSpec, HomeControl, HomeState } from '@gatehouse/loxone-controls';
import type { Reached } from '../command/plan.js';
import { closedShare, isOn } from '../state/condition.js';
import { stateValue } from '../state/state-value.js';

/** Motors stop near what they were told, in percent. */
const TOLERANCE = 2;

const unknown: Reached = () => undefined;

/** Commands whose end can be seen, whatever the type. */
const BY_NAME: Readonly<Record<string, Reached>> = {
  on: isOn,
  off: (control, states) => not(isOn(control, states)),
  open: isOpenBy(100),
  'force-open': isOpenBy(100),
  close: isOpenBy(0),
  'force-close': isOpenBy(0),
  stop: isStill,
  arm: isArmed,
  'arm-with-motion': isArmed,
  disarm: (control, states) => not(isArmed(control, states)),
};

/**
 * How to tell that a command has done what it should.
 *
 * @returns A judge that says `undefined` where the states do not tell; never a false yes.
 */
export function reachedBy(spec: CommandSpec, args: Readonly<Record<string, unknown>>): Reached {
  const known = Object.hasOwn(BY_NAME, spec.name) ? BY_NAME[spec.name] : undefined;
  if (known !== undefined) return known;
  const { position } = args;
  if (spec.name === 'set-position') return isAt(Number(position));
  return settingReached(spec, args);
}

/** A command that sets one number shows it in its first state. */
function settingReached(
  { name, args, affects }: CommandSpec,
  given: Readonly<Record<string, unknown>>,
): Reached {
  const [only, ...others] = args;
  const [state] = affects;
  const isSetting = /^(?:set-|select)/.test(name);
  if (!isSetting || only === undefined || others.length > 0 || state === undefined) return unknown;
  const wanted = given[only.name];
  return (_control, states) => (isEqual(stateValue(states, state), wanted) ? true : undefined);
}

function isEqual(value: unknown, wanted: unknown): boolean {
  if (typeof value === 'boolean') return value === (wanted === 'on');
  return typeof value === 'number' && typeof wanted !== 'object' && value === Number(wanted);
}

/** Types that count towards open say so; blinds count the other way round. */
function isOpenBy(open: number): Reached {
  return (control, states) => {
    const closed = closedShare(control, states);
    if (closed === undefined) return undefined;
    return Math.abs(100 - closed - open) <= TOLERANCE && isStill(control, states) !== false;
  };
}

/** A position is set and shown in the same way, whichever end of it is open. */
function isAt(wanted: number): Reached {
  return (control, states) => {
    const position = stateValue(states, 'position');
    if (typeof position !== 'number') return undefined;
    return Math.abs(position - wanted) <= TOLERANCE && isStill(control, states) !== false;
  };
}

function isStill(_control: HomeControl, states: readonly HomeState[]): boolean | undefined {
  const moving = stateValue(states, 'direction') ?? stateValue(states, 'active');
  return typeof moving === 'number' ? moving === 0 : undefined;
}

function isArmed(_control: HomeControl, states: readonly HomeState[]): boolean | undefined {
  const armed = stateValue(states, 'armed');
  return typeof armed === 'boolean' ? armed : undefined;
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
