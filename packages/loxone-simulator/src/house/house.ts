import {
  decodeSegment,
  parseStructure,
  type Structure,
  type Uuid,
} from '@gatehouse/loxone-protocol';
import { memberIds } from '../physics/centrals.js';
import { EnergyPlant } from '../physics/energy-plant.js';
import { Environment } from '../physics/environment.js';
import type { FavoriteList, Physics, World } from '../physics/physics.js';
import { createPhysics } from '../physics/registry.js';
import { parseWireCommand } from '../physics/wire-command.js';
import { Archive } from '../statistics/archive.js';
import { HouseCalendar } from './calendar.js';
import { Control } from './control.js';
import { ControlHistory } from './control-history.js';
import {
  type CommandResult,
  DONE,
  FORBIDDEN,
  genericCommand,
  isLocked,
  NOT_DONE,
  NOT_FOUND,
} from './generic-commands.js';
import { GlobalStates } from './global-states.js';
import { HouseTime } from './house-time.js';
import { withUuids } from './loxone-ids.js';
import { Messages } from './messages.js';
import { StateStore, textContent, valueContent } from './state-store.js';
import { Weather } from './weather.js';

const DEFAULT_LATITUDE = 48.2;
const DEFAULT_LONGITUDE = 14.4;

/** What a house needs from outside. */
export interface HouseOptions {
  readonly clock: { now(): number };
  /** Called when a state changes, once until the changes are taken. */
  readonly onChange?: () => void;
  /** Minutes to add to UTC. Default: the machine's own time zone. */
  readonly utcOffsetMinutes?: number;
  /**
   * Serve what cannot be right of controls, rooms and the like, and leave it out of the house.
   * Default: refuse the whole file.
   */
  readonly tolerant?: boolean;
  /** IANA name of the house's time zone, where {@link utcOffsetMinutes} is not given. */
  readonly timeZone?: string;
}

function ignore(): void {
  // What is wrong with a file that is wrong on purpose is known already.
}

/** How a command reached the house. */
export interface CommandRights {
  /** Whether it came with the right visualisation password (`ios`). */
  readonly secured: boolean;
}

/** A house from a structure file: its controls, their states, and time passing in it. */
export class House implements World {
  readonly structure: Structure;
  /** `data/LoxAPP3.json` as it is served. */
  readonly structureText: string;
  readonly states: StateStore;
  readonly environment: Environment;
  readonly energy: EnergyPlant;
  /** On which days which operating mode holds. */
  readonly calendar: HouseCalendar;
  /** Recorded values. */
  readonly archive: Archive;
  readonly #time: HouseTime;
  readonly #controls = new Map<string, Control>();
  readonly #physics = new Map<Control, Physics>();
  /** Those that read what the others came to. */
  #settling: readonly Physics[] = [];
  readonly #globals: GlobalStates;
  readonly #weather: Weather;
  readonly #messages: Messages;
  readonly #history = new ControlHistory();

