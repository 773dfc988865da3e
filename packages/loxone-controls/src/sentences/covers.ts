import { flagged, named, type Sentences, say } from '../describe/phrase.js';

/** Shutters and curtains send a tilt too, but have no slats; neither matters on an open blind. */
const BLINDS_ONLY = { detail: 'animation', is: ['', '0', '3'] };

/** An awning is in or out; the Miniserver counts out as down. */
const AWNING = '6';

/** Blinds, where 100 % is closed: `shading 40 %, slats half open`; awnings: `40 % out`. */
export const COVER_SENTENCES: Sentences = {
  Jalousie: {
    phrases: [
      say('position', 'shading {value} %', {
        words: { '0': 'open', '100': 'closed' },
        when: { detail: 'animation', not: [AWNING] },
      }),
      say('position', '{value} % out', {
        words: { '0': 'in', '100': 'out' },
        when: { detail: 'animation', is: [AWNING] },
      }),
      say('shadePosition', 'slats {value} % closed', {
        words: { '0': 'slats open', '50': 'slats half open', '100': 'slats closed' },
        when: BLINDS_ONLY,
      }),
      flagged('up', 'moving up'),
      flagged('down', 'moving down'),
      flagged('autoActive', 'follows the sun'),
      flagged('safetyActive', 'held by a safety input'),
      flagged('locked', 'locked'),
      say('infoText'),
      named('deviceState', { '1': 'motor offline' }),
    ],
  },
};
