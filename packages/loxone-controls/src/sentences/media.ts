import { flagged, named, type PhraseSpec, type Sentences, say } from '../describe/phrase.js';

const PLAYING = { state: 'playState', is: ['1', '2'] };

const PLAYBACK: readonly PhraseSpec[] = [
  flagged('power', '', 'off'),
  named('playState', { '0': 'stopped', '1': 'paused', '2': 'playing' }),
];

const VOLUME: PhraseSpec = say('volume', 'volume {text}');

/** Music: `playing, Song, Artist, volume 20 %`. */
export const MEDIA_SENTENCES: Sentences = {
  AudioZone: {
    phrases: [
      ...PLAYBACK,
      say('songName', '{text}', { when: PLAYING }),
      say('artist', '{text}', { when: PLAYING }),
      say('station', '{text}', { when: PLAYING }),
      VOLUME,
    ],
  },
  AudioZoneV2: { phrases: [...PLAYBACK, VOLUME, flagged('isLocked', 'locked')] },
  Remote: {
    phrases: [flagged('active', 'on', 'off'), say('mode', 'mode {text}', { words: { '0': '' } })],
  },
};
