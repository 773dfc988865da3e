import { named, read, type Sentences, say } from '../describe/phrase.js';

const DIMMED = { phrases: [say('position', 'on, {value} % bright', { words: { '0': 'off' } })] };

const SCENE = read('activeScene', 'scene');

/** Lights: `on, 60 % bright, mood Evening`. */
export const LIGHT_SENTENCES: Sentences = {
  Dimmer: DIMMED,
  EIBDimmer: DIMMED,
  LightController: { phrases: [SCENE] },
  LightControllerV2: {
    phrases: [
      read('activeMoods', 'lit'),
      say('position', '{value} % bright', {
        part: 'masterValue',
        words: { '0': '' },
        when: { state: 'activeMoodsNum', not: ['778'] },
      }),
      read('activeMoods', 'moods'),
    ],
  },
  ColorPickerV2: {
    phrases: [
      read('color', 'brightness-and-color'),
      named('sequenceColorIdx', { '-1': '' }, 'in a sequence of colours'),
    ],
  },
  Colorpicker: { phrases: [read('color', 'brightness-and-color')] },
  LightsceneRGB: { phrases: [SCENE] },
};
