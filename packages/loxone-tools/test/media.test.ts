import { describe, expect, it } from 'vitest';
import { call, errorOf, itemsOf, outcomesOf } from './support/call.js';
import { asking, person } from './support/consent.js';
import { control, room } from './support/controls.js';
import { FakeHome, type WireStates } from './support/fake-home.js';

const MEDIA = 'loxone_control_media';
const LIVING = room('Living room');

const CONTROLS = [
  control({ id: 'old', name: 'Kitchen music', type: 'AudioZone', room: LIVING }),
  control({ id: 'new', name: 'Bath music', type: 'AudioZoneV2', room: LIVING }),
  control({
    id: 'all',
    name: 'All music',
    type: 'CentralAudioZone',
    room: LIVING,
    details: { controls: [{ uuid: 'old' }, { uuid: 'new' }] },
  }),
  control({
    id: 'tv',
    name: 'Television',
    type: 'Remote',
    room: LIVING,
    details: { modeList: { '1': { name: 'Television' }, '2': { name: 'Cinema' } } },
  }),
  control({ id: 'lamp', name: 'Lamp', type: 'Dimmer', room: LIVING }),
];

const SOURCES = JSON.stringify({
  getroomfavs_result: [
    {
      id: 1,
      items: [
        { slot: 1, name: 'News' },
        { slot: 4, name: 'Jäzz' },
      ],
    },
  ],
});

const WIRE: WireStates = {
  old: {
    playState: 0,
    power: 0,
    volume: 20,
    maxVolume: 100,
    volumeStep: 3,
    defaultVolume: 25,
    shuffle: 0,
    repeat: 0,
    source: 1,
    sourceList: SOURCES,
    songName: 'One',
    queueIndex: 0,
  },
  new: { playState: 2, power: 1, volume: 30, maxVolume: 90, volumeStep: 4 },
  tv: { active: 0, mode: 1 },
};

type Effect = (args: Readonly<Record<string, string | number>>) => Record<string, number | string>;

const EFFECTS: Readonly<Record<string, Effect>> = {
  play: () => ({ playState: 2, power: 1 }),
  pause: () => ({ playState: 1 }),
  off: () => ({ playState: 0, power: 0 }),
  'set-volume': ({ volume }) => ({ volume: Number(volume) }),
  'toggle-shuffle': () => ({ shuffle: 1 }),
  'set-repeat': () => ({ repeat: 1 }),
  'select-source': ({ source }) => ({ source: Number(source) }),
};

function house(wire: WireStates = {}): FakeHome {
  const states = Object.fromEntries(
    Object.entries(WIRE).map(([id, own]) => [id, { ...own, ...wire[id] }]),
  );
  const home = new FakeHome(CONTROLS, states);
  home.react = ({ command, args }) => EFFECTS[command]?.(args ?? {}) ?? {};
  return home;
}

const sent = (home: FakeHome) =>
  home.executed.map(({ request }) => [request.control, request.command, request.args]);

