import {
  isUuid,
  type Structure,
  type StructureControl,
  type Uuid,
} from '@gatehouse/loxone-protocol';
import type { Device, InitialState, Schedule } from '../physics/physics.js';
import { plausibleState } from '../physics/plausible.js';
import { type StateContent, type StateStore, textContent, valueContent } from './state-store.js';

const NO_SCHEDULE: Schedule = { defaultValue: 0, entries: [] };
const SCHEDULE_STATE = 'entriesAndDefaultValue';

/** Where a control stands. */
export interface ControlPlace {
  readonly structure: Structure;
  readonly states: StateStore;
  readonly parent?: Control;
}

/** One control of the house: the structure file's description over the states of the house. */
export class Control implements Device {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly category: string;
  readonly room: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly description: StructureControl;
  readonly parent: Control | undefined;
  readonly parts: readonly Control[];
  readonly #states: StateStore;
  /** States that physics keeps although the structure file does not list them. */
  readonly #unseen = new Map<string, StateContent>();

  constructor(description: StructureControl, place: ControlPlace) {
    const { structure, states, parent } = place;
    this.description = description;
    this.id = description.uuidAction;
    this.name = description.name;
    this.type = description.type;
    this.details = description.details;
    this.parent = parent;
    this.category = parent?.category ?? structure.cats[description.cat ?? '']?.type ?? '';
    this.room = parent?.room ?? structure.rooms[description.room ?? '']?.name;
    this.#states = states;
    this.parts = Object.values(description.subControls).map(
      (part) => new Control(part, { structure, states, parent: this }),
    );
  }

  /** Parts are as secured as what they are a part of. */
  get secured(): boolean {
    return this.description.isSecured || this.parent?.secured === true;
  }

  has(state: string): boolean {
    return this.uuids(state).length > 0;
  }

  number(state: string, index = 0): number {
    const content = this.#content(state, index);
    return content?.kind === 'value' ? content.value : 0;
  }

  text(state: string): string {
    const content = this.#content(state, 0);
    return content?.kind === 'text' ? content.text : '';
  }

  schedule(state: string): Schedule {
    const content = this.#content(state, 0);
    return content?.kind === 'daytimers' ? content.schedule : NO_SCHEDULE;
  }

  set(state: string, value: number | string | Schedule, index = 0): void {
    const content = contentOf(value);
    const uuid = this.#uuid(state, index);
    if (uuid === undefined) this.#unseen.set(unseenKey(state, index), content);
    else this.#states.put(uuid, content);
  }

  /** The uuids under one name; most have one, `temperatures` and its like several. */
  uuids(state: string): readonly Uuid[] {
    const uuids = Object.hasOwn(this.description.states, state)
      ? this.description.states[state]
      : undefined;
    if (uuids === undefined) return [];
    return typeof uuids === 'string' ? [uuids] : uuids;
  }

  /**
   * Gives every state what it starts with: what physics says, else something plausible. A uuid
   * that several controls share keeps what the first of them gave it.
   */
  initialise(initial: Readonly<Record<string, InitialState>>): void {
    for (const [state, value] of Object.entries(initial)) {
      const values = Array.isArray(value) ? value : [value];
      for (const [index, one] of values.entries()) this.#setFirst(state, one, index);
    }
    for (const state of Object.keys(this.description.states)) {
      for (const index of this.uuids(state).keys()) {
        this.#setFirst(state, this.#plausible(state), index);
      }
    }
  }

  #plausible(state: string): number | string | Schedule {
    return state === SCHEDULE_STATE ? NO_SCHEDULE : plausibleState(this.type, state);
  }

  #setFirst(state: string, value: number | string | Schedule, index: number): void {
    const uuid = this.#uuid(state, index);
    if (uuid === undefined || !this.#states.has(uuid)) this.set(state, value, index);
  }

  /** An empty text is how some files write "no such state": no table could carry it. */
  #uuid(state: string, index: number): Uuid | undefined {
    const uuid = this.uuids(state)[index];
    return uuid !== undefined && isUuid(uuid) ? uuid : undefined;
  }

  #content(state: string, index: number): StateContent | undefined {
    const uuid = this.#uuid(state, index);
    return uuid === undefined ? this.#unseen.get(unseenKey(state, index)) : this.#states.get(uuid);
  }
}

function unseenKey(state: string, index: number): string {
  return `${state}[${index}]`;
}

function contentOf(value: number | string | Schedule): StateContent {
  if (typeof value === 'number') return valueContent(value);
  if (typeof value === 'string') return textContent(value);
  return { kind: 'daytimers', schedule: value };
}
