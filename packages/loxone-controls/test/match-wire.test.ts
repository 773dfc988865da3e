import { describe, expect, it } from 'vitest';
import { matchWire } from '../src/index.js';

/** The command and its arguments in one line, to compare with. */
function read(type: string, tail: string): string | undefined {
  const matched = matchWire(type, tail);
  if (matched === undefined) return undefined;
  return [matched.command.name, ...Object.entries(matched.args).flat()].join(' ');
}

/** What clients send, as the protocol reference §5 lists it, and what it is here. */
const SENT: readonly (readonly [type: string, tail: string, command: string])[] = [
  ['Switch', 'on', 'on'],
  ['Switch', 'Off', 'off'],
  ['Pushbutton', 'pulse', 'pulse'],
  ['Pushbutton', 'on', 'hold'],
  ['Pushbutton', 'off', 'release'],
  ['TimedSwitch', 'Pulse', 'pulse'],
  ['Slider', '7.5', 'set-value value 7.5'],
  ['Slider', '-3', 'set-value value -3'],
  ['UpDownAnalog', '21', 'set-value value 21'],
  ['LeftRightAnalog', '21', 'set-value value 21'],
  ['UpDownDigital', 'UpOn', 'hold-up'],
  ['UpDownDigital', 'updown', 'undefined'],
  ['ValueSelector', '5', 'set-value value 5'],
  ['Radio', '16', 'select output 16'],
  ['Radio', 'prev', 'previous'],
  ['TextInput', 'Guten%20Tag%2FAbend', 'set-text text Guten Tag/Abend'],
  ['Sequential', 'triggerSequence/0', 'stop'],
  ['Sequential', 'triggerSequence/3', 'start sequence 3'],
  ['PresenceDetector', 'time/120', 'set-overrun seconds 120'],
  ['Dimmer', '55', 'set-brightness brightness 55'],
  ['Dimmer', 'ON', 'on'],
  ['LightController', '4', 'set-scene scene 4'],
  ['LightController', '4/learn/Abend', 'learn-scene scene 4 name Abend'],
  ['LightController', '4/delete', 'delete-scene scene 4'],
  ['LightController', 'plus', 'next-scene'],
  ['LightControllerV2', 'changeTo/778', 'set-mood mood 778'],
  ['LightControllerV2', 'changeTo/0', 'off'],
  ['LightControllerV2', 'addmood/3', 'add-mood mood 3'],
  ['LightControllerV2', 'learn/7/TV%20%26%20Kino', 'learn-mood mood 7 name TV & Kino'],
  ['LightControllerV2', 'presence/on', 'set-presence state on'],
  ['LightControllerV2', 'moveFavoriteMood/3/0', 'move-favorite-mood mood 3 index 0'],
  ['ColorPickerV2', 'hsv(240,100,50)', 'set-color hue 240 saturation 100 brightness 50'],
  ['ColorPickerV2', 'temp(80,2700)', 'set-color-temperature brightness 80 kelvin 2700'],
  ['ColorPickerV2', 'setBrightness/10', 'set-brightness brightness 10'],
  ['ColorPickerV2', 'daylight(60)', 'set-daylight brightness 60'],
  ['Colorpicker', 'lumitech(80,2700)', 'set-color-temperature brightness 80 kelvin 2700'],
  ['Jalousie', 'FullUp', 'open'],
  ['Jalousie', 'fulldown', 'close'],
  ['Jalousie', 'up', 'jog-up'],
  ['Jalousie', 'UpOff', 'jog-up-end'],
  ['Jalousie', 'NoAuto', 'disable-automatic'],
  ['Jalousie', 'manualLamelle/100', 'set-tilt tilt 100'],
  ['Gate', 'partiallyOpen', 'open-partially'],
  ['Window', 'open/on', 'jog-open'],
  ['Window', 'close/off', 'jog-close-end'],
  ['Window', 'moveToPosition/33.5', 'set-position position 33.5'],
  ['WindowCentral', 'fullclose', 'close'],
  ['IRoomControllerV2', 'override/3//22.5', 'override-temperature temperature 22.5'],
  ['IRoomControllerV2', 'override/1', 'override mode comfort'],
  ['IRoomControllerV2', 'override/1/500000000', 'override-until mode comfort until 500000000'],
  ['IRoomControllerV2', 'setOperatingMode/-1', 'set-operating-mode mode off'],
  ['IRoomController', 'settemp/1/21.5', 'set-temperature kind comfort-heating temperature 21.5'],
  ['IRoomController', 'starttimer/6/3600', 'start-timer kind party seconds 3600'],
  ['AcControl', 'setTarget/23', 'set-target temperature 23'],
  ['Ventilation', 'setTimer/0', 'stop-timer'],
  ['Ventilation', 'setTimer/60/50/3/-1', 'start-timer seconds 60 speed 50 mode 3 profile -1'],
  ['IRCV2Daytimer', 'startOverride/57648/600', 'start-override value 57648 seconds 600'],
  ['Alarm', 'on', 'arm'],
  ['Alarm', 'on/0', 'arm-with-motion motion without'],
  ['Alarm', 'delayedon/1', 'arm-delayed-with-motion motion with'],
  ['Alarm', 'quit', 'acknowledge'],
  ['SmokeAlarm', 'confirm', 'acknowledge'],
  ['SmokeAlarm', 'quit', 'acknowledge'],
  ['SmokeAlarm', 'servicemode/1', 'set-service-mode seconds 1'],
  ['Intercom', 'answer', 'answer'],
  ['NfcCodeTouch', 'output/6', 'open-output output 6'],
  [
    'NfcCodeTouch',
    'code/delete/0f869a64-0200-0a9b-ffffd4c75dbaf53c',
    'delete-code code 0f869a64-0200-0a9b-ffffd4c75dbaf53c',
  ],
  ['AudioZone', 'volstep/-5', 'change-volume step -5'],
  ['AudioZone', 'repeat/3', 'set-repeat what title'],
  ['AudioZone', 'buzzervolume/30', 'set-buzzer-volume volume 30'],
  ['AudioZoneV2', 'tts/Essen!/40', 'speak-at-volume text Essen! volume 40'],
  ['AudioZoneV2', 'volUp', 'volume-up'],
  ['Remote', 'dirok', 'press-button button ok'],
  ['Remote', 'volplus', 'hold-button button volume-up'],
  ['Remote', 'volplusoff', 'release-button button volume-up'],
  ['Remote', 'off', 'off'],
  ['Meter', 'reset', 'reset'],
  ['EnergyManager2', 'abc/automatic', 'automate-load load abc'],
  ['Wallbox2', 'setmode/99', 'set-mode mode 99'],
  ['CarCharger', 'charge/on', 'charge state on'],
  [
    'AlarmClock',
    'entryList/put/2/Work/25200/1/daily',
    'put-daily-entry entry 2 name Work time 25200 state on',
  ],
  [
    'AlarmClock',
    'entryList/put/2/Work/25200/0/3',
    'put-entry entry 2 name Work time 25200 state off modes 3',
  ],
  ['Irrigation', 'setDuration/2=300', 'set-duration zone 2 seconds 300'],
  ['PoolController', 'drainValve/1', 'set-drain-valve state on'],
  ['InfoOnlyAnalog', 'unlockcontrol', 'unlock'],
  ['TextInput', 'unlockcontrol', 'unlock'],
];

