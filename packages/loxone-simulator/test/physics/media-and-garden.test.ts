import { describe, expect, it } from 'vitest';
import { Bench, benchFor, idOf, type Plan } from '../support/bench.js';

describe.each(['AudioZone', 'AudioZoneV2'])('%s', (type) => {
  it('plays, pauses, skips and stops', () => {
    const bench = benchFor(type);
    const read = (): readonly number[] =>
      ['playState', 'power'].map((state) => bench.number(type, state));
    expect(bench.send(type, 'play')).toBe(true);
    expect(read()).toEqual([2, 1]);
    const song = bench.text(type, 'songName');
    expect(song).not.toBe('');
    bench.wait(5);
    expect(bench.number(type, 'progress')).toBe(5);
    bench.send(type, 'next');
    expect(bench.text(type, 'songName')).not.toBe(song);
    expect(bench.number(type, 'progress')).toBe(0);
    bench.send(type, 'prev');
    expect(bench.text(type, 'songName')).toBe(song);
    bench.send(type, 'pause');
    bench.wait(5);
    expect([...read(), bench.number(type, 'progress')]).toEqual([1, 1, 0]);
    bench.send(type, 'off');
    expect([...read(), bench.text(type, 'songName')]).toEqual([0, 0, '']);
  });

  it('goes on with the next song by itself', () => {
    const bench = benchFor(type);
    bench.send(type, 'play');
    const first = bench.text(type, 'songName');
    bench.wait(bench.number(type, 'duration'));
    expect(bench.text(type, 'songName')).not.toBe(first);
  });

  it('keeps its volume within reason', () => {
    const bench = benchFor(type);
    const after = (tail: string): number => {
      expect(bench.send(type, tail), tail).toBe(true);
      return bench.number(type, 'volume');
    };
    expect(after('volume/40')).toBe(40);
    expect(after('volUp')).toBe(43);
    expect(after('volDown')).toBe(40);
    expect(after('volstep/-50')).toBe(0);
    expect(after('volstep/200')).toBe(100);
    expect(after('alarmvolume/100')).toBe(100);
    expect(bench.number(type, 'alarmVolume')).toBe(100);
    expect(after('alarmvolume/60')).toBe(100);
    expect(bench.number(type, 'alarmVolume')).toBe(60);
    for (const tail of ['volume/101', 'volume', 'bellvolume/-1', 'repeat', 'explode']) {
      expect(bench.send(type, tail), tail).toBe(false);
    }
  });

  it('shuffles, repeats and takes a source', () => {
    const bench = benchFor(type);
    bench.send(type, 'shuffle');
    expect(bench.number(type, 'shuffle')).toBe(1);
    bench.send(type, 'repeat/3');
    expect(bench.number(type, 'repeat')).toBe(3);
    bench.send(type, 'source/4');
    expect([bench.number(type, 'source'), bench.number(type, 'playState')]).toEqual([4, 2]);
  });
});

describe('Irrigation', () => {
  const zone = (bench: Bench): number => bench.number('Irrigation', 'currentZone');

  it('waters zone after zone, each for its time, and stops', () => {
    const bench = benchFor('Irrigation');
    expect(zone(bench)).toBe(-1);
    expect(bench.send('Irrigation', 'setDurations/0=60/1=30')).toBe(true);
    bench.send('Irrigation', 'startForce');
    expect(zone(bench)).toBe(0);
    bench.jump(60);
    expect(zone(bench)).toBe(1);
    bench.jump(30);
    expect(zone(bench)).toBe(2);
    bench.jump(600);
    bench.jump(600);
    expect(zone(bench)).toBe(-1);
  });

  it('waters one zone alone, or all of them', () => {
    const bench = benchFor('Irrigation');
    bench.send('Irrigation', 'select/2');
    expect(zone(bench)).toBe(1);
    bench.jump(601);
    expect(zone(bench)).toBe(-1);
    bench.send('Irrigation', 'select/9');
    expect(zone(bench)).toBe(8);
    bench.send('Irrigation', 'select/0');
    expect(zone(bench)).toBe(-1);
    bench.send('Irrigation', 'startForce');
    bench.send('Irrigation', 'stop');
    expect(zone(bench)).toBe(-1);
  });

  it('does not start in the rain unless it is forced', () => {
    const bench = benchFor('Irrigation');
    bench.control('Irrigation').set('rainActive', 1);
    expect(bench.send('Irrigation', 'start')).toBe(false);
    expect(bench.send('Irrigation', 'startForce')).toBe(true);
    for (const tail of [
      'select/7',
      'select',
      'setDuration/9=5',
      'setDuration/0',
      'setDurations',
      'explode',
    ]) {
      expect(bench.send('Irrigation', tail), tail).toBe(false);
    }
  });
});

