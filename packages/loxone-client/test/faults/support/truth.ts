import { isDeepStrictEqual } from 'node:util';
import { decodeState, type LoxoneHome } from '@gatehouse/loxone-controls';
import type { Simulator } from '@gatehouse/loxone-simulator';

/** How many lies of a home are told in a message. */
const SHOWN = 5;

/**
 * Compares every state of every control with what the simulator holds.
 *
 * @returns What is not as it should be: nothing in a home that is true.
 */
export function lies(home: LoxoneHome, simulator: Simulator): readonly string[] {
  const temperatureUnit = home.info()?.temperatureUnit ?? '°C';
  return simulator.house.controls().flatMap((real) => {
    // Without a type, a control is meant to be hidden.
    if (real.type === '') return [];
    const control = home.control(real.id);
    if (control === undefined) return [`${real.name} (${real.type}) is missing`];
    const known = new Map(home.states(control.id).map(({ name, value }) => [name, value]));
    const context = { details: control.details, temperatureUnit };
    return slotsOf(real.states).flatMap(([name, uuid]) => {
      const raw = simulator.house.state(uuid);
      if (raw === undefined) return [];
      const { value } = decodeState(control.type, name, raw, context);
      const said = known.get(name);
      if (isDeepStrictEqual(said, value)) return [];
      return [`${real.name}.${name} is ${show(value)}, not ${show(said)}`];
    });
  });
}

/** For a message. */
export function listed(all: readonly string[]): string {
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  return `${all.slice(0, SHOWN).join('; ')}${more}`;
}

function slotsOf(
  states: Readonly<Record<string, string | readonly string[]>>,
): readonly (readonly [string, string])[] {
  return Object.entries(states).flatMap(([name, uuids]) =>
    typeof uuids === 'string'
      ? [[name, uuids] as const]
      : uuids.map((uuid, index) => [`${name}[${index}]`, uuid] as const),
  );
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
