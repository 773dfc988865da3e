import type { ControlType, StateSpec } from '../types.js';
import {
  access,
  choiceArg,
  control,
  flag,
  instant,
  main,
  number,
  secondsArg,
  text,
} from './builders.js';

const ALARM_LEVELS = {
  '0': 'no alarm',
  '1': 'silent alarm',
  '2': 'acoustic alarm',
  '3': 'optical alarm',
  '4': 'internal alarm',
  '5': 'external alarm',
  '6': 'remote alarm',
};

const ALARM_STATES: readonly StateSpec[] = [
  main(flag('armed', 'Whether it is armed.', ['disarmed', 'armed'])),
  main(number('level', 'Level of the alarm.', { values: ALARM_LEVELS })),
  number('nextLevel', 'Level that follows.', { values: ALARM_LEVELS }),
  number('nextLevelDelay', 'Time until the next level (older firmware).', { unit: 's' }),
  instant('nextLevelAt', 'When the next level follows.', 'unix'),
  number('nextLevelDelayTotal', 'Time between the levels.', { unit: 's' }),
  number('armedDelay', 'Time until it is armed (older firmware).', { unit: 's' }),
  instant('armedAt', 'When it will be armed.', 'unix'),
  number('armedDelayTotal', 'Time that arming with delay takes.', { unit: 's' }),
  flag('disabledMove', 'Whether motion detectors are left out.', [
    'with motion detectors',
    'without motion detectors',
  ]),
  text('startTime', 'When the alarm began.'),
  text('sensors', 'What set it off (older firmware), separated by `|`.'),
];

const MOTION = choiceArg('motion', 'Whether motion detectors count.', { with: '1', without: '0' });