describe('loxone_control_media', () => {
  it.each([
    ['old', { action: 'play' }, 'play', {}],
    ['old', { action: 'pause' }, 'pause', {}],
    ['old', { action: 'toggle' }, 'play', {}],
    ['old', { action: 'stop' }, 'off', {}],
    ['old', { action: 'next' }, 'next', {}],
    ['old', { action: 'previous' }, 'previous', {}],
    ['old', { action: 'on' }, 'on', {}],
    ['old', { action: 'off' }, 'off', {}],
    ['old', { action: 'volume', volume: 45 }, 'set-volume', { volume: 45 }],
    ['old', { action: 'volume', volume: 95 }, 'set-volume', { volume: 95 }],
    ['old', { action: 'volume_up' }, 'set-volume', { volume: 23 }],
    ['old', { action: 'volume_up', volume: 15 }, 'set-volume', { volume: 35 }],
    ['old', { action: 'volume_down' }, 'set-volume', { volume: 17 }],
    ['old', { action: 'volume_down', volume: 50 }, 'set-volume', { volume: 0 }],
    ['old', { action: 'mute' }, 'set-volume', { volume: 0 }],
    ['old', { action: 'source', source: 'jazz' }, 'select-source', { source: 4 }],
    ['old', { action: 'source', source: 1 }, 'select-source', { source: 1 }],
    ['old', { action: 'shuffle', value: 'on' }, 'toggle-shuffle', {}],
    ['old', { action: 'repeat', value: 'all' }, 'set-repeat', { what: 'all' }],
    ['old', { action: 'repeat', value: 'on' }, 'set-repeat', { what: 'all' }],
    ['old', { action: 'repeat', value: 'title' }, 'set-repeat', { what: 'title' }],
    ['old', { action: 'repeat', value: 'off' }, 'set-repeat', { what: 'nothing' }],
    ['new', { action: 'toggle' }, 'pause', {}],
    ['new', { action: 'stop' }, 'pause', {}],
    ['new', { action: 'off' }, 'pause', {}],
    ['new', { action: 'on' }, 'play', {}],
    ['new', { action: 'volume_up' }, 'set-volume', { volume: 34 }],
    ['new', { action: 'source', source: 3 }, 'play-favorite', { favorite: 3 }],
    ['new', { action: 'announce', text: 'Dinner!' }, 'speak', { text: 'Dinner!' }],
    [
      'new',
      { action: 'announce', text: 'Dinner!', volume: 50 },
      'speak-at-volume',
      { text: 'Dinner!', volume: 50 },
    ],
    ['all', { action: 'pause' }, 'pause', {}],
    ['all', { action: 'volume_up' }, 'volume-up', {}],
    ['all', { action: 'volume_down' }, 'volume-down', {}],
    ['tv', { action: 'on' }, 'on', {}],
    ['tv', { action: 'off' }, 'off', {}],
    ['tv', { action: 'mute' }, 'press-button', { button: 'mute' }],
    ['tv', { action: 'next' }, 'press-button', { button: 'next' }],
    ['tv', { action: 'source', source: 'cinema' }, 'select-mode', { mode: 2 }],
  ])('gives %s for %j the command %s', async (id, wish, command, args) => {
    const home = house();
    await call(MEDIA, { targets: [id], ...wish }, { home });
    expect(sent(home)).toEqual([[id, command, args]]);
  });

  it('tells the new volume and the old one', async () => {
    const args = { targets: ['old'], action: 'volume', volume: 35 };
    const result = await call(MEDIA, args, { home: house() });
    expect(result.text).toContain('volume 35 %');
    expect(result.text).toContain('(volume was 20 %)');
  });

  it.each([
    [{ action: 'shuffle', value: 'on' }, 'shuffle: shuffled'],
    [{ action: 'repeat', value: 'all' }, 'repeat: all'],
    [{ action: 'source', source: 4 }, 'source: 4'],
  ])('tells of %j, which the zone in one sentence leaves out', async (wish, text) => {
    const result = await call(MEDIA, { targets: ['old'], ...wish }, { home: house() });
    expect(result.text).toContain(text);
    expect(outcomesOf(result)).toEqual({ old: 'changed' });
  });

  it('gets louder than 80 % only when somebody says how loud', async () => {
    const near = house({ old: { volume: 78 } });
    await call(MEDIA, { targets: ['old'], action: 'volume_up' }, { home: near });
    expect(sent(near)).toEqual([['old', 'set-volume', { volume: 80 }]]);
    const loud = house({ old: { volume: 80 } });
    const result = await call(MEDIA, { targets: ['old'], action: 'volume_up' }, { home: loud });
    expect(errorOf(result)?.message).toContain('80 %');
    expect(errorOf(result)?.hint).toContain('action volume');
    const central = house({ new: { volume: 78 } });
    const all = await call(MEDIA, { targets: ['all'], action: 'volume_up' }, { home: central });
    expect(errorOf(all)?.message).toContain('80 %');
    expect([...sent(loud), ...sent(central)]).toEqual([]);
    const softer = house({ old: { volume: 95 } });
    await call(MEDIA, { targets: ['old'], action: 'volume_down' }, { home: softer });
    expect(sent(softer)).toEqual([['old', 'set-volume', { volume: 92 }]]);
  });

  it('keeps to the greatest volume of a zone', async () => {
    const home = house({ old: { maxVolume: 30, volume: 29 } });
    await call(MEDIA, { targets: ['old'], action: 'volume_up' }, { home });
    expect(sent(home)).toEqual([['old', 'set-volume', { volume: 30 }]]);
    const args = { targets: ['old'], action: 'volume', volume: 31 };
    expect(errorOf(await call(MEDIA, args, { home }))?.code).toBe('out_of_range');
  });

  it('comes back from silence with the volume that a zone starts with', async () => {
    const home = house({ old: { volume: 0 }, new: { volume: 0 } });
    await call(MEDIA, { targets: ['old', 'new'], action: 'unmute' }, { home });
    expect(sent(home)).toEqual([
      ['old', 'set-volume', { volume: 25 }],
      ['new', 'set-volume', { volume: 20 }],
    ]);
    const loud = house({ old: { volume: 0, defaultVolume: 100 } });
    await call(MEDIA, { targets: ['old'], action: 'unmute' }, { home: loud });
    expect(sent(loud)).toEqual([['old', 'set-volume', { volume: 80 }]]);
  });

  it('leaves a zone as it is that is not muted', async () => {
    const home = house();
    const result = await call(MEDIA, { targets: ['old'], action: 'unmute' }, { home });
    expect(outcomesOf(result)).toEqual({ old: 'already' });
  });

  it('counts as done what no state shows', async () => {
    const args = { targets: ['new'], action: 'announce', text: 'Hello' };
    const result = await call(MEDIA, args, { home: house() });
    expect(result.isError).toBeUndefined();
    expect(outcomesOf(result)).toEqual({ new: 'accepted' });
  });

  it('leaves central controls out of a group', async () => {
    const group = { targets: [{ room: 'Living room', all: true }], action: 'pause' };
    const result = await call(MEDIA, group, { home: house() });
    expect(
      itemsOf(result)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['new', 'old', 'tv']);
  });

  it.each([
    ['new', { action: 'shuffle', value: 'on' }, 'does not take'],
    ['new', { action: 'repeat', value: 'on' }, 'does not take'],
    ['new', { action: 'source', source: 'Jazz' }, 'not known here'],
    ['old', { action: 'announce', text: 'x' }, 'does not take'],
    ['all', { action: 'volume', volume: 20 }, 'does not take'],
    ['all', { action: 'next' }, 'does not take'],
    ['all', { action: 'volume_up', volume: 20 }, 'steps of its zones'],
    ['all', { action: 'toggle' }, 'not known'],
    ['tv', { action: 'volume', volume: 20 }, 'does not take'],
    ['tv', { action: 'announce', text: 'x' }, 'does not take'],
  ])('does not guess for %s what %j would be', async (id, wish, message) => {
    const home = house();
    const result = await call(MEDIA, { targets: [id], ...wish }, { home });
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(errorOf(result)?.message).toContain(message);
    expect(sent(home)).toEqual([]);
  });

  it.each([{}, { dry_run: true }])('leaves the order that is as wanted: %j', async (more) => {
    const home = house();
    const wish = { targets: ['old'], action: 'shuffle', value: 'off', ...more };
    const result = await call(MEDIA, wish, { home });
    expect(result.isError).toBeUndefined();
    expect(outcomesOf(result)).toEqual({ old: 'already' });
    expect(result.text).toContain('nothing was sent');
    expect(home.executed).toEqual([]);
  });

  it('asks nobody to agree to nothing, and tells nobody who may not', async () => {
    const home = house();
    const wish = { targets: ['old'], action: 'shuffle', value: 'off' };
    const who = person();
    const options = {
      home,
      authorize: asking({ control: 'confirm' }),
      ports: { consent: who.ask },
    };
    expect(outcomesOf(await call(MEDIA, wish, options))).toEqual({ old: 'already' });
    expect(who.asked).toEqual([]);
    const denied = await call(MEDIA, wish, {
      home,
      authorize: (_principal, { risk, targets }) =>
        risk === 'control' && targets !== undefined
          ? { allow: false, reason: 'not-granted' }
          : { allow: true },
    });
    expect(outcomesOf(denied)).toEqual({ old: 'denied' });
    expect(home.executed).toEqual([]);
  });

  it('does not step from a volume that nobody knows', async () => {
    const home = new FakeHome(CONTROLS);
    const result = await call(MEDIA, { targets: ['old'], action: 'volume_up' }, { home });
    expect(errorOf(result)?.message).toContain('not known');
  });

  it.each([
    [{ action: 'volume' }, 'action volume needs volume.'],
    [{ action: 'announce' }, 'action announce needs text.'],
    [{ action: 'announce', text: '' }, 'text is empty'],
    [{ action: 'play', volume: 20 }, 'volume goes with action volume'],
    [{ action: 'shuffle', value: 'title' }, 'takes value on or off'],
    [{ action: 'volume', volume: 101 }, 'must be 0–100'],
    [{ action: 'source', source: 'Polka' }, 'no such source'],
  ])('refuses %j', async (wish, message) => {
    const home = house();
    const result = await call(MEDIA, { targets: ['old'], ...wish }, { home });
    expect(`${errorOf(result)?.message} ${errorOf(result)?.hint}`).toContain(message);
    expect(sent(home)).toEqual([]);
  });

  it('names the sources that there are', async () => {
    const args = { targets: ['old'], action: 'source', source: 'Polka' };
    const error = errorOf(await call(MEDIA, args, { home: house() }));
    expect(error?.hint).toBe('Pass a name or number of: News (1), Jäzz (4).');
  });

  it('sends a lamp to the tool for lights', async () => {
    const result = await call(MEDIA, { targets: ['lamp'], action: 'play' }, { home: house() });
    expect(errorOf(result)?.hint).toContain('loxone_control_lights');
  });
});
