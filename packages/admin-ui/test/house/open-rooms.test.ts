import { describe, expect, it } from 'vitest';
import { isOpen, openByDefault, ROOM_AT_ONCE } from '../../src/app/house/open-rooms.js';
import type { HouseControl } from '../../src/wire/index.js';

const device: HouseControl = {
  id: 'd',
  name: 'Lamp',
  type: 'Switch',
  family: 'lights',
  state: 'off',
  commands: [],
};

function rooms(...sizes: readonly number[]) {
  return sizes.map((size, index) => ({
    id: `r${index}`,
    name: `Room ${index}`,
    controls: Array.from({ length: size }, () => device),
  }));
}

describe('rooms that are open by themselves', () => {
  it('are all of a small house', () => {
    expect([...openByDefault(rooms(10, 20, 30), false)]).toEqual(['r0', 'r1', 'r2']);
  });

  it('are few of a large one, so that two thousand devices are not laid out at once', () => {
    const large = rooms(...Array.from({ length: 50 }, () => 40));
    expect([...openByDefault(large, false)]).toEqual(['r0']);
    expect([...openByDefault(large, true)]).toEqual(['r0', 'r1', 'r2']);
  });

  it('count for what they show at first, not for what they hold', () => {
    expect([...openByDefault(rooms(2000, 5, 5), false)]).toEqual(['r0', 'r1', 'r2']);
    expect(ROOM_AT_ONCE).toBeLessThanOrEqual(60);
  });

  it('are not the empty ones', () => {
    expect([...openByDefault(rooms(0, 500, 500), false)]).toEqual(['r1']);
    expect([...openByDefault([], false)]).toEqual([]);
  });

  it('are outdone by hand', () => {
    const byDefault = new Set(['r0']);
    expect(isOpen('r0', new Map(), byDefault)).toBe(true);
    expect(isOpen('r1', new Map(), byDefault)).toBe(false);
    expect(isOpen('r0', new Map([['r0', false]]), byDefault)).toBe(false);
    expect(isOpen('r1', new Map([['r1', true]]), byDefault)).toBe(true);
  });
});
