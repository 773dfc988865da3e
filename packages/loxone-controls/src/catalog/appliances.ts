import type { ControlType } from '../types.js';
import {
  choiceArg,
  control,
  flag,
  indexArg,
  instant,
  json,
  listArg,
  main,
  number,
  percentArg,
  secondsArg,
  switchArg,
  temperatureArg,
  textArg,
} from './builders.js';

const DEGREES = { unit: '°C' };

const SECONDS = { unit: 's' };

const ENTRY = indexArg('entry', 'Id of the entry, as entryList has it.', 0, 9999);

const ENTRY_ARGUMENTS = [
  ENTRY,
  textArg('name', 'Name of the entry.', 60),
  secondsArg('time', 'Seconds after midnight.', 0, 86_399),
  switchArg('state', 'Whether it is active.'),
];

/** Clocks, watering and the sauna (protocol reference §5.9). */
export const APPLIANCES: readonly ControlType[] = [
  {
    type: 'AlarmClock',
    family: 'appliances',
    label: 'alarm clock',
    capabilities: [],
    states: [
      main(flag('isAlarmActive', 'Whether it is ringing.', ['silent', 'ringing'])),
      main(instant('nextEntryTime', 'When it rings next.', 'loxone')),
      flag('isEnabled', 'Whether it is switched on.', ['off', 'on']),
      flag('confirmationNeeded', 'Whether it must be confirmed that one is up.'),
      json(
        'entryList',
        'Its entries: `{id: {name, isActive, alarmTime, modes, nightLight, daily}}`, alarmTime in seconds after midnight.',
      ),
      number('currentEntry', 'Id of the entry that rings.', { values: { '-1': 'none' } }),
      number('nextEntry', 'Id of the entry that rings next.', { values: { '-1': 'none' } }),
      number('nextEntryMode', 'Operating mode of the house in which it rings next.'),
      number('ringingTime', 'How long it goes on ringing.', SECONDS),
      number('ringDuration', 'How long it rings.', SECONDS),
      number('prepareDuration', 'How long before the ringing it prepares.', SECONDS),
      number('snoozeTime', 'How long it goes on snoozing.', SECONDS),
      number('snoozeDuration', 'How long it snoozes.', SECONDS),
      number('deviceState', 'Its touch device, 0 to 2.'),
      json('deviceSettings', 'Settings of its touch device.'),
      json('wakeAlarmSoundSettings', 'Sound and volume of its alarm.'),
    ],
    commands: [
      control('snooze', 'snooze', 'Rings again later.', ['snoozeTime', 'isAlarmActive']),
      control('dismiss', 'dismiss', 'Ends the ringing.', ['isAlarmActive']),
      control(
        'put-daily-entry',
        'entryList/put/{entry}/{name}/{time}/{state}/daily',
        'Adds or changes an entry that rings every day.',
        ['entryList', 'nextEntryTime'],
        ENTRY_ARGUMENTS,
      ),
      control(
        'put-entry',
        'entryList/put/{entry}/{name}/{time}/{state}/{modes}',
        'Adds or changes an entry that rings in some operating modes.',
        ['entryList', 'nextEntryTime'],
        [
          ...ENTRY_ARGUMENTS,
          listArg(
            'modes',
            'Ids of operating modes, with spaces between them; 3 Monday to 9 Sunday.',
            String.raw`-?\d{1,3}`,
            ',',
          ),
        ],
      ),
      control(
        'delete-entry',
        'entryList/delete/{entry}',
        'Deletes an entry.',
        ['entryList', 'nextEntryTime'],
        [ENTRY],
      ),
      control(
        'set-prepare-duration',
        'setPrepDuration/{seconds}',
        'Sets how long before the ringing it prepares.',
        ['prepareDuration'],
        [secondsArg('seconds', 'How long.')],
      ),
      control(
        'set-ring-duration',
        'setRingDuration/{seconds}',
        'Sets how long it rings.',
        ['ringDuration'],
        [secondsArg('seconds', 'How long.')],
      ),
      control(
        'set-snooze-duration',
        'setSnoozeDuration/{seconds}',
        'Sets how long it snoozes.',
        ['snoozeDuration'],
        [secondsArg('seconds', 'How long.', 60)],
      ),
      control(
        'set-sound',
        'setWakeAlarmSound/{sound}',
        'Chooses the sound.',
        ['wakeAlarmSoundSettings'],
        [
          indexArg('sound', 'An id of details.wakeAlarmSounds.', 0, 9999, {
            choicesFromDetails: 'wakeAlarmSounds',
          }),
        ],
      ),
      control(
        'set-sound-volume',
        'setWakeAlarmVolume/{volume}',
        'Sets the volume of the sound.',
        ['wakeAlarmSoundSettings'],
        [percentArg('volume', 'Volume.')],
      ),
      control(
        'set-sound-rising',
        'setWakeAlarmSlopingOn/{state}',
        'Lets the sound grow louder, or not.',
        ['wakeAlarmSoundSettings'],
        [switchArg('state', 'Whether it grows louder.')],
      ),
      control(
        'set-enabled',
        'setActive/{state}',
        'Switches the alarm clock on or off; the wire counts the other way round.',
        ['isEnabled'],
        [choiceArg('state', 'On or off.', { on: '0', off: '1' })],
      ),
      control(
        'set-beep',
        'setBeepOn/{state}',
        'Lets its touch device beep, or not.',
        ['deviceSettings'],
        [switchArg('state', 'Whether it beeps.')],
      ),
      control(
        'set-active-brightness',
        'setBrightnessActive/{brightness}',
        'Sets the brightness of its display while it is used.',
        ['deviceSettings'],
        [percentArg('brightness', 'Brightness.')],
      ),
      control(
        'set-inactive-brightness',
        'setBrightnessInactive/{brightness}',
        'Sets the brightness of its display while it is not used.',
        ['deviceSettings'],
        [percentArg('brightness', 'Brightness.')],
      ),
    ],
  },
  {
    type: 'Irrigation',
    family: 'appliances',
    label: 'irrigation',
    capabilities: [],
    states: [
      main(
        number('currentZone', 'Place of the zone that is watered.', {
          values: { '-1': 'off', '8': 'all zones' },
          words: 'zone {value}',
        }),
      ),
      flag('rainActive', 'Whether it rains.', ['no rain', 'rain']),
      number('expectedPrecipitation', 'Rain that is expected.', { unit: 'mm' }),
      number('maxExpectedPrecipitation', 'Expected rain from which it does not water.', {
        unit: 'mm',
      }),
      json('zones', 'Its zones: `[{id, name, duration, setByLogic}]`, duration in seconds.'),
      number('rainTime', 'How long it has rained in the last day.', SECONDS),
    ],
    commands: [
      control('start', 'start', 'Starts watering, unless it rains.', ['currentZone']),
      control('start-force', 'startForce', 'Starts watering even if it rains.', ['currentZone']),
      control('stop', 'stop', 'Stops watering.', ['currentZone']),
      control(
        'select-zone',
        'select/{zone}',
        'Waters one zone.',
        ['currentZone'],
        [indexArg('zone', 'Number of the zone from 1; 0 none, 9 all.', 0, 9)],
      ),
      control(
        'set-duration',
        'setDuration/{zone}={seconds}',
        'Sets how long a zone is watered.',
        ['zones'],
        [
          indexArg('zone', 'Id of the zone, as zones has it.', 0, 8),
          secondsArg('seconds', 'How long.'),
        ],
      ),
      control(
        'set-durations',
        'setDurations/{durations}',
        'Sets how long several zones are watered.',
        ['zones'],
        [
          listArg(
            'durations',
            'Items of zone id=seconds, with spaces between them.',
            String.raw`[0-8]=\d{1,5}`,
            '/',
          ),
        ],
      ),
    ],
  },
  {
    type: 'Sauna',
    family: 'appliances',
    label: 'sauna',
    capabilities: ['switchable'],
    states: [
      main(flag('active', 'Whether it is on.', ['off', 'on'])),
      main(number('tempActual', 'Temperature in the sauna.', DEGREES)),
      number('tempBench', 'Temperature at the bench.', DEGREES),
      number('tempTarget', 'Temperature that is aimed at.', DEGREES),
      number('power', 'How strongly it heats.'),
      flag('fan', 'Whether the fan runs.', ['fan off', 'fan on']),
      flag('drying', 'Whether it is drying.', ['not drying', 'drying']),
      flag('doorClosed', 'Whether the door is closed.', ['door open', 'door closed']),
      flag('presence', 'Whether somebody is in it.', ['nobody there', 'somebody there']),
      flag('error', 'Whether there is a fault.', ['no fault', 'fault']),
      flag('lessWater', 'Whether the vaporizer lacks water.', ['enough water', 'too little water']),
      number('saunaError', 'Number of the fault.', { values: { '0': 'no fault' } }),
      number('timer', 'Time left.', SECONDS),
      number('timerTotal', 'Time that the timer runs.', SECONDS),
      number('humidityActual', 'Humidity.', { unit: '%' }),
      number('humidityTarget', 'Humidity that is aimed at.', { unit: '%' }),
      number('mode', 'Operating mode, 0 to 6.', { values: { '0': 'off' } }),
    ],
    commands: [
      control('on', 'on', 'Switches it on.', ['active']),
      control('off', 'off', 'Switches it off.', ['active']),
      control('fan-on', 'fanon', 'Switches the fan on.', ['fan']),
      control('fan-off', 'fanoff', 'Switches the fan off.', ['fan']),
      control(
        'set-temperature',
        'temp/{temperature}',
        'Sets the temperature that is aimed at.',
        ['tempTarget'],
        [temperatureArg('temperature', 'Temperature.', 0, 248)],
      ),
      control(
        'on-with-temperature',
        'ontemp/{temperature}',
        'Switches it on and sets the temperature.',
        ['active', 'tempTarget'],
        [temperatureArg('temperature', 'Temperature.', 0, 248)],
      ),
      control(
        'set-humidity',
        'humidity/{humidity}',
        'Sets the humidity that is aimed at.',
        ['humidityTarget'],
        [percentArg('humidity', 'Humidity.')],
      ),
      control(
        'set-mode',
        'mode/{mode}',
        'Chooses the operating mode.',
        ['mode'],
        [indexArg('mode', 'Number of the mode; 0 is off.', 0, 6)],
      ),
      control('next-state', 'pulse', 'Goes on to its next state, as its button does.', [
        'active',
        'mode',
      ]),
      control('start-timer', 'starttimer', 'Starts the timer.', ['timer']),
    ],
  },
];
