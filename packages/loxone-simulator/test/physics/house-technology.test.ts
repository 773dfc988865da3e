import { describe, expect, it } from 'vitest';
import { Drive } from '../../src/physics/motion.js';
import { type Bench, benchFor } from '../support/bench.js';

/** Sends what must be done. */
function obey(bench: Bench, type: string, ...tails: readonly string[]): void {
  for (const tail of tails) expect(bench.send(type, tail), tail).toBe(true);
}

/** Sends what must not be done, and looks whether anything happened. */
function refuse(bench: Bench, type: string, ...tails: readonly string[]): void {
  bench.house.states.takeChanged();
  for (const tail of tails) expect(bench.send(type, tail), tail).toBe(false);
  expect(bench.house.states.takeChanged()).toEqual([]);
}

function numbers(bench: Bench, type: string, ...states: readonly string[]): readonly number[] {
  return states.map((state) => bench.number(type, state));
}

describe('Sauna', () => {
  const type = 'Sauna';
  const LISTED = { states: ['mode', 'active', 'fan', 'timer', 'tempTarget', 'humidityTarget'] };

  it('is on in every mode but 0; a pulse goes to the next', () => {
    const bench = benchFor(type, LISTED);
    const seen: (readonly number[])[] = [];
    for (let pulse = 0; pulse < 8; pulse += 1) {
      obey(bench, type, 'pulse');
      seen.push(numbers(bench, type, 'mode', 'active'));
    }
    expect(seen).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 1],
      [6, 1],
      [0, 0],
      [1, 1],
    ]);
    obey(bench, type, 'mode/4', 'on');
    expect(numbers(bench, type, 'mode', 'active')).toEqual([4, 1]);
    obey(bench, type, 'off', 'on');
    expect(numbers(bench, type, 'mode', 'active')).toEqual([1, 1]);
    refuse(bench, type, 'mode/7', 'mode/-1', 'mode/1.5', 'mode', 'melt');
  });

  it('takes targets within reason; one of them switches it on', () => {
    const bench = benchFor(type, LISTED);
    obey(bench, type, 'temp/95', 'humidity/35');
    expect(numbers(bench, type, 'tempTarget', 'humidityTarget', 'active')).toEqual([95, 35, 0]);
    obey(bench, type, 'onTemp/70');
    expect(numbers(bench, type, 'tempTarget', 'mode', 'active')).toEqual([70, 1, 1]);
    refuse(bench, type, 'temp/111', 'temp/-1', 'humidity/101', 'onTemp', 'fanOn/1');
    obey(bench, type, 'fanOn');
    expect(bench.number(type, 'fan')).toBe(1);
    obey(bench, type, 'fanOff');
    expect(bench.number(type, 'fan')).toBe(0);
  });

  it('has a timer that runs down to nothing', () => {
    const bench = benchFor(type, LISTED);
    obey(bench, type, 'startTimer');
    expect(bench.number(type, 'timer')).toBe(900);
    bench.wait(10);
    expect(bench.number(type, 'timer')).toBe(890);
    bench.jump(1000);
    expect(bench.number(type, 'timer')).toBe(0);
  });

  it('is hotter above than on the bench, and loses it slowly', () => {
    const bench = benchFor(type, LISTED);
    obey(bench, type, 'onTemp/90');
    bench.jump(2 * 3600);
    const [above = 0, below = 0] = numbers(bench, type, 'tempActual', 'tempBench');
    expect(above).toBeGreaterThan(85);
    expect(below).toBeLessThan(above - 5);
    obey(bench, type, 'off');
    bench.jump(1800);
    const [after = 0] = numbers(bench, type, 'tempActual');
    expect(after).toBeLessThan(above);
    expect(after).toBeGreaterThan(50);
    bench.jump(86_400);
    expect(bench.number(type, 'tempActual')).toBeCloseTo(22, 0);
  });
});

