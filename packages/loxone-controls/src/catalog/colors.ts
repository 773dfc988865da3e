import type { ArgumentSpec, ControlType } from '../types.js';
import {
  choiceArg,
  control,
  indexArg,
  json,
  listArg,
  main,
  number,
  numberArg,
  patternArg,
  percentArg,
  secondsArg,
  text,
} from './builders.js';

const HSV: readonly ArgumentSpec[] = [
  numberArg('hue', 'Hue: 0 red, 120 green, 240 blue.', { min: 0, max: 360, unit: '°' }),
  percentArg('saturation', 'Saturation: 0 is white.'),
  percentArg('brightness', 'Brightness: 0 is off.'),
];

const BRIGHTNESS: ArgumentSpec = percentArg('brightness', 'Brightness: 0 is off.');

const KELVIN: ArgumentSpec = numberArg('kelvin', 'Colour temperature: 2700 warm, 6500 cold.', {
  min: 1000,
  max: 10_000,
  unit: 'K',
  rangeFromDetails: { min: 'minKelvin', max: 'maxKelvin' },
});

const SHARE = String.raw`(?:100|\d{1,2})`;

/** Colours as the Miniserver writes them; sent as they stand. */
const COLOR_PATTERN: string = [
  String.raw`hsv\((?:360|3[0-5]\d|[12]\d\d|\d{1,2}),${SHARE},${SHARE}\)`,
  String.raw`temp\(${SHARE},\d{4,5}\)`,
  String.raw`daylight\(${SHARE}\)`,
].join('|');

const COLOR: ArgumentSpec = patternArg(
  'color',
  'A colour as the state color has it, for example hsv(120,100,50) or temp(80,2700).',
  COLOR_PATTERN,
  'hsv(120,100,50)',
);

const COLOR_LIST: ArgumentSpec = listArg(
  'colors',
  'Up to six colours as the state color has them, with spaces between them.',
  COLOR_PATTERN,
  '/',
  { maxItems: 6, example: 'hsv(0,100,100) hsv(120,100,100)' },
);

const INTERVAL: ArgumentSpec = secondsArg('interval', 'Time from colour to colour.', 60, 3600);

const SLOT: ArgumentSpec = indexArg('slot', 'Which favourite, from 0.', 0, 99);

/** Coloured and white-tuned circuits, mostly parts of a light controller (protocol reference §5.2). */
export const COLORS: readonly ControlType[] = [
  {
    type: 'ColorPickerV2',
    family: 'lights',
    label: 'colour light',
    capabilities: ['switchable', 'dimmable', 'colorable'],
    states: [
      main(
        text(
          'color',
          'The colour: `hsv(hue 0-360,saturation %,brightness %)`, `temp(brightness %,kelvin)` or `daylight(brightness %)`.',
        ),
      ),
      json(
        'sequence',
        'The running sequence: `{colors, interval, type, mode}`, interval in seconds.',
      ),
      number('sequenceColorIdx', 'Place of the present colour in the sequence.', {
        values: { '-1': 'no sequence runs' },
      }),
    ],
    commands: [
      control('on', 'on', 'Switches it on.', ['color']),
      control('off', 'off', 'Switches it off.', ['color']),
      control(
        'set-brightness',
        'setBrightness/{brightness}',
        'Sets the brightness and keeps the colour.',
        ['color'],
        [BRIGHTNESS],
      ),
      control(
        'set-color',
        'hsv({hue},{saturation},{brightness})',
        'Sets colour and brightness.',
        ['color'],
        HSV,
      ),
      control(
        'set-color-temperature',
        'temp({brightness},{kelvin})',
        'Sets white light of a colour temperature.',
        ['color'],
        [BRIGHTNESS, KELVIN],
      ),
      control(
        'set-daylight',
        'daylight({brightness})',
        'Lets the white follow the time of day.',
        ['color'],
        [BRIGHTNESS],
      ),
      control(
        'set-daylight-type',
        'daylighttype({type})',
        'Chooses which light of the day is followed.',
        ['color'],
        [choiceArg('type', 'Direct or indirect light.', { direct: '4', indirect: '5' })],
      ),
      control(
        'start-sequence',
        'setSequence/{interval}/{colors}/{start}',
        'Goes from colour to colour, over and over.',
        ['sequence', 'sequenceColorIdx', 'color'],
        [
          INTERVAL,
          COLOR_LIST,
          indexArg('start', 'Colour to begin with, from 0; -1 is idle.', -1, 5),
        ],
      ),
      control(
        'set-favorite-color',
        'setFav/{slot}/{color}',
        'Stores a colour as a favourite.',
        [],
        [SLOT, COLOR],
      ),
      control(
        'set-favorite-sequence',
        'setFavSequence/{slot}/{interval}/{colors}',
        'Stores a sequence as a favourite.',
        [],
        [SLOT, INTERVAL, COLOR_LIST],
      ),
    ],
  },
  {
    type: 'Colorpicker',
    family: 'lights',
    label: 'colour light (first generation)',
    capabilities: ['switchable', 'dimmable', 'colorable'],
    states: [
      main(
        text(
          'color',
          'The colour: `hsv(hue 0-360,saturation %,brightness %)` or `lumitech(brightness %,kelvin)`.',
        ),
      ),
      text('favorites', 'The stored colours.'),
    ],
    commands: [
      control('on', 'on', 'Switches it on.', ['color']),
      control('off', 'off', 'Switches it off.', ['color']),
      control(
        'set-color',
        'hsv({hue},{saturation},{brightness})',
        'Sets colour and brightness.',
        ['color'],
        HSV,
      ),
      control(
        'set-color-temperature',
        'lumitech({brightness},{kelvin})',
        'Sets white light of a colour temperature.',
        ['color'],
        [BRIGHTNESS, KELVIN],
      ),
      control(
        'set-favorite-color',
        'setfav/{slot}/hsv({hue},{saturation},{brightness})',
        'Stores a colour as a favourite.',
        ['favorites'],
        [indexArg('slot', 'Which favourite.', 1, 4), ...HSV],
      ),
      control(
        'set-favorite-white',
        'setfav/{slot}/lumitech({brightness},{kelvin})',
        'Stores a white as a favourite.',
        ['favorites'],
        [indexArg('slot', 'Which favourite.', 1, 4), BRIGHTNESS, KELVIN],
      ),
    ],
  },
];
