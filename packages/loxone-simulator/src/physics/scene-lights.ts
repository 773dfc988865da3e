import {
  type CircuitLight,
  circuitsOf,
  readCircuit,
  setBrightness,
  setWhite,
  writeCircuit,
} from './circuits.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { bareNumber, parseNumber } from './wire-command.js';

const ALL_OFF = 0;
const ALL_ON = 9;

/** The first light controller: scenes 1–8, 0 all off, 9 all on (protocol reference §5.2). */
class LightController implements Physics {
  readonly #device: Device;
  readonly #names = new Map<number, string>([
    [1, 'Evening'],
    [2, 'Work'],
    [3, 'Relax'],
  ]);
  readonly #learnt = new Map<number, ReadonlyMap<string, CircuitLight>>();

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { activeScene: ALL_OFF, sceneList: this.#sceneList(), jLocked: '' };
  }

  command(command: WireCommand): boolean {
    const [verb = '', name = ''] = command.args;
    const scene = parseNumber(command.word);
    if (scene !== undefined && verb.toLowerCase() === 'learn') return this.#learn(scene, name);
    if (scene !== undefined && verb.toLowerCase() === 'delete') return this.#forget(scene);
    return this.#show(this.#wanted(command));
  }

  #wanted(command: WireCommand): number | undefined {
    const now = this.#device.number('activeScene');
    switch (command.word) {
      case 'on':
        return ALL_ON;
      case 'off':
        return ALL_OFF;
      case 'plus':
        return (now + 1) % (ALL_ON + 1);
      case 'minus':
        return (now + ALL_ON) % (ALL_ON + 1);
      default:
        return bareNumber(command);
    }
  }

  #show(scene: number | undefined): boolean {
    if (scene === undefined || !Number.isInteger(scene) || scene < ALL_OFF || scene > ALL_ON)
      return false;
    const learnt = this.#learnt.get(scene);
    for (const circuit of circuitsOf(this.#device)) {
      const light = learnt?.get(circuit.id);
      if (light !== undefined) writeCircuit(circuit, light);
      else {
        setBrightness(circuit, scene === ALL_ON ? 100 : scene * 11);
        setWhite(circuit, 2700);
      }
    }
    this.#device.set('activeScene', scene);
    return true;
  }

  #learn(scene: number, name: string): boolean {
    if (scene <= ALL_OFF || scene >= ALL_ON) return false;
    const lights = circuitsOf(this.#device).map((part) => [part.id, readCircuit(part)] as const);
    this.#learnt.set(scene, new Map(lights));
    this.#names.set(scene, name === '' ? `Scene ${scene}` : name);
    return this.#showNames();
  }

  #forget(scene: number): boolean {
    this.#learnt.delete(scene);
    return this.#names.delete(scene) && this.#showNames();
  }

  #showNames(): boolean {
    this.#device.set('sceneList', this.#sceneList());
    return true;
  }

  #sceneList(): string {
    return Array.from(this.#names, ([scene, name]) => `${scene}="${name}"`).join(',');
  }
}

export const SCENE_LIGHT_PHYSICS: PhysicsTable = {
  LightController: (device) => new LightController(device),
};