describe('PoolController', () => {
  const type = 'PoolController';
  const RUNNING = ['currentCycle', 'remainingTime', 'pump', 'drainValve', 'valvePosition'] as const;
  const LISTED = { states: [...RUNNING, 'error', 'tempTarget', 'filterTime', 'heatingApproved'] };

  it.each([
    ['filter', [1, 7200, 1, 0, 0]],
    ['backwash', [2, 180, 1, 0, 1]],
    ['circulate', [3, 3600, 1, 0, 2]],
    ['drain', [4, 600, 0, 1, 3]],
  ])('%s runs for its time, and everything rests afterwards', (cycle, expected) => {
    const bench = benchFor(type, LISTED);
    obey(bench, type, cycle);
    expect(numbers(bench, type, ...RUNNING)).toEqual(expected);
    bench.jump(expected[1] ?? 0);
    expect(numbers(bench, type, ...RUNNING)).toEqual([0, 0, 0, 0, -1]);
    refuse(bench, type, `${cycle}/1`);
  });

  it('starts cycles by number, for a time or for their own', () => {
    const bench = benchFor(type, LISTED);
    obey(bench, type, 'startCycle/2/60');
    expect(numbers(bench, type, ...RUNNING)).toEqual([2, 60, 1, 0, 1]);
    obey(bench, type, 'startCycle/3');
    expect(bench.number(type, 'remainingTime')).toBe(3600);
    refuse(
      bench,
      type,
      'startCycle',
      'startCycle/0',
      'startCycle/5',
      'startCycle/1/-1',
      'startCycle/1/86401',
      'startCycle/1/x',
    );
    obey(bench, type, 'startCycle/1/0');
    expect(numbers(bench, type, ...RUNNING)).toEqual([0, 0, 0, 0, -1]);
  });

  it('remembers how long cycles are to take', () => {
    const bench = benchFor(type, LISTED);
    obey(bench, type, 'filterTime/90', 'filter');
    expect(bench.number(type, 'remainingTime')).toBe(90);
    refuse(bench, type, 'filterTime/-1', 'filterTime/86401', 'filterTime', 'soakTime/1');
  });

  it('rests when it is reset or out of order, and forgets its error', () => {
    const bench = benchFor(type, LISTED);
    bench.control(type).set('error', 3);
    obey(bench, type, 'filter', 'reset');
    expect(numbers(bench, type, 'error', 'currentCycle')).toEqual([0, 0]);
    obey(bench, type, 'filter', 'disable/1');
    expect(numbers(bench, type, 'heatingApproved', 'currentCycle')).toEqual([0, 0]);
    obey(bench, type, 'disable/0');
    expect(bench.number(type, 'heatingApproved')).toBe(1);
    refuse(
      bench,
      type,
      'disable/2',
      'operatingMode/3',
      'tempMode/6',
      'eco/2',
      'targetTemp/46',
      'pump/2',
    );
  });

  it('turns its cover round on the way', () => {
    const bench = benchFor(type, { states: ['coverPosition', 'coverOpening', 'coverClosing'] });
    const cover = (): readonly number[] =>
      numbers(bench, type, 'coverPosition', 'coverOpening', 'coverClosing');
    obey(bench, type, 'coverOpen');
    bench.wait(15);
    expect(cover()[0]).toBeCloseTo(0.75, 5);
    obey(bench, type, 'coverClose');
    expect(cover().slice(1)).toEqual([0, 1]);
    bench.wait(16);
    expect(cover()).toEqual([1, 0, 0]);
  });
});

describe('Ventilation', () => {
  const type = 'Ventilation';

  it('stays within what presence or absence allow', () => {
    const bench = benchFor(type, { states: ['speed', 'presence'] });
    const seen = { 0: new Set<number>(), 1: new Set<number>() };
    for (let quarter = 0; quarter < 4 * 24; quarter += 1) {
      bench.jump(900);
      const [speed = -1, there] = numbers(bench, type, 'speed', 'presence');
      const [low, high] = there === 1 ? [30, 80] : [10, 40];
      expect(speed).toBeGreaterThanOrEqual(low);
      expect(speed).toBeLessThanOrEqual(high);
      seen[there === 1 ? 1 : 0].add(speed);
    }
    expect(seen[0].size).toBeGreaterThan(1);
    expect(seen[1].size).toBeGreaterThan(1);
    obey(bench, type, 'setPresenceMin/90', 'setAbsenceMin/90');
    expect(numbers(bench, type, 'speed', 'ventReason')).toEqual([90, 0]);
  });

  it('runs no profile that its structure does not list', () => {
    const timerProfiles = [{ name: 'Party' }, { name: 'Cooking' }];
    const bench = benchFor(type, { details: { timerProfiles } });
    obey(bench, type, 'setTimer/60/5/1/1', 'setTimer/60/5/1/-1');
    refuse(bench, type, 'setTimer/60/5/1/2');
  });

  it('runs by hand until its time, for ever, or until it is ended', () => {
    const bench = benchFor(type, { states: ['speed', 'overwriteUntil'] });
    obey(bench, type, 'setTimer/60/5/1/3');
    expect(numbers(bench, type, 'speed', 'ventReason', 'activeTimerProfile', 'mode')).toEqual([
      5, 7, 3, 1,
    ]);
    bench.wait(59);
    expect(bench.number(type, 'speed')).toBe(5);
    bench.wait(1);
    expect(numbers(bench, type, 'activeTimerProfile', 'overwriteUntil')).toEqual([-2, 0]);
    obey(bench, type, 'setTimer/0/5/1/-1');
    bench.jump(86_400);
    expect(bench.number(type, 'speed')).toBe(5);
    obey(bench, type, 'setTimer/0');
    expect(bench.number(type, 'speed')).toBeGreaterThan(5);
    refuse(
      bench,
      type,
      'setTimer',
      'setTimer/60',
      'setTimer/60/101/1/1',
      'setTimer/60/5/1',
      'setTimer/60/5/1/-2',
      'setPresenceMin/101',
    );
    obey(bench, type, 'ackFilterChange');
    expect(bench.text(type, 'controlInfo')).toBe('');
  });
});

