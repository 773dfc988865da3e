import type { ControlType } from '../types.js';
import { flag, main, number, text } from './builders.js';

/** What can only be read (protocol reference §5.8). */
export const INFORMATION: readonly ControlType[] = [
  {
    type: 'InfoOnlyAnalog',
    family: 'sensors',
    label: 'measured value',
    capabilities: [],
    states: [
      main(number('value', 'The value.', { formatFromDetails: 'format' })),
      flag('error', 'Whether the value is not valid.'),
    ],
    commands: [],
  },
  {
    type: 'InfoOnlyDigital',
    family: 'sensors',
    label: 'digital value',
    capabilities: [],
    states: [main(flag('active', 'The value.', ['off', 'on'], { wordsFromDetails: 'text' }))],
    commands: [],
  },
  {
    type: 'InfoOnlyText',
    family: 'information',
    label: 'text value',
    capabilities: [],
    states: [main(text('text', 'The text.'))],
    commands: [],
  },
];
