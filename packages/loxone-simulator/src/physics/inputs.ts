import { clamp } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { bareNumber, detailNumber, numberArgument } from './wire-command.js';

const MAX_OUTPUTS = 16;

/** A number within `details.min` to `details.max`. */
class Slider implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const [min, max] = this.#range();
    return { value: clamp(Math.round((min + max) / 2), min, max), error: 0, jLocked: '' };
  }

  command(command: WireCommand): boolean {
    const value = bareNumber(command);
    const [min, max] = this.#range();
    if (value === undefined || value < min || value > max) return false;
    this.#device.set('value', value);
    return true;
  }

  #range(): readonly [number, number] {
    const { details } = this.#device;
    return [detailNumber(details, 'min', 0), detailNumber(details, 'max', 100)];
  }
}

/** A number whose range is itself a state. */
class ValueSelector implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { value: 20, min: 0, max: 100, step: 1, jLocked: '' };
  }

  command(command: WireCommand): boolean {
    const value = bareNumber(command);
    const device = this.#device;
    if (value === undefined) return false;
    if (value < device.number('min') || value > device.number('max')) return false;
    device.set('value', value);
    return true;
  }
}

/** Keys that act while held, or shortly; they have no states. */
class UpDownKeys implements Physics {
  initialStates(): Readonly<Record<string, InitialState>> {
    return {};
  }

  command({ word }: WireCommand): boolean {
    return /^((up|down)(on|off)|pulse(up|down))$/.test(word);
  }
}

/** One of up to 16 outputs, or none. */
class Radio implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { activeOutput: this.#hasNone() ? 0 : (this.#outputs()[0] ?? 0), jLocked: '' };
  }

  command(command: WireCommand): boolean {
    const output = this.#chosen(command);
    if (output === undefined) return false;
    this.#device.set('activeOutput', output);
    return true;
  }

  #chosen(command: WireCommand): number | undefined {
    const outputs = this.#outputs();
    const at = outputs.indexOf(this.#device.number('activeOutput'));
    switch (command.word) {
      case 'reset':
        return this.#hasNone() ? 0 : undefined;
      case 'next':
        return outputs[(at + 1) % outputs.length];
      case 'prev':
        return outputs.at(Math.max(at, 0) - 1);
      default: {
        const wanted = bareNumber(command);
        return wanted === 0 && this.#hasNone() ? 0 : outputs.find((output) => output === wanted);
      }
    }
  }

  /** Numbers may have gaps (protocol reference §5.1). */
  #outputs(): readonly number[] {
    const { outputs } = this.#device.details;
    if (typeof outputs !== 'object' || outputs === null) return [];
    // Keys that are whole numbers come in their order, whatever the file's is.
    return Object.keys(outputs)
      .map(Number)
      .filter((output) => output >= 1 && output <= MAX_OUTPUTS);
  }

  #hasNone(): boolean {
    const { allOff } = this.#device.details;
    return typeof allOff === 'string' && allOff !== '';
  }
}

/** Takes any text. */
class TextInput implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { text: '', jLocked: '' };
  }

  command(command: WireCommand): boolean {
    this.#device.set('text', command.text);
    return true;
  }
}

/** Runs one of its sequences. */
class Sequential implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { activeSequence: 0, jLocked: '' };
  }

  command(command: WireCommand): boolean {
    const sequence = numberArgument(command, 0, 0);
    if (command.word !== 'triggersequence' || sequence === undefined) return false;
    this.#device.set('activeSequence', sequence);
    return true;
  }
}

export const INPUT_PHYSICS: PhysicsTable = {
  Slider: (device) => new Slider(device),
  UpDownAnalog: (device) => new Slider(device),
  LeftRightAnalog: (device) => new Slider(device),
  UpDownDigital: () => new UpDownKeys(),
  LeftRightDigital: () => new UpDownKeys(),
  ValueSelector: (device) => new ValueSelector(device),
  Radio: (device) => new Radio(device),
  TextInput: (device) => new TextInput(device),
  Sequential: (device) => new Sequential(device),
};
