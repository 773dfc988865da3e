import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseStructure } from '../src/index.js';

const text = readFileSync(new URL('./vectors/structure.json', import.meta.url), 'utf8');
const structure = parseStructure(text);

const KITCHEN = '30000000-0000-0001-ffff000000000000';
const BATH = '30000000-0000-0002-ffff000000000000';
const LIGHTING = '40000000-0000-0001-ffff000000000000';
const CEILING = '50000000-0000-0001-ffff000000000000';
const HEATING = '50000000-0000-0002-ffff000000000000';
const HIDDEN = '50000000-0000-0003-ffff000000000000';
const OF_TOMORROW = '50000000-0000-0004-ffff000000000000';

/** The smallest file that is one. */
const minimal = {
  lastModified: '2026-03-01 12:00:00',
  msInfo: { serialNr: '504F94AABBCC', msName: 'House' },
  controls: {},
};

describe('parseStructure', () => {
  it('reads the Miniserver and the user', () => {
    expect(structure.lastModified).toBe('2026-03-01 12:00:00');
    expect(structure.msInfo).toEqual({
      serialNr: '504F94AABBCC',
      msName: 'Test house',
      projectName: 'Project',
      localUrl: '192.0.2.10:8080',
      remoteUrl: '',
      tempUnit: 1,
      currency: '€',
      location: 'Nowhere',
      languageCode: 'ENG',
      miniserverType: 2,
      currentUser: {
        name: 'anna',
        uuid: '10000000-0000-0001-ffff000000000000',
        isAdmin: false,
        userRights: 2047,
        other: { changePassword: true },
      },
      other: { hostname: 'box', latitude: 48.1 },
    });
  });

  it('reads rooms and categories, and fills in what they lack', () => {
    expect(structure.rooms[KITCHEN]).toEqual({
      uuid: KITCHEN,
      name: 'Küche',
      image: '00000000-0000-0020-2000000000000000.svg',
      color: '#69C350',
      type: 4,
      defaultRating: 3,
      isFavorite: true,
      other: { default: true },
    });
    expect(structure.rooms[BATH]).toEqual({
      uuid: BATH,
      name: 'Bath',
      defaultRating: 0,
      isFavorite: false,
      other: {},
    });
    expect(structure.cats[LIGHTING]).toMatchObject({ type: 'lights', isFavorite: false });
    expect(structure.cats['40000000-0000-0002-ffff000000000000']?.type).toBe('undefined');
  });

  it('reads a control with all that it can have', () => {
    expect(structure.controls[CEILING]).toEqual({
      uuidAction: CEILING,
      name: 'Ceiling',
      type: 'LightControllerV2',
      room: KITCHEN,
      cat: LIGHTING,
      isSecured: true,
      isFavorite: true,
      defaultRating: 2,
      details: { masterValue: `${CEILING}/masterValue` },
      states: { activeMoods: '50000000-0000-0001-ffff000000000001' },
      subControls: { [`${CEILING}/AI1`]: expect.anything() },
      restrictions: 17,
      securedDetails: true,
      links: [HEATING],
      statistic: { frequency: 1, outputs: [] },
      statisticV2: { groups: [] },
      other: { preset: { uuid: '60000000-0000-0001-ffff000000000000', name: 'Preset' } },
    });
  });

  it('reads the parts of a control, whose ids have a suffix', () => {
    expect(structure.controls[CEILING]?.subControls[`${CEILING}/AI1`]).toMatchObject({
      uuidAction: `${CEILING}/AI1`,
      type: 'Dimmer',
      states: { position: '50000000-0000-0001-ffff000000000002' },
    });
  });

  it('reads a state of several uuids', () => {
    expect(structure.controls[HEATING]?.states.temperatures).toEqual([
      '50000000-0000-0002-ffff000000000001',
      '50000000-0000-0002-ffff000000000002',
    ]);
  });

  it('fills in what a control lacks; its key stands in for its id', () => {
    expect(structure.controls[HIDDEN]).toEqual({
      uuidAction: HIDDEN,
      name: '',
      type: '',
      isSecured: false,
      isFavorite: false,
      defaultRating: 0,
      details: {},
      states: {},
      subControls: {},
      restrictions: 0,
      securedDetails: false,
      links: [],
      other: {},
    });
  });

  it('reads the rest', () => {
    expect(structure.globalStates.sunrise).toBe('20000000-0000-0002-ffff000000000000');
    expect(structure.operatingModes).toEqual({ '0': 'Holiday', '-1': 'Alarm' });
    expect(structure.weatherServer).toMatchObject({
      states: { actual: '70000000-0000-0001-ffff000000000000' },
      format: { temperature: '%.1f°' },
      weatherTypeTexts: { '1': 'clear' },
      other: { weatherFieldTypes: expect.anything() },
    });
    expect(structure.messageCenter).toEqual({
      '80000000-0000-0001-ffff000000000000': {
        name: 'System',
        uuidAction: '80000000-0000-0001-ffff000000000000',
        states: { changed: '80000000-0000-0002-ffff000000000000' },
        other: {},
      },
    });
  });

  it('lets unknown types and keys survive', () => {
    expect(structure.controls[OF_TOMORROW]).toMatchObject({
      type: 'TypeOfTomorrow',
      other: { futureKey: [1, { a: 2 }] },
    });
    expect(structure.other).toEqual({
      times: { '266': { id: 266, name: 'Days', analog: true } },
      keyOfTomorrow: true,
    });
    expect(structure.raw).toEqual(JSON.parse(text));
  });

  it('reads a parsed file like its text, and keeps it uncopied', () => {
    const parsed: unknown = JSON.parse(text);
    expect(parseStructure(parsed)).toEqual(structure);
    expect(parseStructure(parsed).raw).toBe(parsed);
  });

  it('needs very little', () => {
    expect(parseStructure(minimal)).toMatchObject({
      rooms: {},
      cats: {},
      globalStates: {},
      operatingModes: {},
      messageCenter: {},
      other: {},
      msInfo: { tempUnit: 0, other: {} },
    });
  });

  it.each([
    [0, false],
    [1, true],
    [false, false],
    [true, true],
  ])('takes %s for the flag %s', (isSecured, expected) => {
    const controls = { c: { name: 'n', type: 't', isSecured } };
    expect(parseStructure({ ...minimal, controls }).controls.c?.isSecured).toBe(expected);
  });

  it('tolerates a byte order mark', () => {
    expect(parseStructure(`\uFEFF${JSON.stringify(minimal)}`).msInfo.msName).toBe('House');
  });

  it('takes null and an empty weather server for none', () => {
    const parsed = parseStructure({ ...minimal, rooms: null, weatherServer: {}, mailer: null });
    expect(parsed.rooms).toEqual({});
    expect(parsed.weatherServer).toBeUndefined();
    expect('weatherServer' in parsed).toBe(false);
  });

  it('reads a bare message centre, which files of other programs have, and a blank one', () => {
    const bare = { uuidAction: 'm', name: 'System', states: { changed: 'c' } };
    expect(parseStructure({ ...minimal, messageCenter: bare }).messageCenter).toEqual({
      m: { ...bare, other: {} },
    });
    const blank = { uuidAction: '', name: '', states: { changed: '' } };
    expect(parseStructure({ ...minimal, messageCenter: blank }).messageCenter).toEqual({});
  });

  it('gives records that inherit nothing, whatever the file calls its entries', () => {
    const hostile = `{"lastModified":"x","msInfo":{"serialNr":"1","msName":"2"},
      "controls":{"__proto__":{"name":"a","type":"b","states":{"__proto__":"c"}}}}`;
    const parsed = parseStructure(hostile);
    expect(Object.keys(parsed.controls)).toEqual(['__proto__']);
    expect(parsed.controls.constructor).toBeUndefined();
    expect(structure.controls[CEILING]?.states.toString).toBeUndefined();
    expect(structure.operatingModes.valueOf).toBeUndefined();
  });
});
