import type { ArgumentSpec, CommandSpec } from '@gatehouse/loxone-controls';
import { idOf } from './bench.js';

const MEMBER = idOf('Member');

/** Tails of commands whose arguments must fit the very control, or a form of their own. */
export const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'LightControllerV2 move-additional-mood': ['moveAdditionalMood/3/0', 'moveAdditionalMood/1/0'],
  'IRoomControllerV2 override-until': ['override/0/999999999'],
  'IRoomControllerV2 override-temperature-until': ['override/3/999999999/17'],
  'IRoomControllerV2 set-schedule': ['set/1/5;540;720;1;1'],
  'IRoomControllerV2 set-schedule-modes': ['modeslist/3,4'],
  'EnergyManager trigger': ['trigger/1'],
  'EnergyManager turn-on': ['turnOn/1'],
  'EnergyManager turn-off': ['turnOff/1'],
  'EnergyManager2 activate-load': ['1/activate'],
  'EnergyManager2 deactivate-load': ['1/deactivate'],
  'EnergyManager2 automate-load': ['1/automatic'],
  'CentralLightController set-moods': [`setMoods/${MEMBER}:777`],
  'ColorPickerV2 set-favorite-color': ['setFav/1/hsv(1,2,3)'],
  'ColorPickerV2 set-favorite-sequence': ['setFavSequence/1/60/hsv(1,2,3)/hsv(4,5,6)'],
  'PulseAt set-single-pulse': ['setOneTimePulse/999999999'],
  'Daytimer set-schedule': ['set/1/5;540;720;1;1'],
  'IRCDaytimer set-schedule': ['set/1/5;540;720;1;1'],
  'IRCDaytimer set-cooling-schedule': ['setc/1/5;540;720;1;1'],
  'IRCV2Daytimer set-schedule': ['set/1/5;540;720;1;1'],
  'PoolDaytimer set-schedule': ['set/1/5;540;720;1;1'],
  'ClimateControllerUS start-mode-timer': ['startmodetimer/1/999999999/2'],
  'ClimateControllerUS start-ventilation-timer': ['startVentilationTimer/999999999'],
  'ClimateControllerUS start-emergency-timer': ['startEmergencyTimer/999999999'],
  'CentralLightController switch-members': [`selectedcontrols/${MEMBER}/on`],
  'Daytimer set-schedule-modes': ['modeslist/3,4'],
  'IRCDaytimer set-schedule-modes': ['modeslist/3,4'],
  'IRCDaytimer set-cooling-schedule-modes': ['modeslistc/3,4'],
  'IRCV2Daytimer set-schedule-modes': ['modeslist/3,4'],
  'PoolDaytimer set-schedule-modes': ['modeslist/3,4'],
  'AudioZone set-equalizer': ['equalizersettings/1,2,3'],
  'EnergyManager2 set-order': ['order/2,1'],
  'CentralJalousie move-members': [`selectedcontrols/${MEMBER}/FullDown`],
  'AlarmClock put-entry': ['entryList/put/1/Early/20000/1/3,4'],
  'AlarmClock delete-entry': ['entryList/delete/0'],
  'Irrigation set-durations': ['setDurations/0=300/1=400'],
  'PoolController start-cycle': ['startCycle/2/60'],
};

/** Tails to try for a command of the catalog, until one of them does something. */
export function samplesOf(type: string, command: CommandSpec): readonly string[] {
  const special = SAMPLES[`${type} ${command.name}`];
  if (special !== undefined) return special;
  const each = command.args.map(argumentSamples);
  const count = Math.max(1, ...each.map((samples) => samples.length));
  return Array.from({ length: count }, (_, round) =>
    command.args.reduce((wire, argument, index) => {
      const samples = each[index] ?? [];
      return wire.replace(`{${argument.name}}`, samples[round % samples.length] ?? '');
    }, command.wire),
  );
}

function argumentSamples(argument: ArgumentSpec): readonly string[] {
  switch (argument.kind) {
    case 'text':
      return [encodeURIComponent('Some text')];
    case 'choice':
      return Object.values(argument.choices);
    case 'number': {
      const { min = 0, max = 100 } = argument;
      const wanted = [1, 0, 2, 3, 5, 17, 777, min, max].map((value) =>
        Math.max(min, Math.min(max, value)),
      );
      return [...new Set(wanted)].map(String);
    }
  }
}

/** Details with which every type of the catalog can do what it can do. */
export const RICH_DETAILS: Readonly<Record<string, unknown>> = {
  min: 0,
  max: 100,
  step: 1,
  allOff: 'None',
  outputs: { '1': 'One', '2': 'Two' },
  animation: 0,
  isAutomatic: true,
  jLockable: true,
  loads: [
    { id: 1, name: 'Hot Water' },
    { id: 2, name: 'Pool Pump' },
  ],
  controls: [{ uuid: MEMBER, id: 0 }],
  sequences: [{ id: 1, name: 'One' }],
};
