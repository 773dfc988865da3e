import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { HouseControl, HouseView } from '../../wire/index.js';

/** How a device stands: in words, and where its sliders are. */
export type DeviceState = Pick<HouseControl, 'state' | 'values'>;

/** The states of a house, each by itself: an event redraws one device, not two thousand. */
export interface HouseStates {
  /** The state of a device; empty words for one that the house does not have. */
  of(id: string): ReadonlySignal<DeviceState>;
  /** Something has changed. What the house does not have is left out. */
  change(control: Pick<HouseControl, 'id' | 'state' | 'values'>): void;
  /** The house was read, or read again. */
  replace(view: HouseView): void;
}

const UNKNOWN: DeviceState = { state: '' };

/** Makes the states of a house that is not read yet. */
export function createHouseStates(): HouseStates {
  let signals = new Map<string, Signal<DeviceState>>();

  return {
    of: (id) => signals.get(id) ?? signal(UNKNOWN),
    change(control) {
      const known = signals.get(control.id);
      if (known !== undefined) known.value = stateOf(control);
    },
    replace({ rooms }) {
      const next = new Map<string, Signal<DeviceState>>();
      for (const control of rooms.flatMap(({ controls }) => controls)) {
        // Those that stay keep their signal: whoever watches one goes on watching it.
        const known = signals.get(control.id) ?? signal(UNKNOWN);
        known.value = stateOf(control);
        next.set(control.id, known);
      }
      signals = next;
    },
  };
}

function stateOf({ state, values }: DeviceState): DeviceState {
  return values === undefined ? { state } : { state, values };
}
