import type { ActionTarget } from '@gatehouse/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, matchDevices, matchRooms, slugOf } from '../src/target-matcher.js';

const LIGHT: ActionTarget = {
  id: '0f86a2fe-0378-3e08-ffffb2d4efc8b5b6',
  name: 'Bedroom Light',
  roomId: '0f86a2fe-0378-3e09-ffffb2d4efc8b5b6',
  roomName: 'Schlafzimmer Süd',
};

describe('matchDevices', () => {
  it.each([
    ['its id', '0f86a2fe-0378-3e08-ffffb2d4efc8b5b6'],
    ['its name', 'Bedroom Light'],
    ['its name in other letter case', 'bedroom LIGHT'],
    ['its name with more blanks', ' Bedroom  Light '],
    ['its name in full-width letters', 'Ｂｅｄｒｏｏｍ Light'],
    ['its slug', 'bedroom-light'],
    ['its slug in capitals', 'Bedroom-Light'],
    ['name and room', 'Bedroom Light [Schlafzimmer Süd]'],
    ['name and room in other letter case', 'bedroom light [SCHLAFZIMMER SÜD]'],
  ])('knows a device by %s', (_, entry) => {
    expect(matchDevices([entry])(LIGHT)).toBe(true);
    expect(matchDevices(['something else', entry])(LIGHT)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['a star', '*'],
    ['a part of its name', 'Bedroom'],
    ['more than its name', 'Bedroom Light 2'],
    ['a part of its id', '0f86a2fe'],
    ['its id in capitals', '0F86A2FE-0378-3E08-FFFFB2D4EFC8B5B6'],
    ['its room', 'Schlafzimmer Süd'],
    ["its room's id", '0f86a2fe-0378-3e09-ffffb2d4efc8b5b6'],
    ['its name in another room', 'Bedroom Light [Bath]'],
    ['its room and no name', '[Schlafzimmer Süd]'],
    ['other punctuation than a slug has', 'bedroom_light'],
  ])('does not know it by %s', (_, entry) => {
    expect(matchDevices([entry])(LIGHT)).toBe(false);
  });

  it('tells accents apart in names, and drops them in slugs', () => {
    const blind = { id: '1', name: 'Küche Süd' };
    expect(matchDevices(['KÜCHE SÜD'])(blind)).toBe(true);
    expect(matchDevices(['Ku\u0308che Su\u0308d'])(blind)).toBe(true);
    expect(matchDevices(['kuche-sud'])(blind)).toBe(true);
    expect(matchDevices(['Kuche Sud'])(blind)).toBe(false);
  });

  it('brings ß and ss, and both small sigmas, together', () => {
    expect(matchDevices(['STRASSE'])({ id: '1', name: 'Straße' })).toBe(true);
    expect(matchDevices(['ΟΔΟΣ'])({ id: '1', name: 'Οδος' })).toBe(true);
  });

  it('never knows a device by a name that has no letters', () => {
    for (const name of ['', ' ', '!!!', '---']) {
      const nameless = { id: 'x', name, roomName: '' };
      expect(matchDevices(['', ' ', '-', '[]', 'light'])(nameless)).toBe(false);
    }
    expect(matchDevices(['!!!'])({ id: 'x', name: '!!!' })).toBe(true);
  });

  it('knows a device by id alone when it has no name', () => {
    expect(matchDevices(['x'])({ id: 'x' })).toBe(true);
    expect(matchDevices(['undefined', 'undefined [undefined]'])({ id: 'y' })).toBe(false);
  });

  it('includes nothing when nothing is listed', () => {
    expect(matchDevices([])(LIGHT)).toBe(false);
    expect(matchDevices([])({ id: '', name: '' })).toBe(false);
  });
});

describe('matchRooms', () => {
  it.each([
    ['its id', '0f86a2fe-0378-3e09-ffffb2d4efc8b5b6', true],
    ['its name', 'schlafzimmer süd', true],
    ['its slug', 'schlafzimmer-sud', true],
    ['a part of its name', 'schlafzimmer', false],
    ['the name of the device', 'Bedroom Light', false],
    ['the id of the device', LIGHT.id, false],
  ])('by %s: %s', (_, entry, expected) => {
    expect(matchRooms([entry])(LIGHT)).toBe(expected);
  });

  it('does not include what has no room', () => {
    expect(matchRooms(['', 'undefined'])({ id: 'x', name: 'Lamp' })).toBe(false);
  });
});

describe('foldName and slugOf', () => {
  it('change nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldName(text);
        expect(foldName(folded)).toBe(folded);
        expect(slugOf(slugOf(text))).toBe(slugOf(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('agree: names that fold alike have one slug', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(slugOf(foldName(text))).toBe(slugOf(text));
        expect(foldName(text.toUpperCase())).toBe(foldName(text));
      }),
      { numRuns: 2000 },
    );
  });
});