describe('Remote', () => {
  const type = 'Remote';

  it('knows the modes of its list, and is active in all but none', () => {
    const bench = benchFor(type, {
      details: { modeList: { '1': { name: 'TV' } } },
      states: ['mode', 'active'],
    });
    obey(bench, type, 'mode/1');
    expect(numbers(bench, type, 'mode', 'active')).toEqual([1, 1]);
    refuse(bench, type, 'mode/2', 'mode/-1', 'mode', 'mode/x');
    obey(bench, type, 'reset');
    expect(numbers(bench, type, 'mode', 'active')).toEqual([0, 0]);
    obey(bench, type, 'on');
    expect(numbers(bench, type, 'mode', 'active')).toEqual([0, 1]);
  });

  it('wakes the device for five seconds with each key', () => {
    const bench = benchFor(type, { states: ['timeout'] });
    for (const key of [
      'mute',
      'volPlus',
      'volPlusOff',
      'dirUpOff',
      'dirOk',
      'btnRed',
      'num7',
      'number/42',
    ]) {
      obey(bench, type, key);
      expect(bench.number(type, 'timeout'), key).toBe(5000);
      bench.wait(2);
      expect(bench.number(type, 'timeout')).toBe(3000);
    }
    bench.wait(10);
    expect(bench.number(type, 'timeout')).toBe(0);
    refuse(bench, type, 'num10', 'btnPurple', 'mute/1', 'number', 'number/x', 'selfDestruct');
  });
});

describe('MailBox', () => {
  const type = 'MailBox';

  it('confirms mail and parcels apart', () => {
    const bench = benchFor(type, { states: ['mailReceived', 'packetReceived'] });
    bench.control(type).set('packetReceived', 1);
    obey(bench, type, 'confirmMail');
    expect(numbers(bench, type, 'mailReceived', 'packetReceived')).toEqual([0, 1]);
    obey(bench, type, 'confirmPacket');
    expect(bench.number(type, 'packetReceived')).toBe(0);
    refuse(bench, type, 'confirmMail/1', 'confirm');
  });

  it('gets parcels on some days only, in the afternoon', () => {
    const bench = benchFor(type, { states: ['packetReceived'] }, '2025-06-02T00:00:00Z');
    let parcels = 0;
    for (let day = 0; day < 60; day += 1) {
      bench.jump(15 * 3600);
      expect(bench.number(type, 'packetReceived')).toBe(0);
      bench.jump(9 * 3600 - 1);
      parcels += bench.number(type, 'packetReceived');
      obey(bench, type, 'confirmPacket');
      bench.jump(1);
    }
    expect(parcels).toBeGreaterThan(6);
    expect(parcels).toBeLessThan(30);
  });

  it('is silent for a time, or no longer', () => {
    const bench = benchFor(type, { states: ['disableEndTime'] });
    obey(bench, type, 'disableNotifications/60');
    bench.wait(59);
    expect(bench.number(type, 'disableEndTime')).toBeGreaterThan(0);
    bench.wait(1);
    expect(bench.number(type, 'disableEndTime')).toBe(0);
    obey(bench, type, 'disableNotifications/60', 'disableNotifications/0');
    expect(bench.number(type, 'disableEndTime')).toBe(0);
    refuse(bench, type, 'disableNotifications', 'disableNotifications/-1');
  });
});