describe('central controls', () => {
  function central(type: string, members: readonly Plan[]): Bench {
    const controls = members.map(({ name = '' }, id) => ({ uuid: idOf(name), id }));
    return new Bench([{ type, name: 'All', details: { controls } }, ...members]);
  }

  it('CentralJalousie moves every member, or those that are chosen', () => {
    const bench = central('CentralJalousie', [
      { type: 'Jalousie', name: 'East', details: { animation: 1 } },
      { type: 'Jalousie', name: 'West', details: { animation: 1 } },
    ]);
    expect(bench.send('All', 'FullDown')).toBe(true);
    bench.wait(20);
    expect([bench.number('East', 'position'), bench.number('West', 'position')]).toEqual([1, 1]);
    expect(bench.send('All', `selectedcontrols/${idOf('West')}/FullUp`)).toBe(true);
    bench.wait(20);
    expect([bench.number('East', 'position'), bench.number('West', 'position')]).toEqual([1, 0]);
    expect(bench.send('All', 'explode')).toBe(false);
  });

  it('CentralLightController switches and sets moods', () => {
    const bench = central('CentralLightController', [
      { type: 'LightControllerV2', name: 'One' },
      { type: 'LightControllerV2', name: 'Two' },
    ]);
    bench.send('All', 'on');
    expect([bench.text('One', 'activeMoods'), bench.text('Two', 'activeMoods')]).toEqual([
      '[777]',
      '[777]',
    ]);
    expect(bench.send('All', `setMoods/${idOf('One')}:1,${idOf('Two')}:2`)).toBe(true);
    expect([bench.text('One', 'activeMoods'), bench.text('Two', 'activeMoods')]).toEqual([
      '[1]',
      '[2]',
    ]);
    bench.send('All', 'reset');
    expect(bench.text('One', 'activeMoods')).toBe('[778]');
    expect(bench.send('All', `setMoods/${idOf('Three')}:1`)).toBe(false);
    expect(bench.send('All', `setMoods/${idOf('One')}:x`)).toBe(false);
  });

  it.each([
    ['CentralGate', 'Gate', 'open', 1],
    ['CentralWindow', 'Window', 'moveToPosition/40', 0.4],
    ['WindowCentral', 'Window', 'fullopen', 1],
  ])('%s moves a %s by %s', (type, member, tail, position) => {
    const bench = central(type, [{ type: member, name: 'Member' }]);
    expect(bench.send('All', tail)).toBe(true);
    bench.wait(30);
    expect(bench.number('Member', 'position')).toBeCloseTo(position);
  });

  it('CentralAlarm and CentralAudioZone pass their words on', () => {
    const alarms = central('CentralAlarm', [{ type: 'Alarm', name: 'Member' }]);
    alarms.send('All', 'on');
    expect(alarms.number('Member', 'armed')).toBe(1);
    const audio = central('CentralAudioZone', [{ type: 'AudioZoneV2', name: 'Member' }]);
    audio.send('All', 'play');
    audio.send('All', 'volup');
    expect([audio.number('Member', 'playState'), audio.number('Member', 'volume')]).toEqual([
      2, 28,
    ]);
  });

  it('survives a central that names itself, and one without members', () => {
    const bench = new Bench([
      {
        type: 'CentralJalousie',
        name: 'All',
        details: { controls: [{ uuid: idOf('All') }, 'nonsense', null] },
      },
      { type: 'CentralJalousie', name: 'None' },
    ]);
    expect(bench.send('All', 'FullDown')).toBe(true);
    expect(bench.send('None', 'FullDown')).toBe(true);
  });
});
