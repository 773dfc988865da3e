import type { ControlType } from '../types.js';
import {
  control,
  flag,
  json,
  main,
  number,
  numberArg,
  percentArg,
  secondsArg,
  switchArg,
  temperatureArg,
  text,
  textArg,
} from './builders.js';

const DEGREES = { unit: '°C' };

const SECONDS = { unit: 's' };

/** A thermometer for roasting, with two sensors and a timer (protocol reference §5.9). */
export const THERMOMETER: ControlType = {
  type: 'SteakThermo',
  family: 'appliances',
  label: 'meat thermometer',
  capabilities: [],
  states: [
    main(number('temperatureYellow', 'Temperature of the yellow sensor.', DEGREES)),
    main(number('temperatureGreen', 'Temperature of the green sensor.', DEGREES)),
    number('targetYellow', 'Temperature at which the yellow sensor alarms.', DEGREES),
    number('targetGreen', 'Temperature at which the green sensor alarms.', DEGREES),
    json('currentTemperatures', 'Temperatures of both sensors, yellow first.'),
    json('sensorInfo', 'What the sensors are in.'),
    json('sensorAlarms', 'Alarms of the sensors.'),
    json('timerInfo', 'The timer.'),
    json('timerAlarm', 'Alarm of the timer.'),
    json('availableControls', 'What its display can show.'),
    text('activeAlarmText', 'What the alarm is.'),
    flag('yellowAlarmActive', 'Whether the yellow sensor alarms.', ['no alarm', 'alarm']),
    flag('greenAlarmActive', 'Whether the green sensor alarms.', ['no alarm', 'alarm']),
    flag('timerAlarmActive', 'Whether the timer alarms.', ['no alarm', 'alarm']),
    number('timerRemaining', 'Time that the timer has left.', SECONDS),
    number('deviceState', 'State of the device, 0 to 4.'),
    flag('displayAlwaysOnBat', 'Whether the display stays on with the battery.'),
    flag('displayAlwaysOnDc', 'Whether the display stays on with a charger.'),
    number('activeControl', 'What its display shows.'),
    flag('isActive', 'Whether it is in use.', ['not in use', 'in use']),
    flag('touchProtection', 'Whether touching does nothing.'),
    number('displayBrightness', 'Brightness of the display.', { unit: '%' }),
    number('powerMode', 'What it runs on.', { values: { '1': 'battery', '2': 'charger' } }),
    number('batteryStateOfCharge', 'How full the battery is.', { unit: '%' }),
  ],
  commands: [
    control('acknowledge', 'quitAlarm', 'Acknowledges the alarm.', [
      'yellowAlarmActive',
      'greenAlarmActive',
      'timerAlarmActive',
    ]),
    control(
      'set-sensor',
      'setSensor/{sensor}/{temperature}/{name}',
      'Sets at which temperature a sensor alarms.',
      ['targetYellow', 'targetGreen', 'sensorInfo'],
      [
        {
          name: 'sensor',
          kind: 'choice',
          meaning: 'Which sensor.',
          choices: { yellow: '0', green: '1' },
        },
        temperatureArg('temperature', 'Temperature.', 0, 572),
        textArg('name', 'What the sensor is in.', 60),
      ],
    ),
    control(
      'set-timer-duration',
      'setTimerDuration/{seconds}',
      'Sets the timer.',
      ['timerInfo', 'timerRemaining'],
      [secondsArg('seconds', 'How long.')],
    ),
    control('start-timer', 'startTimer', 'Starts the timer.', ['timerRemaining', 'timerInfo']),
    control('stop-timer', 'stopTimer', 'Stops the timer.', ['timerRemaining', 'timerInfo']),
    control(
      'set-touch-protection',
      'setTouchProtection/{state}',
      'Lets touching do nothing, or something again.',
      ['touchProtection'],
      [switchArg('state', 'On or off.')],
    ),
    control(
      'set-display-brightness',
      'setDisplayBrightness/{brightness}',
      'Sets the brightness of the display.',
      ['displayBrightness'],
      [percentArg('brightness', 'Brightness.')],
    ),
    control(
      'keep-display-on-battery',
      'setDisplayAlwaysOnBat/{state}',
      'Keeps the display on with the battery, or not.',
      ['displayAlwaysOnBat'],
      [switchArg('state', 'Whether it stays on.')],
    ),
    control(
      'keep-display-on-charger',
      'setDisplayAlwaysOnDc/{state}',
      'Keeps the display on with a charger, or not.',
      ['displayAlwaysOnDc'],
      [switchArg('state', 'Whether it stays on.')],
    ),
    control('show-this', 'setThisActive', 'Lets its display show this control.', [
      'activeControl',
      'isActive',
    ]),
    control(
      'set-display',
      'setActive/{control}',
      'Chooses what its display shows.',
      ['activeControl'],
      [
        numberArg('control', 'Place of it in availableControls.', {
          min: 0,
          max: 99,
          integer: true,
        }),
      ],
    ),
  ],
};
