import type { ArgumentSpec, ControlType, StateSpec } from '../types.js';
import { control, flag, indexArg, main, number, numberArg, text, textArg } from './builders.js';

const VALUE: StateSpec = main(number('value', 'The value.', { formatFromDetails: 'format' }));

const VALUE_WITHIN_DETAILS: ArgumentSpec = numberArg('value', 'The value.', {
  rangeFromDetails: { min: 'min', max: 'max' },
});

function analogInput(type: string, label: string): ControlType {
  return {
    type,
    family: 'switches',
    label,
    capabilities: [],
    states: [VALUE, flag('error', 'Whether the value is not valid.')],
    commands: [
      control('set-value', '{value}', 'Sets the value.', ['value'], [VALUE_WITHIN_DETAILS]),
    ],
  };
}

/** Inputs that people set to a value (protocol reference §5.1). */
export const INPUTS: readonly ControlType[] = [
  analogInput('Slider', 'slider'),
  analogInput('UpDownAnalog', 'up and down value'),
  analogInput('LeftRightAnalog', 'left and right value'),
  {
    type: 'ValueSelector',
    family: 'switches',
    label: 'value selector',
    capabilities: [],
    states: [
      VALUE,
      number('min', 'Least value.', { formatFromDetails: 'format' }),
      number('max', 'Greatest value.', { formatFromDetails: 'format' }),
      number('step', 'Step of the value.', { formatFromDetails: 'format' }),
    ],
    commands: [
      control(
        'set-value',
        '{value}',
        'Sets the value.',
        ['value'],
        [numberArg('value', 'The value.', { rangeFromStates: { min: 'min', max: 'max' } })],
      ),
    ],
  },
  {
    type: 'TextInput',
    family: 'information',
    label: 'text input',
    capabilities: [],
    states: [main(text('text', 'The text.'))],
    commands: [
      control(
        'set-text',
        '{text}',
        'Sets the text.',
        ['text'],
        [textArg('text', 'The text.', 500)],
      ),
    ],
  },
  {
    type: 'Sequential',
    family: 'scenes',
    label: 'sequence controller',
    capabilities: [],
    states: [
      main(
        number('activeSequence', 'Id of the running sequence: 0 is none.', {
          values: { '0': 'none' },
          words: 'sequence {value}',
          wordsFromDetails: ['sequences'],
        }),
      ),
    ],
    commands: [
      control('stop', 'triggerSequence/0', 'Stops the running sequence.', ['activeSequence']),
      control(
        'start',
        'triggerSequence/{sequence}',
        'Starts a sequence.',
        ['activeSequence'],
        [
          indexArg('sequence', 'An id of details.sequences.', 1, 999, {
            choicesFromDetails: 'sequences',
          }),
        ],
      ),
    ],
  },
];
