import type { Device, WireCommand } from './physics.js';
import { numberArgument } from './wire-command.js';

/** What one command word does. @returns Whether it was done. */
export type Order = (command: WireCommand) => boolean;

/** Command word, in lower case → what it does. */
export type Orders = Readonly<Record<string, Order>>;

/** Carries out a command if its word is among the orders. */
export function carryOut(orders: Orders, command: WireCommand): boolean {
  return Object.hasOwn(orders, command.word) && orders[command.word]?.(command) === true;
}

/** Takes no argument and sets states to these values. */
export function sets(device: Device, states: Readonly<Record<string, number | string>>): Order {
  return ({ args }) => {
    if (args.length > 0) return false;
    for (const [state, value] of Object.entries(states)) device.set(state, value);
    return true;
  };
}

/** Stores its one argument, a number within the range, in a state. */
export function stores(device: Device, state: string, low: number, high: number): Order {
  return takes(low, high, (value) => {
    device.set(state, value);
    return true;
  });
}

/** Takes one argument, a whole number within the range. */
export function takesWhole(low: number, high: number, act: (value: number) => boolean): Order {
  return takes(low, high, (value) => Number.isInteger(value) && act(value));
}

/** Takes one argument, a number within the range. */
export function takes(low: number, high: number, act: (value: number) => boolean): Order {
  return (command) => {
    const value = command.args.length === 1 ? numberArgument(command, 0, low, high) : undefined;
    return value !== undefined && act(value);
  };
}

/** Stores a whole number within the range. */
export function storesWhole(device: Device, state: string, low: number, high: number): Order {
  return takesWhole(low, high, (value) => {
    device.set(state, value);
    return true;
  });
}

/**
 * Acknowledged and nothing more: nothing in the house shows it. Kept apart from `sets` so that
 * such commands can be found.
 */
export function acknowledges(minArguments = 0): Order {
  return ({ args }) => args.length >= minArguments;
}