describe('SteakThermo', () => {
  const type = 'SteakThermo';

  it('has a timer that rings until it is silenced', () => {
    const bench = benchFor(type, { states: ['timerRemaining', 'timerInfo', 'activeAlarmText'] });
    obey(bench, type, 'setTimerDuration/30', 'startTimer');
    expect(bench.json(type, 'timerInfo')).toEqual({ duration: 30, running: true });
    bench.wait(30);
    expect([bench.number(type, 'timerAlarmActive'), bench.text(type, 'activeAlarmText')]).toEqual([
      1,
      'Timer',
    ]);
    obey(bench, type, 'quitAlarm');
    expect([bench.number(type, 'timerAlarmActive'), bench.text(type, 'activeAlarmText')]).toEqual([
      0,
      '',
    ]);
    obey(bench, type, 'startTimer', 'stopTimer');
    bench.wait(60);
    expect(bench.number(type, 'timerAlarmActive')).toBe(0);
    refuse(
      bench,
      type,
      'setTimerDuration/0',
      'setTimerDuration/86401',
      'setTimerDuration/1.5',
      'quitAlarm/1',
    );
  });

  it('names its probes and their targets', () => {
    const bench = benchFor(type, { states: ['sensorInfo', 'targetGreen'] });
    obey(bench, type, 'setSensor/1/80/Duck', 'setSensor/0/54');
    expect(bench.json(type, 'sensorInfo')).toMatchObject([
      { name: 'Steak', target: 54 },
      { name: 'Duck', target: 80 },
    ]);
    refuse(
      bench,
      type,
      'setSensor/2/80/X',
      'setSensor/0',
      'setSensor/0/301',
      'setSensor',
      'setDisplayBrightness/101',
      'setTouchProtection/2',
    );
  });
});

describe('Irrigation', () => {
  const type = 'Irrigation';

  it('takes durations of its own zones only, all or none', () => {
    const bench = benchFor(type, { states: ['zones', 'currentZone'] });
    const durations = (): unknown =>
      (bench.json(type, 'zones') as { duration: number }[]).map(({ duration }) => duration);
    obey(bench, type, 'setDuration/1=30');
    expect(durations()).toEqual([600, 30, 600, 600]);
    obey(bench, type, 'setDurations/0=10/3=40');
    expect(durations()).toEqual([10, 30, 600, 40]);
    refuse(
      bench,
      type,
      'setDurations',
      'setDurations/0=1/9=1',
      'setDurations/0',
      'setDurations/0=x',
      'setDurations/0=-5',
      'select/5',
      'select/-1',
      'select/10',
    );
    expect(durations()).toEqual([10, 30, 600, 40]);
  });
});

describe('IntercomV2', () => {
  const type = 'IntercomV2';

  it('tells how many pictures it keeps', () => {
    const bench = benchFor(type);
    const kept = (): unknown =>
      bench.house.execute(`${bench.control(type).id}/getNumberBellImages`, { secured: true }).value;
    expect(kept()).toBe(10);
    obey(bench, type, 'setNumberBellImages/25');
    expect(kept()).toBe(25);
    refuse(bench, type, 'setNumberBellImages/101', 'setNumberBellImages/-1', 'setNumberBellImages');
    expect(kept()).toBe(25);
  });

  it('packs frame rate and resolution into one number, inside and outside apart', () => {
    const bench = benchFor(type, { states: ['videoSettingsIntern', 'videoSettingsExtern'] });
    const video = (): readonly (readonly number[])[] =>
      numbers(bench, type, 'videoSettingsIntern', 'videoSettingsExtern').map((packed) => [
        packed & 0xffff,
        packed >> 16,
      ]);
    obey(bench, type, 'setVideoSettings/1/25/4');
    expect(video()).toEqual([
      [15, 2],
      [25, 4],
    ]);
    obey(bench, type, 'setFramerate/0/10', 'setResolution/1/1');
    expect(video()).toEqual([
      [10, 2],
      [25, 1],
    ]);
    refuse(
      bench,
      type,
      'setVideoSettings/2/25/4',
      'setVideoSettings/1/25',
      'setFramerate/0',
      'setFramerate/0/32768',
    );
  });

  it('speaks only answers that it has, and takes others', () => {
    const bench = benchFor(type, { states: ['answers', 'muted', 'bell'] });
    obey(bench, type, 'playTts/1');
    refuse(bench, type, 'playTts/2', 'playTts', 'setAnswers', 'mute/2');
    obey(bench, type, 'setAnswers/Yes/No/Later', 'playTts/2', 'mute/1');
    expect(bench.json(type, 'answers')).toEqual(['Yes', 'No', 'Later']);
    bench.control(type).set('bell', 1);
    obey(bench, type, 'answer');
    expect(numbers(bench, type, 'bell', 'muted')).toEqual([0, 1]);
  });
});

