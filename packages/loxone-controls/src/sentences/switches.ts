import { flagged, read, type Sentences, say } from '../describe/phrase.js';

const VALUE = {
  phrases: [
    say('value', '{text}', { when: { state: 'error', not: ['true'] } }),
    flagged('error', 'value not valid'),
  ],
};

/** Switches, buttons, values and schedules. */
export const SWITCH_SENTENCES: Sentences = {
  Switch: { phrases: [flagged('active', 'on', 'off'), flagged('lockedOn', 'held on')] },
  Pushbutton: { phrases: [flagged('active', 'on', 'off')] },
  TimedSwitch: {
    phrases: [
      say('deactivationDelay', 'on for {text}', {
        as: 'duration',
        words: { '0': 'off', '-1': 'on permanently' },
      }),
    ],
  },
  Slider: VALUE,
  UpDownAnalog: VALUE,
  LeftRightAnalog: VALUE,
  ValueSelector: { phrases: [say('value')] },
  Radio: { phrases: [say('activeOutput')] },
  TextInput: { phrases: [say('text')], otherwise: 'empty' },
  Sequential: {
    phrases: [say('activeSequence', '{text} is running', { words: { '0': 'no sequence runs' } })],
  },
  PulseAt: {
    phrases: [flagged('isActive', 'on', 'off'), read('startTime', 'clock', 'pulses at {text}')],
  },
  Daytimer: {
    phrases: [
      say('value'),
      read('override', 'duration', 'overridden for {text}'),
      flagged('needsActivation', 'waits to be confirmed'),
    ],
  },
  IRCDaytimer: { phrases: [say('value'), read('override', 'duration', 'overridden for {text}')] },
  IRCV2Daytimer: { phrases: [say('value'), read('override', 'duration', 'overridden for {text}')] },
  PoolDaytimer: { phrases: [say('value'), read('override', 'duration', 'overridden for {text}')] },
};
