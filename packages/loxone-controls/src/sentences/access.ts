import { flagged, named, type PhraseSpec, type Sentences, say } from '../describe/phrase.js';

const OPENING: PhraseSpec = say('position', '{value} % open', {
  words: { '0': 'closed', '100': 'open' },
});

const MOVING = { '-1': 'closing', '1': 'opening' };

/** Gates, windows and doors, where 100 % is open: `40 % open, closing`. */
export const ACCESS_SENTENCES: Sentences = {
  Gate: {
    phrases: [
      OPENING,
      named('active', MOVING),
      flagged('preventOpen', 'opening blocked'),
      flagged('preventClose', 'closing blocked'),
    ],
  },
  Window: {
    phrases: [OPENING, named('direction', MOVING), say('lockedReason', 'locked ({text})')],
  },
  Intercom: { phrases: [flagged('bell', 'ringing', 'nobody at the door')] },
  IntercomV2: {
    phrases: [flagged('bell', 'ringing', 'nobody at the door'), flagged('muted', 'bell muted')],
  },
  NfcCodeTouch: {
    phrases: [say('historyDate', 'last used {text}', { words: { '0': 'never used' } })],
  },
};
