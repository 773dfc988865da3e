import { flagged, named, read, type Sentences, say } from '../describe/phrase.js';

/** Sensors, texts and monitors. */
export const INFORMATION_SENTENCES: Sentences = {
  InfoOnlyAnalog: {
    phrases: [
      say('value', '{text}', { when: { state: 'error', not: ['true'] } }),
      flagged('error', 'value not valid'),
    ],
  },
  InfoOnlyDigital: { phrases: [say('active')] },
  InfoOnlyText: { phrases: [say('text')], otherwise: 'empty' },
  TextState: { phrases: [say('textAndIcon')], otherwise: 'empty' },
  PresenceDetector: {
    phrases: [
      flagged('active', 'somebody there', 'nobody there'),
      flagged('locked', 'locked'),
      say('infoText'),
    ],
  },
  StatusMonitor: { phrases: [read('inputStates', 'statuses')] },
  Tracker: { phrases: [read('entries', 'count', '{text} entries')], otherwise: 'no entries' },
  Hourcounter: {
    phrases: [
      read('total', 'duration', '{text} in all'),
      flagged('active', 'counting'),
      flagged('overdue', 'maintenance due'),
    ],
    otherwise: 'nothing counted yet',
  },
  AlarmClock: {
    phrases: [
      flagged('isAlarmActive', 'ringing'),
      flagged('isEnabled', '', 'off'),
      say('nextEntryTime', 'rings next {text}', {
        words: { '0': 'no alarm set' },
        when: { state: 'isEnabled', not: ['false'] },
      }),
      flagged('confirmationNeeded', 'waits to be confirmed'),
    ],
  },
  Irrigation: {
    phrases: [
      say('currentZone', 'watering {text}', { words: { '-1': 'off' } }),
      flagged('rainActive', 'rain'),
    ],
  },
  Sauna: {
    phrases: [
      flagged('active', 'on', 'off'),
      say('tempActual'),
      say('tempTarget', 'target {text}', { when: { state: 'active', is: ['true'] } }),
      flagged('doorClosed', '', 'door open', { when: { state: 'active', is: ['true'] } }),
      flagged('drying', 'drying'),
      flagged('error', 'fault'),
      flagged('lessWater', 'too little water'),
    ],
  },
  PoolController: {
    phrases: [
      say('tempActual', 'water {text}'),
      say('tempTarget', 'target {text}'),
      say('currentCycle', '{text}', { words: { '0': '' } }),
      say('coverPosition', 'cover {value} % closed', {
        words: { '0': 'cover open', '100': 'cover closed' },
      }),
      named('error', { '0': '' }, 'fault {value}'),
    ],
  },
  SteakThermo: {
    phrases: [
      say('temperatureYellow', 'yellow {text}'),
      say('temperatureGreen', 'green {text}'),
      read('timerRemaining', 'duration', 'timer {text}'),
      flagged('yellowAlarmActive', 'yellow sensor alarms'),
      flagged('greenAlarmActive', 'green sensor alarms'),
      flagged('timerAlarmActive', 'timer alarms'),
      say('activeAlarmText'),
    ],
  },
};