describe('plans of other families', () => {
  it('of the first room controller name one of eight temperatures', () => {
    const bench = benchFor('IRCDaytimer', { details: { analog: true }, states: ['value'] });
    obey(bench, 'IRCDaytimer', 'default/7', 'startOverride/3/60');
    expect(numbers(bench, 'IRCDaytimer', 'value', 'override')).toEqual([3, 60]);
    refuse(
      bench,
      'IRCDaytimer',
      'default/8',
      'default/-1',
      'default/1.5',
      'startOverride/8/60',
      'startOverride/3/0',
      'startOverride/3',
      'set/1/3;0;60;0;8',
    );
  });

  it.each(['Daytimer', 'IRCV2Daytimer', 'PoolDaytimer'])(
    '%s takes whole plans or nothing',
    (type) => {
      const bench = benchFor(type, { details: { analog: true }, states: ['value', 'modeList'] });
      refuse(
        bench,
        type,
        'set',
        'set/2/3;0;60;0;1',
        'set/1/3;60;60;0;1',
        'set/1/3;-1;60;0;1',
        'set/1/3;0;1441;0;1',
        'set/1/3;0;60;0',
        'set/x/3;0;60;0;1',
        'modesList',
        'modesList/x',
      );
      obey(bench, type, 'set/2/5;0;720;0;17.5/5;720;1440;0;21');
      // The bench stands on a Wednesday, 10:00.
      expect(bench.number(type, 'value')).toBe(17.5);
      bench.jump(2 * 3600);
      expect(bench.number(type, 'value')).toBe(21);
      bench.jump(12 * 3600);
      expect(bench.number(type, 'value')).toBe(0);
      obey(bench, type, 'set/0', 'default/4');
      expect(bench.number(type, 'value')).toBe(4);
      obey(bench, type, 'modesList/3,9');
      expect(bench.text(type, 'modeList')).toBe('3:mode=3;name="Monday",9:mode=9;name="Sunday"');
    },
  );

  it('entries that wait begin with a pulse, and wait again the next time', () => {
    const type = 'Daytimer';
    const bench = benchFor(type, {
      details: { analog: true },
      states: ['value', 'needsActivation'],
    });
    obey(bench, type, 'set/2/5;0;720;1;7/6;0;720;1;8');
    const shown = (): readonly number[] => numbers(bench, type, 'value', 'needsActivation');
    expect(shown()).toEqual([0, 1]);
    obey(bench, type, 'pulse');
    expect(shown()).toEqual([7, 0]);
    bench.jump(86_400);
    expect(shown()).toEqual([0, 1]);
  });
});

describe('a drive', () => {
  it('arrives exactly, and rests in the step after', () => {
    for (const seconds of [0.1, 0.3, 1, 7, 33]) {
      const drive = new Drive(33);
      drive.moveTo(1);
      let position = 0;
      let steps = 0;
      while (position !== 1 && steps < 1000) {
        expect(drive.direction(position)).toBe(1);
        position = drive.step(position, seconds);
        steps += 1;
      }
      expect(Math.abs(steps * seconds - 33)).toBeLessThanOrEqual(seconds + 1e-6);
      expect(drive.target).toBe(1);
      expect([drive.direction(position), drive.step(position, seconds), drive.target]).toEqual([
        0,
        1,
        undefined,
      ]);
    }
  });

  it('turns round and stops where it is told to', () => {
    const drive = new Drive(10);
    expect([drive.step(0.5, 1), drive.direction(0.5)]).toEqual([0.5, 0]);
    drive.moveTo(1);
    const halfway = drive.step(0.5, 2);
    expect(halfway).toBeCloseTo(0.7, 10);
    drive.moveTo(0);
    expect(drive.direction(halfway)).toBe(-1);
    expect(drive.step(halfway, 1)).toBeCloseTo(0.6, 10);
    drive.stop();
    expect([drive.step(0.6, 5), drive.direction(0.6), drive.target]).toEqual([0.6, 0, undefined]);
  });
});
