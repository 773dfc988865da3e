import { effect } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createHouseStates } from '../../src/app/house/house-states.js';
import type { HouseControl, HouseView } from '../../src/wire/index.js';

function control(id: string, state: string, values?: HouseControl['values']): HouseControl {
  return {
    id,
    name: id,
    type: 'Dimmer',
    family: 'lights',
    state,
    commands: [],
    ...(values === undefined ? {} : { values }),
  };
}

function house(...controls: readonly HouseControl[]): HouseView {
  return {
    principal: { id: 'lmcp_admin_001', name: 'Owner', role: 'admin' },
    phase: 'live',
    rooms: [{ id: 'room', name: 'Room', controls }],
  };
}

describe('the states of a house', () => {
  it('are as they were read', () => {
    const states = createHouseStates();
    states.replace(house(control('a', 'on, 40 %', { set: 40 }), control('b', 'off')));
    expect(states.of('a').value).toEqual({ state: 'on, 40 %', values: { set: 40 } });
    expect(states.of('b').value).toEqual({ state: 'off' });
    expect(states.of('elsewhere').value).toEqual({ state: '' });
  });

  it('change one by one, and tell only those who watch that one', () => {
    const states = createHouseStates();
    states.replace(house(control('a', 'off'), control('b', 'off')));
    const seen: string[] = [];
    effect(() => void seen.push(`a ${states.of('a').value.state}`));
    effect(() => void seen.push(`b ${states.of('b').value.state}`));
    states.change({ id: 'a', state: 'on' });
    expect(seen).toEqual(['a off', 'b off', 'a on']);
  });

  it('leave out what the house does not have', () => {
    const states = createHouseStates();
    states.replace(house(control('a', 'off')));
    states.change({ id: 'secret', state: 'armed' });
    expect(states.of('secret').value).toEqual({ state: '' });
  });

  it('go on telling those who watch when the house is read again', () => {
    const states = createHouseStates();
    states.replace(house(control('a', 'off')));
    const seen: string[] = [];
    effect(() => void seen.push(states.of('a').value.state));
    states.replace(house(control('a', 'dimmed'), control('c', 'new')));
    states.change({ id: 'a', state: 'on' });
    expect(seen).toEqual(['off', 'dimmed', 'on']);
  });

  it('forget what is no longer in the house', () => {
    const states = createHouseStates();
    states.replace(house(control('a', 'off'), control('b', 'off')));
    states.replace(house(control('a', 'off')));
    states.change({ id: 'b', state: 'on' });
    expect(states.of('b').value).toEqual({ state: '' });
  });
});
