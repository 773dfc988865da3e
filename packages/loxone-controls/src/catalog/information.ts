import type { ControlType, StateSpec } from '../types.js';
import { admin, flag, instant, json, main, number, text } from './builders.js';

/** A control that is only a link or a picture. */
function page(type: string, label: string): ControlType {
  return { type, family: 'information', label, capabilities: [], states: [], commands: [] };
}

const SECONDS = { unit: 's' };

const COUNTERS: readonly StateSpec[] = [
  main(number('total', 'Running time in all.', SECONDS)),
  number('remaining', 'Running time until the next maintenance.', SECONDS),
  number('maintenanceInterval', 'Running time between maintenances.', SECONDS),
  number('overdueSince', 'Running time since maintenance fell due.', SECONDS),
  main(flag('overdue', 'Whether maintenance is due.', ['maintenance not due', 'maintenance due'])),
  flag('active', 'Whether it is counting.', ['not counting', 'counting']),
  instant('lastActivation', 'When it last began to count.', 'loxone'),
  number('stateUnit', 'Unit in which apps show the times; it does not change these values.', {
    values: { '0': 'seconds', '1': 'minutes', '2': 'hours', '3': 'days' },
  }),
];

/** What can only be read (protocol reference §5.8). */
export const INFORMATION: readonly ControlType[] = [
  {
    type: 'InfoOnlyText',
    family: 'information',
    label: 'text value',
    capabilities: [],
    states: [main(text('text', 'The text.'))],
    commands: [],
  },
  {
    type: 'TextState',
    family: 'information',
    label: 'status text',
    capabilities: [],
    states: [
      main(text('textAndIcon', 'The text.')),
      json('iconAndColor', 'Icon and colour that go with it: `{icon, color}`.'),
    ],
    commands: [],
  },
  {
    type: 'StatusMonitor',
    family: 'information',
    label: 'status monitor',
    capabilities: [],
    states: [
      main(
        text(
          'inputStates',
          'One status id of details.status for each of details.inputs, separated by commas; 255 is not configured.',
        ),
      ),
      number('numState', 'How many inputs have the status of this number.', { indexed: true }),
      number('numDef', 'How many inputs have the default status.'),
    ],
    commands: [],
  },
  {
    type: 'Tracker',
    family: 'information',
    label: 'event log',
    capabilities: [],
    states: [main(text('entries', 'The entries, separated by `|`.'))],
    commands: [],
  },
  page('Webpage', 'web page'),
  page('Application', 'application'),
  page('SystemScheme', 'system diagram'),
  page('MsShortcut', 'link to another Miniserver'),
  {
    type: 'Hourcounter',
    family: 'information',
    label: 'hour counter',
    capabilities: [],
    states: COUNTERS,
    commands: [
      admin('reset', 'reset', 'Records a maintenance: its time starts anew.', [
        'remaining',
        'overdue',
        'overdueSince',
      ]),
      admin('reset-all', 'resetAll', 'Sets all times to zero.', ['total', 'remaining', 'overdue']),
    ],
  },
];
