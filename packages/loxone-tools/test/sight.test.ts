import type { Authorize, Principal } from '@gatehouse/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { authorize, limitedTo, operator } from './support/authorize.js';
import { call, devicesOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const CONTROLS = Array.from({ length: 30 }, (_, at) =>
  control({ id: `c${at}`, name: `Lamp ${at}`, type: 'Dimmer', room: room(`Room ${at % 3}`) }),
);

let asked = 0;
let home: FakeHome;

beforeEach(() => {
  asked = 0;
  home = new FakeHome(CONTROLS);
});

/** Counts the questions about single devices. */
const counting: Authorize = (principal, action) => {
  asked += action.targets === undefined ? 0 : 1;
  return authorize(principal, action);
};

const tools = createLoxoneTools();

async function count(principal: Principal, rules: Authorize = counting): Promise<number> {
  const options = { home, principal, authorize: rules, tools };
  const result = await call('loxone_search', { limit: 100 }, options);
  return devicesOf(result).length;
}

describe('what a caller sees', () => {
  it('is decided once for each structure, principal and tool', async () => {
    const principal = limitedTo({ rooms: ['Room 1'] });
    expect(await count(principal)).toBe(10);
    const first = asked;
    expect(first).toBeGreaterThanOrEqual(30);
    expect(await count(principal)).toBe(10);
    expect(asked).toBe(first);
    await call(
      'loxone_get_state',
      { targets: ['c1'] },
      { home, principal, authorize: counting, tools },
    );
    expect(asked, 'a permission may name a tool').toBeGreaterThan(first);
  });

  it('is decided anew when the key has changed', async () => {
    const one = limitedTo({ rooms: ['Room 1'] });
    expect(await count(one)).toBe(10);
    expect(await count({ ...one, rooms: ['Room 1', 'Room 2'] })).toBe(20);
    const changing = { ...one };
    expect(await count(changing)).toBe(10);
    Object.assign(changing, { revision: '2', rooms: [] });
    expect(await count(changing)).toBe(0);
  });

  it('is decided anew under other rules', async () => {
    expect(await count(operator)).toBe(30);
    const nothing: Authorize = (_principal, { targets }) =>
      targets === undefined ? { allow: true } : { allow: false, reason: 'target' };
    expect(await count(operator, nothing)).toBe(0);
    expect(await count(operator)).toBe(30);
  });

  it('is decided anew when a control comes to another room', async () => {
    const principal = limitedTo({ rooms: ['Room 1'] });
    expect(await count(principal)).toBe(10);
    const moved = CONTROLS.map((one) => ({ ...one, room: room('Room 2') }));
    home.replaceStructure(moved, 'newer');
    expect(await count(principal)).toBe(0);
  });

  it('does not outlive the right to call at all', async () => {
    let isExpired = false;
    const expiring: Authorize = (principal, action) =>
      isExpired ? { allow: false, reason: 'expired' } : authorize(principal, action);
    expect(await count(operator, expiring)).toBe(30);
    isExpired = true;
    expect(await count(operator, expiring)).toBe(0);
  });
});
