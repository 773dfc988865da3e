import { describe, expect, it } from 'vitest';
import { isTextState, plausibleState } from '../../src/physics/plausible.js';
import { benchFor } from '../support/bench.js';

/** Types that no physics was written for: what the catalog knows of them is enough. */
describe('types without physics', () => {
  it.each([
    ['AcControl', 'on', 'status', 1],
    ['AcControl', 'setTarget/23.5', 'targetTemperature', 23.5],
    ['AcControl', 'setMode/3', 'mode', 3],
    ['AlarmClock', 'setSnoozeDuration/120', 'snoozeDuration', 120],
    ['ClimateController', 'ventilation/1', 'ventilation', 1],
    ['IntercomV2', 'mute/1', 'muted', 1],
    ['Remote', 'mode/2', 'mode', 2],
    ['Sauna', 'temp/85', 'tempTarget', 85],
    ['CarCharger', 'limit/11', 'currentLimit', 11],
    ['PulseAt', 'setTime/3600', 'startTime', 3600],
  ])('%s takes %s and shows it as %s', (type, tail, state, value) => {
    const bench = benchFor(type, { states: [state] });
    expect(bench.number(type, state)).not.toBe(value);
    expect(bench.send(type, tail)).toBe(true);
    expect(bench.number(type, state)).toBe(value);
  });

  it.each([
    ['AcControl', 'explode'],
    ['AcControl', 'setTarget/warm'],
    ['AlarmClock', 'snooze/7'],
    ['Hourcounter', 'on'],
  ])('%s refuses %s', (type, tail) => {
    expect(benchFor(type).send(type, tail)).toBe(false);
  });

  it('take commands that name no new value, and stay as they are', () => {
    const bench = benchFor('NfcCodeTouch', { states: ['deviceState', 'historyDate'] });
    expect(bench.send('NfcCodeTouch', 'output/1')).toBe(true);
    expect(bench.number('NfcCodeTouch', 'deviceState')).toBe(1);
    expect(bench.number('NfcCodeTouch', 'historyDate')).toBe(bench.time.clock.now());
  });
});

describe('first values', () => {
  it('of states that the catalog lists follow the catalog', () => {
    expect(isTextState('LightControllerV2', 'activeMoods')).toBe(true);
    expect(isTextState('LightControllerV2', 'activeMoodsNum')).toBe(false);
    expect(isTextState('Jalousie', 'infoText')).toBe(true);
    expect(plausibleState('AlarmClock', 'entryList')).toBe('{}');
    expect(plausibleState('AcControl', 'targetTemperature')).toBe(22);
  });

  it('of others are told by their names', () => {
    for (const name of ['statusText', 'deviceList', 'jLocked', 'songName', 'settings', 'title']) {
      expect(isTextState('FluxCompensator', name), name).toBe(true);
      expect(typeof plausibleState('FluxCompensator', name)).toBe('string');
    }
    for (const name of ['gigawatts', 'active', 'tempActual', 'position', 'level']) {
      expect(isTextState('FluxCompensator', name), name).toBe(false);
      expect(plausibleState('FluxCompensator', name)).toBe(0);
    }
  });
});
