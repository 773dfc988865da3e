import { describe, expect, it } from 'vitest';
import { admin } from './support/authorize.js';
import { call, devicesOf, errorOf } from './support/call.js';
import { category, control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const READ = 'loxone_get_state';
const LIGHTS = 'loxone_control_lights';
const LIGHTING = category('Beleuchtung', 'lights');
const SHADING = category('Beschattung', 'shading');

type Row = readonly [id: string, name: string, type: string, room?: string];

function houseOf(...rows: readonly Row[]): FakeHome {
  const rooms = new Map(rows.map(([, , , place = '']) => [place, room(place)]));
  return new FakeHome(
    rows.map(([id, name, type, place]) => {
      const where = place === undefined ? undefined : rooms.get(place);
      const kind = type === 'Jalousie' ? SHADING : LIGHTING;
      return control({
        id,
        name,
        type,
        category: kind,
        ...(where !== undefined && { room: where }),
      });
    }),
  );
}

const german = (): FakeHome =>
  houseOf(
    ['kl', 'Licht', 'LightControllerV2', 'Küche'],
    ['kb', 'Rollo', 'Jalousie', 'Küche'],
    ['kh', 'Raumregelung', 'IRoomControllerV2', 'Küche'],
    ['we', 'Decke', 'Dimmer', 'Wohnzimmer'],
    ['ws', 'Stehlampe', 'Switch', 'Wohnzimmer'],
    ['wr', 'Raffstore links', 'Jalousie', 'Wohnzimmer'],
    ['wl', 'Raffstore rechts', 'Jalousie', 'Wohnzimmer'],
    ['bl', 'Spiegel', 'Dimmer', 'Bad OG'],
    ['bb', 'Jalousie', 'Jalousie', 'Bad OG'],
    ['gt', 'Tor', 'Gate', 'Garage'],
    ['fl', 'Beleuchtung', 'LightControllerV2', 'Flur EG'],
    ['zl', 'Alle Lichter', 'CentralLightController', 'Küche'],
  );

const czech = (): FakeHome =>
  houseOf(
    ['ks', 'Světlo', 'LightControllerV2', 'Kuchyně'],
    ['kz', 'Žaluzie', 'Jalousie', 'Kuchyně'],
    ['ls', 'Lampička', 'Dimmer', 'Ložnice'],
    ['ps', 'Světla', 'LightControllerV2', 'Hala v přízemí'],
    ['hs', 'Světla', 'LightControllerV2', 'Hala v prvním patře'],
  );

const french = (): FakeHome =>
  houseOf(
    ['sl', 'Plafonnier', 'Dimmer', 'Salon'],
    ['sv', 'Volet roulant', 'Jalousie', 'Salon'],
    ['bv', 'Volets', 'Jalousie', 'Salle de bain'],
    ['cl', 'Lampe de chevet', 'Dimmer', 'Chambre'],
  );

async function idOf(target: string, home: FakeHome, tool = READ): Promise<string | undefined> {
  const args = tool === READ ? {} : { action: 'off', dry_run: true };
  const result = await call(tool, { targets: [target], ...args }, { home });
  const results = result.structured.results as { id: string }[] | undefined;
  return errorOf(result)?.code ?? (results ?? devicesOf(result))[0]?.id;
}

describe('a kind of thing and a place', () => {
  it.each([
    ['Licht Küche', 'kl'],
    ['Küche Licht', 'kl'],
    ['Kuechenlicht', 'kl'],
    ['Deckenlicht Küche', 'kl'],
    ['das Licht in der Küche', 'kl'],
    ['kitchen light', 'kl'],
    ['světlo v kuchyni', 'kl'],
    ['lampe de la cuisine', 'kl'],
    ['luce cucina', 'kl'],
    ['la luz de la cocina', 'kl'],
    ['keukenlicht', 'kl'],
    ['światło w kuchni', 'kl'],
    ['kitchen blinds', 'kb'],
    ['Heizung Küche', 'kh'],
    ['Lampe Wohnzimmer', 'ambiguous_device'],
    ['Decke Wohnzimmer', 'we'],
    ['living room Decke', 'we'],
    ['Stehlampe im Wohnzimmer', 'ws'],
    ['Wohnzimmer Raffstore links', 'wr'],
    ['linker Raffstore Wohnzimmer', 'wr'],
    ['mittlerer Raffstore Wohnzimmer', 'unknown_device'],
    ['left blind in the living room', 'wr'],
    ['žaluzie vpravo obývací pokoj', 'wl'],
    ['living room ceiling light', 'we'],
    ['Deckenlicht im Wohnzimmer', 'we'],
    ['Spiegellicht Bad', 'bl'],
    ['blinds in the bathroom', 'bb'],
    ['bathroom upstairs blind', 'bb'],
    ['Spiegel Bad', 'bl'],
    ['Jalousie OG', 'bb'],
    ['garage gate', 'gt'],
    ['Flurlicht', 'fl'],
    ['hallway light', 'fl'],
    ['Licht Erdgeschoss', 'fl'],
    ['Alle Lichter', 'zl'],
  ])('%s is %s', async (target, id) => {
    expect(await idOf(target, german())).toBe(id);
  });

  it.each([
    ['světlo v kuchyni', 'ks'],
    ['svetlo kuchyne', 'ks'],
    ['žaluzie v kuchyni', 'kz'],
    ['lampička v ložnici', 'ls'],
    ['kitchen light', 'ks'],
    ['světla v přízemí', 'ps'],
    ['hala prvni patro svetla', 'hs'],
    ['bedroom lamp', 'ls'],
  ])('%s is %s in a Czech house', async (target, id) => {
    expect(await idOf(target, czech())).toBe(id);
  });

  it.each([
    ['lampe du salon', 'sl'],
    ['le volet roulant du salon', 'sv'],
    ['volets de la salle de bain', 'bv'],
    ['blinds in the bathroom', 'bv'],
    ['lampe de chevet', 'cl'],
    ['bedroom light', 'cl'],
  ])('%s is %s in a French house', async (target, id) => {
    expect(await idOf(target, french())).toBe(id);
  });

  it.each(['Licht Keller', 'Musik Küche', 'Küche Licht xyzzy', 'Stehlampe Küche', 'light'])(
    '%s is nothing that is there',
    async (target) => {
      expect(await idOf(target, german())).toBe('unknown_device');
    },
  );

  it('that fits several things is ambiguous: at most five are offered, none is taken', async () => {
    const home = german();
    const args = { targets: ['living room lights'], action: 'off' };
    const result = await call(LIGHTS, args, { home });
    expect(errorOf(result)).toMatchObject({
      code: 'ambiguous_device',
      message: 'targets[0]: 2 devices fit this.',
      hint: expect.stringContaining(
        'For all of them pass {"room": "…", "family": "…", "all": true}.',
      ),
      candidates: [
        { id: 'we', label: 'Decke [Wohnzimmer]' },
        { id: 'ws', label: 'Stehlampe [Wohnzimmer]' },
      ],
    });
    expect(home.executed).toEqual([]);
  });

  it('is looked for among what the tool is for', async () => {
    expect(await idOf('Küche Rollo', german(), LIGHTS)).toBe('not_supported');
    expect(await idOf('Decke Wohnzimmer', german(), LIGHTS)).toBe('we');
  });

  it('does not choose between two rooms that fit alike', async () => {
    const home = houseOf(
      ['a', 'Licht', 'Dimmer', 'Bad Eltern'],
      ['b', 'Rollo', 'Jalousie', 'Bad Kinder'],
      ['c', 'Licht', 'Dimmer', 'Badezimmer'],
    );
    expect(await idOf('Licht Bad Eltern', home)).toBe('a');
    expect(await idOf('Rollo Bad', home)).toBe('unknown_device');
    expect(await idOf('bathroom light', home)).toBe('c');
  });

  it('takes a light controller for its circuits, and a circuit that is named', async () => {
    const kitchen = room('Küche');
    const whole = control({ id: 'w', name: 'Licht', type: 'LightControllerV2', room: kitchen });
    const home = new FakeHome([
      whole,
      control({ id: 'w/1', name: 'Spots', type: 'Dimmer', parent: whole }),
      control({ id: 'w/2', name: 'Insel', type: 'Dimmer', parent: whole }),
    ]);
    expect(await idOf('kitchen lamp', home)).toBe('w');
    expect(await idOf('kitchen Insel', home)).toBe('w/2');
    expect(await idOf('Insel Licht Küche', home)).toBe('w/2');
  });
});

describe('a typing error', () => {
  const lamps = (): FakeHome =>
    houseOf(
      ['1', 'Lampe 1', 'Dimmer', 'Flur'],
      ['2', 'Stehlampe', 'Dimmer', 'Wohnzimmer'],
      ['3', 'Osten', 'Dimmer', 'Wohnzimmer'],
      ['4', 'Westen', 'Dimmer', 'Wohnzimmer'],
      ['5', 'Tor', 'Gate', 'Garage'],
      ['6', 'Garagentor', 'Gate', 'Garage'],
      ['7', 'Leiste', 'Dimmer', 'Flur'],
      ['8', 'Leisten', 'Dimmer', 'Flur'],
    );

  it.each([
    ['Stehlmape', '2'],
    ['Stehlampfe', '2'],
    ['Stehlampe [Wohnzimer]', '2'],
    ['Lampe 2', 'unknown_device'],
    ['Stelhampfe', 'unknown_device'],
    ['Testen', 'unknown_device'],
    ['Leistq', 'unknown_device'],
    ['Tur', 'unknown_device'],
  ])('%s is read as %s, by a tool that reads or controls', async (target, id) => {
    expect(await idOf(target, lamps())).toBe(id);
    expect(await idOf(target, lamps(), LIGHTS)).toBe(id);
  });

  it('never opens a door: it is offered', async () => {
    expect(await idOf('Garagentro', lamps())).toBe('6');
    const args = { targets: ['Garagentro'], command: 'open', dry_run: true };
    const options = { home: lamps(), principal: admin };
    const result = await call('loxone_control_access', args, options);
    expect(errorOf(result)).toMatchObject({
      code: 'unknown_device',
      candidates: [{ id: '6' }],
    });
  });

  it('is forgiven in the name of a room too', async () => {
    const args = { targets: [{ room: 'Wohnzimer', all: true }] };
    const result = await call(READ, args, { home: lamps() });
    expect(devicesOf(result).map(({ id }) => id)).toEqual(['3', '2', '4']);
  });
});

describe('a group', () => {
  const select = async (selector: Record<string, unknown>, home = german()) => {
    const result = await call(READ, { targets: [{ ...selector, all: true }] }, { home });
    return errorOf(result)?.code ?? devicesOf(result).map(({ id }) => id);
  };

  it.each([
    [{ room: 'kitchen', family: 'lights' }, ['zl', 'kl']],
    [{ room: 'Bad' }, ['bb', 'bl']],
    [{ room: 'Flur', family: 'Licht' }, ['fl']],
    [{ floor: 'ground floor' }, ['fl']],
    [{ floor: 'Erdgeschoss', family: 'lights' }, ['fl']],
    [{ floor: 'OG', family: 'blinds' }, ['bb']],
    [{ floor: '1' }, ['bb', 'bl']],
    [{ floor: 'ground' }, ['fl']],
    [{ floor: 'upper', room: 'Bad OG', family: 'lights' }, ['bl']],
    [{ category: 'Beschattung', room: 'Wohnzimmer' }, ['wr', 'wl']],
    [{ category: 'beschattungen', floor: 'OG' }, ['bb']],
    [{ family: 'lights', room: 'Wohnzimmer' }, ['we', 'ws']],
  ])('%j is %j', async (selector, expected) => {
    expect(await select(selector)).toEqual(expected);
  });

  it.each([
    [{ floor: 'attic' }, 'unknown_room'],
    [{ floor: 'xyzzy' }, 'unknown_room'],
    [{ floor: 'EG', room: 'Küche' }, 'nothing_selected'],
    [{ category: 'Garten' }, 'nothing_selected'],
    [{ category: '' }, 'nothing_selected'],
    [{ room: 'Sauna' }, 'unknown_room'],
    [{ family: 'windows' }, 'invalid_argument'],
  ])('%j is %s', async (selector, code) => {
    expect(await select(selector)).toBe(code);
  });

  it('says which floors there are', async () => {
    const args = { targets: [{ floor: 'attic', all: true }] };
    const error = errorOf(await call(READ, args, { home: german() }));
    expect(error?.hint).toBe('Floors in the names of rooms: ground floor, floor 1.');
    const none = errorOf(await call(READ, args, { home: french() }));
    expect(none?.hint).toBe('No room here has a floor in its name; select by room.');
  });

  it('of a room that is named by a word of two is ambiguous', async () => {
    const args = { targets: [{ room: 'Hala', all: true }] };
    expect(errorOf(await call(READ, args, { home: czech() }))).toMatchObject({
      code: 'ambiguous_room',
      hint: 'Pass the whole name or the id of the one that is meant.',
      candidates: [{ label: 'Hala v přízemí' }, { label: 'Hala v prvním patře' }],
    });
  });
});

describe('a search', () => {
  const idsFor = async (query: string, home = german()): Promise<readonly string[]> =>
    devicesOf(await call('loxone_search', { query }, { home })).map(({ id }) => id);

  it.each([
    ['all lights on the ground floor', ['fl']],
    ['lights upstairs', ['bl']],
    ['kitchen lights', ['zl', 'kl']],
    ['Küchenlicht', ['zl', 'kl']],
    ['blinds in the living room', ['wr', 'wl']],
    ['światło w kuchni', ['zl', 'kl']],
    ['volets de la cuisine', ['kb']],
    ['thermostat', ['kh']],
  ])('for %s finds %j', async (query, expected) => {
    expect([...(await idsFor(query))].sort()).toEqual([...expected].sort());
  });

  it('forgives a typing error where it would find nothing', async () => {
    expect(await idsFor('Rafstore')).toEqual(['wr', 'wl']);
    expect(await idsFor('Stehlmape Wohnzimmer')).toEqual(['ws']);
    expect(await idsFor('kitchen lihgt')).toEqual([]);
  });
});
