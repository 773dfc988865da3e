import type { DaytimerEvent } from '@gatehouse/loxone-protocol';
import type { EnergyPlant } from './energy-plant.js';
import type { Environment } from './environment.js';

/** Plan of a timer, as the daytimer table carries it (protocol reference §3.6). */
export type Schedule = Pick<DaytimerEvent, 'defaultValue' | 'entries'>;

/** What one state starts with: a value, a text, a schedule, or one value for each of an array. */
export type InitialState = number | string | Schedule | readonly number[];

/** A command as it arrived, taken apart. Command words are case-insensitive (reference §4.5). */
export interface WireCommand {
  /** The tail as it came, still percent-encoded. */
  readonly raw: string;
  /** First segment, decoded, in lower case. */
  readonly word: string;
  /** The other segments, decoded; empty segments are kept. */
  readonly args: readonly string[];
  /** The whole tail, decoded, as text input controls take it. */
  readonly text: string;
}

/** One control of the house, as physics sees it. */
export interface Device {
  /** `uuidAction`. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Type of the category, for example `lights`; empty when there is none. */
  readonly category: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly parent: Device | undefined;
  /** The parts (`subControls`), in the order of the structure file. */
  readonly parts: readonly Device[];
  /** Whether the structure file lists this state. Others can be set too, but nobody sees them. */
  has(state: string): boolean;
  number(state: string, index?: number): number;
  text(state: string): string;
  schedule(state: string): Schedule;
  set(state: string, value: number | string | Schedule, index?: number): void;
}

/** What physics may know and do beyond its own control. */
export interface World {
  readonly environment: Environment;
  /** Roof, battery and grid, which everything that takes power shares. */
  readonly energy: EnergyPlant;
  /** Epoch milliseconds. */
  now(): number;
  /** Commands another control, as a central control does. @returns Whether it was done. */
  command(id: string, tail: string): boolean;
  /** Everything in the house, parts included. */
  devices(): Iterable<Device>;
  /** @returns The control with this `uuidAction`, also one that is a part. */
  find(id: string): Device | undefined;
  /** Keeps a favourite of the whole house at a place of its list, 0–99. */
  keepFavorite(list: FavoriteList, place: number, favorite: unknown): void;
}

/** Global states that hold favourites for colour pickers (protocol reference §4.3). */
export type FavoriteList = 'favColors' | 'favColorSequences';

/** How one control behaves. One object lives as long as its control. */
export interface Physics {
  /** State name → what it starts with. Names that the structure file lacks are kept unseen. */
  initialStates(): Readonly<Record<string, InitialState>>;
  /** @returns Whether the control did it: `"1"` in the answer, else `"0"`. */
  command(command: WireCommand): boolean;
  /** Lets time pass. */
  tick?(seconds: number): void;
  /** Called when time has passed for all controls: meters read what the others came to. */
  settle?(): void;
  /** Answers a command that asks for something; `undefined` for one that does not. */
  query?(command: WireCommand): unknown;
  /** Called after a command to one of the parts. */
  partChanged?(part: Device): void;
}

/** Makes the physics of one control. */
export type PhysicsMaker = (device: Device, world: World) => Physics;

/** Control type → its physics. */
export type PhysicsTable = Readonly<Record<string, PhysicsMaker>>;