/** Alarms of all kinds (protocol reference §5.5). Arming and quitting them is `access`. */
export const SECURITY: readonly ControlType[] = [
  {
    type: 'Alarm',
    family: 'security',
    label: 'burglar alarm',
    capabilities: [],
    states: ALARM_STATES,
    commands: [
      access('arm', 'on', 'Arms it at once.', ['armed']),
      access(
        'arm-with-motion',
        'on/{motion}',
        'Arms it at once, with or without motion detectors.',
        ['armed', 'disabledMove'],
        [MOTION],
      ),
      access('arm-delayed', 'delayedon', 'Arms it after its delay, so that one can leave.', [
        'armedAt',
        'armedDelay',
        'armed',
      ]),
      access(
        'arm-delayed-with-motion',
        'delayedon/{motion}',
        'Arms it after its delay, with or without motion detectors.',
        ['armedAt', 'armedDelay', 'armed', 'disabledMove'],
        [MOTION],
      ),
      access('disarm', 'off', 'Disarms it.', ['armed', 'armedAt', 'armedDelay']),
      access('acknowledge', 'quit', 'Acknowledges the alarm.', ['level']),
      access(
        'set-motion',
        'dismv/{motion}',
        'Includes motion detectors, or leaves them out.',
        ['disabledMove'],
        [MOTION],
      ),
    ],
  },
  {
    type: 'CentralAlarm',
    family: 'security',
    label: 'central alarm control',
    capabilities: ['central'],
    states: [],
    commands: [
      access('arm', 'on', 'Arms all its alarms at once.', []),
      access('arm-delayed', 'delayedon', 'Arms all its alarms after their delays.', []),
      access('disarm', 'off', 'Disarms all its alarms.', []),
      access('acknowledge', 'quit', 'Acknowledges all its alarms.', []),
    ],
  },
  {
    type: 'SmokeAlarm',
    family: 'security',
    label: 'fire and water alarm',
    capabilities: [],
    states: [
      main(
        number('level', 'Level of the alarm.', {
          values: { '0': 'no alarm', '1': 'pre-alarm', '2': 'main alarm' },
        }),
      ),
      number('nextLevel', 'Level that follows.', {
        values: { '0': 'no alarm', '1': 'pre-alarm', '2': 'main alarm' },
      }),
      number('nextLevelDelay', 'Time until the next level.', { unit: 's' }),
      number('nextLevelDelayTotal', 'Time between the levels.', { unit: 's' }),
      flag('acousticAlarm', 'Whether it can be heard.', ['silent', 'sounding']),
      flag('testAlarm', 'Whether this is a test.', ['no test', 'test']),
      main(
        number('alarmCause', 'Bits: 1 smoke, 2 water, 4 temperature, 8 arc fault.', {
          values: {
            '0': 'no cause',
            '1': 'smoke',
            '2': 'water',
            '4': 'temperature',
            '8': 'arc fault',
          },
        }),
      ),
      text('startTime', 'When the alarm began.'),
      number('timeServiceMode', 'Time left in service mode, in which nothing alarms.', {
        unit: 's',
        values: { '0': 'service mode off', '99999': 'service mode without end' },
      }),
      flag('areAlarmSignalsOff', 'Whether the signals are switched off.', [
        'signals on',
        'signals off',
      ]),
      text('sensors', 'What set it off, separated by `|`.'),
    ],
    commands: [
      access('mute', 'mute', 'Silences it; the alarm goes on.', [
        'acousticAlarm',
        'areAlarmSignalsOff',
      ]),
      access(
        'acknowledge',
        'confirm',
        'Acknowledges the alarm.',
        ['level', 'alarmCause'],
        [],
        ['quit'],
      ),
      access(
        'set-service-mode',
        'servicemode/{seconds}',
        'Switches service mode: 0 off, 1 without end, else for so long.',
        ['timeServiceMode'],
        [secondsArg('seconds', '0 off, 1 without end, else seconds.')],
      ),
      access('start-drill', 'startDrill', 'Starts a test alarm.', ['testAlarm', 'level']),
    ],
  },
  {
    type: 'AlarmChain',
    family: 'security',
    label: 'alarm chain',
    capabilities: [],
    states: [
      main(
        number(
          'activeAlarmType',
          'Bits: 1 to be acknowledged, 2 alarm, 4 urgent, 8 emergency service.',
          { values: { '0': 'no alarm' } },
        ),
      ),
      main(text('activeAlarmText', 'What the alarm is.')),
      text('nextAlarmText', 'What follows.'),
      instant('nextAlarmLevelAt', 'When the next level follows.', 'loxone'),
      number('iterationCount', 'How often the chain has run through.'),
    ],
    commands: [
      access('acknowledge', 'quit', 'Acknowledges the alarm.', [
        'activeAlarmType',
        'activeAlarmText',
      ]),
    ],
  },
  {
    type: 'AalEmergency',
    family: 'security',
    label: 'emergency call',
    capabilities: [],
    states: [
      main(
        number('status', 'The emergency call.', {
          values: { '0': 'no alarm', '1': 'alarm', '2': 'being reset', '3': 'disabled' },
        }),
      ),
      instant('disableEndTime', 'Until when it is disabled.', 'unix'),
      text('resetActive', 'Who or what resets it.'),
    ],
    commands: [
      access('trigger', 'trigger', 'Calls for help.', ['status']),
      access('acknowledge', 'quit', 'Acknowledges the call.', ['status']),
      access(
        'disable',
        'disable/{seconds}',
        'Disables it for a while; 0 enables it.',
        ['status', 'disableEndTime'],
        [secondsArg('seconds', 'How long; 0 enables it.')],
      ),
    ],
  },
  {
    type: 'AalSmartAlarm',
    family: 'security',
    label: 'assisted-living alarm',
    capabilities: [],
    states: [
      main(
        number('alarmLevel', 'Level of the alarm.', {
          values: { '0': 'no alarm', '1': 'first level', '2': 'second level' },
        }),
      ),
      main(text('alarmCause', 'What set it off.')),
      flag('isLocked', 'Whether it is locked.', ['free', 'locked']),
      flag('isLeaveActive', 'Whether everybody is away.', ['somebody home', 'everybody away']),
      instant('disableEndTime', 'Until when it is disabled.', 'unix'),
    ],
    commands: [
      access('acknowledge', 'confirm', 'Acknowledges the alarm.', ['alarmLevel', 'alarmCause']),
      access(
        'disable',
        'disable/{seconds}',
        'Disables it for a while; 0 enables it.',
        ['disableEndTime'],
        [secondsArg('seconds', 'How long; 0 enables it.')],
      ),
      access('start-drill', 'startDrill', 'Starts a test alarm.', ['alarmLevel']),
    ],
  },
  {
    type: 'MailBox',
    family: 'security',
    label: 'letter box',
    capabilities: [],
    states: [
      main(flag('mailReceived', 'Whether there are letters.', ['no mail', 'mail'])),
      main(flag('packetReceived', 'Whether there is a parcel.', ['no parcel', 'parcel'])),
      flag('notificationsDisabledInput', 'Whether an input suppresses its messages.'),
      instant('disableEndTime', 'Until when its messages are suppressed.', 'loxone'),
    ],
    commands: [
      control('confirm-mail', 'confirmMail', 'Marks the letters as fetched.', ['mailReceived']),
      control('confirm-packet', 'confirmPacket', 'Marks the parcel as fetched.', [
        'packetReceived',
      ]),
      control(
        'disable-notifications',
        'disableNotifications/{seconds}',
        'Suppresses its messages for a while.',
        ['disableEndTime'],
        [secondsArg('seconds', 'How long; 0 ends it.')],
      ),
    ],
  },
];
