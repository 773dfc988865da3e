import { describe, expect, it } from 'vitest';
import { findControls, foundText } from '../../src/app/house/house-filter.js';
import type { HouseControl } from '../../src/wire/index.js';

function control(name: string, type = 'LightController', family = 'lights'): HouseControl {
  return { id: name.toLowerCase(), name, type, family, state: 'off', commands: [] };
}

const rooms = [
  {
    id: 'kitchen',
    name: 'Küche',
    controls: [control('Ceiling'), control('Blind', 'Jalousie', 'shading')],
  },
  {
    id: 'hall',
    name: 'Hall',
    controls: [control('Ceiling'), control('Front door', 'Door', 'access')],
  },
  { id: 'attic', name: 'Attic', controls: [] },
];

function found(text: string, room = ''): readonly string[] {
  return findControls(rooms, { text, room }).rooms.flatMap(({ name, controls }) =>
    controls.map((one) => `${one.name} [${name}]`),
  );
}

describe('looking for devices', () => {
  it('finds all where nothing is looked for, empty rooms too', () => {
    const all = findControls(rooms, { text: '  ', room: '' });
    expect(all).toEqual({ rooms, controls: 4 });
  });

  it.each([
    ['ceiling', ['Ceiling [Küche]', 'Ceiling [Hall]']],
    ['kuche', ['Ceiling [Küche]', 'Blind [Küche]']],
    ['KÜCHE ceil', ['Ceiling [Küche]']],
    ['jalousie', ['Blind [Küche]']],
    ['shading', ['Blind [Küche]']],
    ['door front', ['Front door [Hall]']],
    ['nothing', []],
  ])('finds %s by name, room, type or family', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('stays in a room', () => {
    expect(found('ceiling', 'hall')).toEqual(['Ceiling [Hall]']);
    expect(found('', 'kitchen')).toEqual(['Ceiling [Küche]', 'Blind [Küche]']);
    expect(found('', 'cellar')).toEqual([]);
  });

  it('is told in words', () => {
    expect(foundText(findControls(rooms, { text: '', room: '' }))).toBe('4 devices in 3 rooms');
    expect(foundText(findControls(rooms, { text: 'door', room: '' }))).toBe('1 device in 1 room');
    expect(foundText(findControls(rooms, { text: 'x', room: '' }))).toBe('No devices found.');
  });
});
