import type { Uuid } from '@gatehouse/loxone-protocol';
import type { Control } from './house/control.js';
import type { House } from './house/house.js';
import { decodeStates, type StateTable } from './server/state-tables.js';

/** One control of the house, for tests and tools. */
export interface SimulatedControl {
  /** `uuidAction`. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly room: string | undefined;
  /** State name → uuid, or several. */
  readonly states: Readonly<Record<string, string | readonly string[]>>;
  /** @returns What a state holds now; `undefined` for a name that it does not have. */
  state(name: string): number | string | undefined;
}

/** The house behind the protocol: to look at, and to be somebody at a light switch. */
export interface SimulatedHouse {
  /** `undefined` for an unknown uuid, and for schedules and weather, which are no single value. */
  state(uuid: Uuid): number | string | undefined;
  /**
   * Sets a state, as somebody in the house would; subscribers hear of it.
   *
   * @throws RangeError for a uuid that is no state of this house.
   */
  set(uuid: Uuid, value: number | string): void;
  /** By id, `Name`, or `Name [Room]`; the first one where several have that name. */
  control(nameOrUuid: string): SimulatedControl | undefined;
  /** Every state that is a number or a text. */
  states(): ReadonlyMap<Uuid, number | string>;
  /**
   * A command as from inside the house: `on`, `moveToPosition/50`. No password is asked for.
   *
   * @param nameOrUuid - As for {@link control}.
   * @returns Whether it was done.
   */
  command(nameOrUuid: string, command: string): boolean;
  /** Takes over the states of a table as a real box sent it; unknown states come to be. */
  receive(table: StateTable): void;
  /** All controls, parts included. */
  controls(): readonly SimulatedControl[];
}

/** @param house - The current one: it is another after the structure was replaced. */
export function simulatedHouse(house: () => House): SimulatedHouse {
  const find = (nameOrUuid: string): Control | undefined =>
    house().find(nameOrUuid) ?? findByName(house(), nameOrUuid);
  const state = (uuid: Uuid): number | string | undefined => {
    const content = house().states.get(uuid);
    if (content?.kind === 'value') return content.value;
    return content?.kind === 'text' ? content.text : undefined;
  };
  const describe = (control: Control): SimulatedControl => ({
    id: control.id,
    name: control.name,
    type: control.type,
    room: control.room,
    states: control.description.states,
    state: (name) => state(control.uuids(name)[0] ?? ''),
  });
  return {
    state,
    set: (uuid, value) => {
      if (!house().states.has(uuid)) throw new RangeError('uuid must be a state of the house');
      house().set(uuid, value);
    },
    control: (nameOrUuid) => {
      const found = find(nameOrUuid);
      return found && describe(found);
    },
    states: () => {
      const uuids = Array.from(house().states.entries(), ([uuid]) => uuid);
      return new Map(
        uuids.flatMap((uuid) => {
          const value = state(uuid);
          return value === undefined ? [] : [[uuid, value] as const];
        }),
      );
    },
    command: (nameOrUuid, command) => {
      const found = find(nameOrUuid);
      return found !== undefined && house().command(found.id, command);
    },
    receive: (table) => {
      for (const [uuid, content] of decodeStates(table)) house().states.put(uuid, content);
    },
    controls: () => Array.from(house().controls(), describe),
  };
}

function findByName(house: House, wanted: string): Control | undefined {
  for (const control of house.controls()) {
    if (control.name === wanted || `${control.name} [${control.room ?? ''}]` === wanted) {
      return control;
    }
  }
  return undefined;
}