describe('matchWire', () => {
  it.each(SENT)('%s %s is %s', (type, tail, command) => {
    expect(String(read(type, tail))).toBe(command);
  });

  it.each([
    ['Switch', ''],
    ['Switch', 'on/'],
    ['Switch', '/on'],
    ['Switch', 'one'],
    ['Switch', 'state'],
    ['Slider', '6,5'],
    ['Slider', '1e3'],
    ['Slider', '1.2.3'],
    ['Slider', '.'],
    ['Jalousie', 'manualPosition'],
    ['Jalousie', 'manualPosition/'],
    ['Jalousie', 'manualPosition/40/1'],
    ['Jalousie', 'manualPosition/half'],
    ['ColorPickerV2', 'hsv(1,2)'],
    ['ColorPickerV2', 'hsv1,2,3'],
    ['Alarm', 'on/2'],
    ['InfoOnlyAnalog', 'on'],
    ['FutureThing', 'on'],
  ])('%s %j is no command', (type, tail) => {
    expect(matchWire(type, tail)).toBeUndefined();
  });

  it('gives back numbers beyond the range: a Miniserver clamps them', () => {
    expect(read('Jalousie', 'manualPosition/150')).toBe('set-position position 150');
  });

  it('knows one zero only', () => {
    expect(matchWire('Slider', '-0')?.args).toEqual({ value: 0 });
    expect(matchWire('Slider', '-0.0000001')?.args).toEqual({ value: 0 });
  });

  it('takes text that is not encoded, or wrongly, as it stands', () => {
    expect(read('TextInput', 'Guten Tag')).toBe('set-text text Guten Tag');
    expect(read('TextInput', '100%')).toBe('set-text text 100%');
  });

  it('keeps the case of text', () => {
    expect(read('LightControllerV2', 'LEARN/3/TV Abend')).toBe('learn-mood mood 3 name TV Abend');
  });
});
