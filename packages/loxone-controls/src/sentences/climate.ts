import { flagged, named, read, type Sentences, say } from '../describe/phrase.js';

const FAN = flagged('fan', 'fan on');

/** Heating, cooling and air: `21.5 °C, target 22 °C, heating`. */
export const CLIMATE_SENTENCES: Sentences = {
  IRoomControllerV2: {
    phrases: [
      say('tempActual'),
      say('tempTarget', 'target {text}'),
      read('tempTarget', 'demand'),
      named('activeMode', { '0': 'eco', '2': 'building protection', '3': 'manual', '4': 'off' }),
      named('prepareState', { '-1': 'precooling', '1': 'preheating' }),
      flagged('openWindow', 'window open'),
    ],
  },
  IRoomController: {
    phrases: [
      say('tempActual'),
      say('tempTarget', 'target {text}'),
      named('mode', {
        '0': 'automatic',
        '1': 'heating',
        '2': 'cooling',
        '3': 'automatic heating',
        '4': 'automatic cooling',
        '5': 'manual heating',
        '6': 'manual cooling',
      }),
      flagged('stop', 'stopped'),
      flagged('openWindow', 'window open'),
      flagged('error', 'sensor fault'),
    ],
  },
  ClimateController: {
    phrases: [
      say('currentMode'),
      flagged('ventilation', 'ventilating'),
      say('averageOutdoorTemp', '{text} outside'),
      named('serviceMode', { '0': '' }, 'service mode'),
      say('infoText'),
    ],
  },
  ClimateControllerUS: {
    phrases: [
      say('mode'),
      say('stage', 'stage {value}', { words: { '0': '' } }),
      FAN,
      flagged('emergencyOverride', 'emergency heat on'),
      say('actualOutdoorTemp', '{text} outside'),
    ],
  },
  Heatmixer: { phrases: [say('tempActual'), say('tempTarget', 'target {text}')] },
  SolarPumpController: {
    phrases: [
      say('collectorTemp', 'collector {text}'),
      say('bufferTemp0', 'buffer {text}'),
      say('bufferState0'),
      flagged('heatOverload', 'too hot'),
    ],
  },
  AcControl: {
    phrases: [
      flagged('status', 'on', 'off'),
      say('mode', '{text}', { when: { state: 'status', is: ['true'] } }),
      say('temperature'),
      say('targetTemperature', 'target {text}'),
      {
        state: 'pauseReason',
        bits: {
          1: 'paused by a timer',
          2: 'paused by an open window',
          4: 'paused to shed load',
          8: 'silent time',
          16: 'prohibited',
          32: 'prohibited',
          64: 'another unit works in the other mode',
          128: 'another unit works in the other mode',
        },
      },
    ],
  },
  Ventilation: {
    phrases: [
      say('speed', 'ventilating at {text}', { words: { '0': 'off' } }),
      say('mode', '{text}', { when: { state: 'speed', not: ['0'] } }),
      named('ventReason', { '4': 'stopped', '5': 'window open', '10': 'frost protection' }),
      say('stoppedBy', 'stopped by {text}'),
    ],
  },
};