  /**
   * @param json - LoxAPP3.json, as text or parsed.
   * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID` naming the field.
   */
  constructor(json: unknown, options: HouseOptions) {
    const raw = withUuids(typeof json === 'string' ? parseStructure(json).raw : json);
    this.structure = parseStructure(raw, options.tolerant === true ? { onProblem: ignore } : {});
    this.structureText = JSON.stringify(raw);
    this.states = new StateStore(options.onChange);
    this.environment = new Environment(placeOf(this.structure, options));
    this.#time = new HouseTime(options.clock);
    this.energy = new EnergyPlant(this.environment, this.now());
    this.calendar = new HouseCalendar(this.structure);
    this.#globals = new GlobalStates(this.structure, this.states, this);
    this.#messages = new Messages(
      this.structure,
      {
        states: this.states,
        environment: this.environment,
        notify: (title, message, level) => this.#globals.notify(this.now(), title, message, level),
      },
      this.now(),
    );
    this.#weather = new Weather(this.structure, this.states, this.environment);
    this.#furnish();
    this.archive = new Archive([...this.controls()], this.environment, () => this.now());
  }

  /** All controls, parts right after what they are a part of. */
  controls(): IterableIterator<Control> {
    return this.#controls.values();
  }

  devices(): Iterable<Control> {
    return this.#controls.values();
  }

  find(id: string): Control | undefined {
    return this.#controls.get(id);
  }

  now(): number {
    return this.#time.now();
  }

  /**
   * Lets time pass everywhere, in steps small enough for what moves. Time that is longer than what
   * the clock says has passed puts the house ahead of the clock: so a demo runs faster.
   */
  tick(seconds: number): void {
    this.#time.pass(seconds, (step) => this.#step(step));
    this.#globals.tellJump(this.now(), this.#time.ahead);
  }

  #step(seconds: number): void {
    const now = this.now();
    this.energy.tick(seconds, now);
    this.#globals.tick(now);
    this.#weather.tick(now);
    this.#messages.tick(now);
    for (const physics of this.#physics.values()) physics.tick?.(seconds);
    this.#settle();
    this.archive.tick();
  }

  #settle(): void {
    for (const physics of this.#settling) physics.settle?.();
  }

  /** Sets a state of any control from outside, as a switch on the wall would. */
  set(uuid: Uuid, value: number | string): void {
    this.states.put(uuid, typeof value === 'number' ? valueContent(value) : textContent(value));
  }

  /** @returns Whether it was done; used by controls that command others. */
  command(id: string, tail: string): boolean {
    return this.execute(`${id}/${tail}`, { secured: true }).value === '1';
  }

  /**
   * Carries out what follows `jdev/sps/io/`: `{uuid}/{command}`, still percent-encoded.
   */
  execute(path: string, rights: CommandRights): CommandResult {
    const address = this.#address(path);
    if (address === undefined) return this.#messageCommand(path) ?? NOT_FOUND;
    const { control, tail } = address;
    const command = parseWireCommand(tail);
    if (command.word === 'gethistory') return { code: 200, value: this.#history.answer(control) };
    const generic = genericCommand(control, command);
    if (generic !== undefined) return generic;
    if (!rights.secured && this.#isSecured(control)) return FORBIDDEN;
    const answer = this.#physics.get(control)?.query?.(command);
    if (answer !== undefined) return { code: 200, value: answer };
    if (isLocked(control)) return NOT_DONE;
    const { version } = this.energy;
    if (this.#physics.get(control)?.command(command) !== true) return NOT_DONE;
    this.#history.note(control, command.text, this.now());
    if (this.energy.version !== version) this.#settle();
    if (control.parent) this.#physics.get(control.parent)?.partChanged?.(control);
    return DONE;
  }

  keepFavorite(list: FavoriteList, place: number, favorite: unknown): void {
    this.#globals.keepFavorite(list, place, favorite);
  }

  /** Operating modes after the calendar was changed. */
  calendarChanged(): void {
    this.#globals.showOperatingMode(this.now());
  }

  /** `/data/weatheru.bin`. */
  weatherFile(): Uint8Array {
    return this.#weather.file(this.now());
  }

  /** The message centre is no control, but is commanded like one (protocol reference §6.5). */
  #messageCommand(path: string): CommandResult | undefined {
    const [id = '', word = '', ...args] = path.split('/').map(decodeSegment);
    return this.#messages.command(id, word, args, this.now());
  }

  /** A part is addressed as `<uuid>/<suffix>`, which looks like a control with a command. */
  #address(path: string): { readonly control: Control; readonly tail: string } | undefined {
    const [first = '', second, ...rest] = path.split('/');
    const id = decodeSegment(first);
    const part = second === undefined ? undefined : this.#controls.get(`${id}/${second}`);
    if (part) return { control: part, tail: rest.join('/') };
    const control = this.#controls.get(id);
    return control && { control, tail: second === undefined ? '' : [second, ...rest].join('/') };
  }

  /** A central control is as secured as any of its members (protocol reference §2.8). */
  #isSecured(control: Control): boolean {
    if (control.secured) return true;
    return (
      control.type.startsWith('Central') &&
      memberIds(control.details).some((id) => this.#controls.get(id)?.secured === true)
    );
  }

  #furnish(): void {
    const now = this.now();
    this.#globals.initialise(now);
    this.#weather.tick(now);
    for (const description of Object.values(this.structure.controls)) {
      this.#add(new Control(description, { structure: this.structure, states: this.states }));
    }
    for (const control of this.#controls.values()) {
      const physics = createPhysics(control, this);
      this.#physics.set(control, physics);
      control.initialise(physics.initialStates());
    }
    this.#settling = [...this.#physics.values()].filter((physics) => physics.settle !== undefined);
    this.#settle();
    this.states.takeChanged();
  }

  #add(control: Control): void {
    this.#controls.set(control.id, control);
    for (const part of control.parts) this.#add(part);
  }
}

function placeOf(
  structure: Structure,
  { utcOffsetMinutes, timeZone }: HouseOptions,
): ConstructorParameters<typeof Environment>[0] {
  const { latitude, longitude } = structure.msInfo.other;
  return {
    latitude: typeof latitude === 'number' ? latitude : DEFAULT_LATITUDE,
    longitude: typeof longitude === 'number' ? longitude : DEFAULT_LONGITUDE,
    ...(utcOffsetMinutes !== undefined && { utcOffsetMinutes }),
    ...(timeZone !== undefined && { timeZone }),
  };
}
