import {
  brightestOf,
  brightnessOfCircuit,
  type CircuitLight,
  circuitsOf,
  isColored,
  isMaster,
  readCircuit,
  setBrightness,
  setWhite,
  writeCircuit,
} from './circuits.js';
import { BRIGHT_MOOD, MoodBook, OFF_MOOD } from './moods.js';
import { fraction } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { numberArgument } from './wire-command.js';

/** Light of the moods that a controller comes with; moods learnt later are snapshots. */
const PRESETS: ReadonlyMap<number, { readonly brightness: number; readonly kelvin: number }> =
  new Map([
    [1, { brightness: 45, kelvin: 2700 }],
    [2, { brightness: 80, kelvin: 4000 }],
    [3, { brightness: 20, kelvin: 2700 }],
    [BRIGHT_MOOD, { brightness: 100, kelvin: 4000 }],
  ]);

/** Moods over circuits, with a master brightness and a master colour (protocol reference §5.2). */
class LightControllerV2 implements Physics {
  readonly #device: Device;
  readonly #moods: MoodBook;
  readonly #learnt = new Map<number, ReadonlyMap<string, CircuitLight>>();
  #active: readonly number[] = [OFF_MOOD];

  constructor(device: Device) {
    this.#device = device;
    this.#moods = new MoodBook(device.id);
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const circuits = circuitsOf(this.#device).map((part) => [part.id.split('/').at(-1), part.name]);
    return {
      activeMoods: JSON.stringify(this.#active),
      activeMoodsNum: OFF_MOOD,
      moodList: JSON.stringify(this.#moods.list),
      favoriteMoods: JSON.stringify(this.#moods.favorites),
      additionalMoods: JSON.stringify(this.#moods.additional),
      circuitNames: JSON.stringify(Object.fromEntries(circuits)),
      daylightConfig: JSON.stringify({ from: 0, until: 0, mode: 0, type: 0 }),
      presence: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return this.#activate(command) || this.#edit(command);
  }

  partChanged(part: Device): void {
    if (isMaster(part, 'masterValue')) this.#scaleTo(part.number('position'));
    else if (isMaster(part, 'masterColor')) this.#recolor(part.text('color'));
    else this.#followCircuits();
    const dark = circuitsOf(this.#device).every((circuit) => brightnessOfCircuit(circuit) === 0);
    this.#showActive(dark ? [OFF_MOOD] : []);
  }

  #activate(command: WireCommand): boolean {
    const mood = numberArgument(command, 0, 0);
    switch (command.word) {
      case 'on':
        return this.#show([BRIGHT_MOOD]);
      case 'off':
      case 'reset':
        return this.#show([OFF_MOOD]);
      case 'changeto':
        return this.#show([mood === 0 ? OFF_MOOD : mood]);
      case 'addmood':
        return this.#show([...this.#active.filter((id) => id !== mood && id !== OFF_MOOD), mood]);
      case 'removemood':
        return mood !== undefined && this.#show(this.#active.filter((id) => id !== mood));
      case 'plus':
        return this.#step(1);
      case 'minus':
        return this.#step(-1);
      default:
        return false;
    }
  }

  #edit(command: WireCommand): boolean {
    const { word, args } = command;
    const id = numberArgument(command, 0, 0);
    const device = this.#device;
    if (word === 'presence') return this.#presence(args[0]);
    if (word === 'setcircuitnames' || word === 'setdaylightconfig') return this.#settings(command);
    if (id === undefined || !this.#editMood(command, id)) return false;
    device.set('moodList', JSON.stringify(this.#moods.list));
    device.set('favoriteMoods', JSON.stringify(this.#moods.favorites));
    device.set('additionalMoods', JSON.stringify(this.#moods.additional));
    return true;
  }

  #editMood(command: WireCommand, id: number): boolean {
    const [, second = ''] = command.args;
    const index = numberArgument(command, 1, 0) ?? -1;
    switch (command.word) {
      case 'learn':
        return this.#learn(id, second);
      case 'delete':
        return this.#moods.delete(id);
      case 'setmoodid':
        return index >= 0 && this.#moods.change(id, { id: index });
      case 'setmoodname':
        return second !== '' && this.#moods.change(id, { name: second });
      case 'setmoodshortname':
        return this.#moods.change(id, { shortName: second });
      case 'addtofavoritemood':
        return this.#moods.setFavorite(id, true);
      case 'removefromfavoritemood':
        return this.#moods.setFavorite(id, false);
      case 'movemood':
        return this.#moods.move('all', id, index);
      case 'movefavoritemood':
        return this.#moods.move('favorites', id, index);
      case 'moveadditionalmood':
        return this.#moods.move('additional', id, index);
      default:
        return false;
    }
  }

  #learn(id: number, name: string): boolean {
    if (!this.#moods.learn(id, name)) return false;
    const lights = circuitsOf(this.#device).map((part) => [part.id, readCircuit(part)] as const);
    this.#learnt.set(id, new Map(lights));
    this.#showActive([id]);
    return true;
  }

  #presence(state: string | undefined): boolean {
    if (state !== 'on' && state !== 'off') return false;
    this.#device.set('presence', state === 'on' ? 2 : 0);
    return true;
  }

  #settings({ word, args }: WireCommand): boolean {
    if (args.length === 0) return false;
    const state = word === 'setcircuitnames' ? 'circuitNames' : 'daylightConfig';
    this.#device.set(state, args.join('/'));
    return true;
  }

  #step(by: 1 | -1): boolean {
    const order = this.#moods.favorites;
    const at = order.indexOf(this.#active[0] ?? OFF_MOOD);
    const from = at === -1 && by === -1 ? 0 : at;
    return this.#show([order.at((from + by) % order.length)]);
  }

  /** Activates exactly these moods; where several light the same circuit, the brightest wins. */
  #show(moods: readonly (number | undefined)[]): boolean {
    const ids = moods.filter((id) => id !== undefined);
    if (ids.length !== moods.length || !ids.every((id) => this.#moods.has(id))) return false;
    for (const circuit of circuitsOf(this.#device)) setBrightness(circuit, 0);
    for (const id of ids) this.#light(id);
    this.#followCircuits();
    this.#showActive(ids.length === 0 ? [OFF_MOOD] : ids);
    return true;
  }

  #light(mood: number): void {
    const preset = PRESETS.get(mood);
    const learnt = this.#learnt.get(mood);
    for (const circuit of circuitsOf(this.#device)) {
      const before = brightnessOfCircuit(circuit);
      if (learnt !== undefined) {
        writeCircuit(circuit, learnt.get(circuit.id) ?? readCircuit(circuit));
      } else if (preset !== undefined && isLitBy(circuit, mood)) {
        setBrightness(circuit, Math.max(before, preset.brightness));
        setWhite(circuit, preset.kelvin);
      }
    }
  }

  #scaleTo(brightness: number): void {
    const brightest = brightestOf(this.#device);
    for (const circuit of circuitsOf(this.#device)) {
      const share = brightest === 0 ? 1 : brightnessOfCircuit(circuit) / brightest;
      setBrightness(circuit, brightness * share);
    }
  }

  #recolor(color: string): void {
    for (const circuit of circuitsOf(this.#device)) {
      if (isColored(circuit)) writeCircuit(circuit, color);
    }
    this.#followCircuits();
  }

  #followCircuits(): void {
    const brightest = brightestOf(this.#device);
    const colored = circuitsOf(this.#device).find(isColored);
    for (const part of this.#device.parts) {
      if (isMaster(part, 'masterValue')) part.set('position', brightest);
      if (isMaster(part, 'masterColor') && colored) part.set('color', colored.text('color'));
    }
  }

  /** No mood at all means that somebody set circuits by hand. */
  #showActive(ids: readonly number[]): void {
    this.#active = ids;
    this.#device.set('activeMoods', JSON.stringify(ids));
    this.#device.set('activeMoodsNum', ids.length === 1 ? (ids[0] ?? 0) : ids.length);
  }
}

/** The dimmest preset lights only some of the lamps. */
function isLitBy(circuit: Device, mood: number): boolean {
  return mood !== 3 || fraction(circuit.id) < 0.5 || circuit.parent?.parts.indexOf(circuit) === 0;
}

export const LIGHT_CONTROLLER_PHYSICS: PhysicsTable = {
  LightControllerV2: (device) => new LightControllerV2(device),
};
