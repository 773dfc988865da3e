import { formatColor } from './color.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { bareNumber, parseNumber } from './wire-command.js';

const ALL_OFF = 0;
const ALL_ON = 9;
const OFF_COLOR = 'hsv(0,0,0)';
const ON_COLOR = 'hsv(0,0,100)';
const DEGREES_PER_SCENE = 40;

/** Coloured scenes of the first generation: 0 off, 9 on, others a colour each (reference §5.2). */
class RgbScenes implements Physics {
  readonly #device: Device;
  readonly #learnt = new Map<number, string>();

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { activeScene: ALL_OFF, color: OFF_COLOR, jLocked: '' };
  }

  command(command: WireCommand): boolean {
    const [verb = ''] = command.args;
    const scene = parseNumber(command.word);
    if (scene !== undefined && verb.toLowerCase() === 'learn') return this.#learn(scene);
    if (command.word === 'on') return this.#show(ALL_ON);
    if (command.word === 'off') return this.#show(ALL_OFF);
    return this.#show(bareNumber(command));
  }

  #show(scene: number | undefined): boolean {
    if (scene === undefined || !Number.isInteger(scene) || scene < ALL_OFF || scene > ALL_ON) {
      return false;
    }
    this.#device.set('activeScene', scene);
    this.#device.set('color', this.#colorOf(scene));
    return true;
  }

  #learn(scene: number): boolean {
    if (!Number.isInteger(scene) || scene <= ALL_OFF || scene >= ALL_ON) return false;
    this.#learnt.set(scene, this.#device.text('color'));
    this.#device.set('activeScene', scene);
    return true;
  }

  #colorOf(scene: number): string {
    if (scene === ALL_OFF) return OFF_COLOR;
    if (scene === ALL_ON) return ON_COLOR;
    const hue = (scene - 1) * DEGREES_PER_SCENE;
    return (
      this.#learnt.get(scene) ?? formatColor({ space: 'hsv', hue, saturation: 100, value: 100 })
    );
  }
}

export const RGB_SCENE_PHYSICS: PhysicsTable = {
  LightsceneRGB: (device) => new RgbScenes(device),
};
