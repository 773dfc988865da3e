import type { ControlType } from '../types.js';
import { control, flag, main } from './builders.js';

/** Switches, buttons, selectors and inputs (protocol reference §5.1). */
export const SWITCHES: readonly ControlType[] = [
  {
    type: 'Switch',
    family: 'switches',
    label: 'switch',
    capabilities: ['switchable'],
    states: [
      main(flag('active', 'Whether it is on.', ['off', 'on'])),
      flag('lockedOn', 'Whether it is held on and cannot be switched off.'),
    ],
    commands: [
      control('on', 'on', 'Switches it on.', ['active']),
      control('off', 'off', 'Switches it off.', ['active']),
    ],
  },
];
