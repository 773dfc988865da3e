import type { Action, Decision } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { authorize, limitedTo, operator } from './support/authorize.js';
import { call, errorOf, itemsOf, outcomesOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const A = room('Study', 'room-a');
const B = room('Hall', 'room-b');

function house(): FakeHome {
  const home = new FakeHome([
    control({ id: 'a-lamp', name: 'Desk', type: 'Dimmer', room: A }),
    control({ id: 'b-lamp', name: 'Ceiling', type: 'Dimmer', room: B }),
    control({ id: 'a-blind', name: 'Blind', type: 'Jalousie', room: A }),
  ]);
  home.react = () => ({ position: 1 });
  return home;
}

const LIGHTS = 'loxone_control_lights';
const study = limitedTo({ rooms: ['room-a'] });

function listening(answer: Decision = { allow: true }): {
  readonly asked: Action[];
  readonly decide: (action: Action) => Promise<Decision>;
} {
  const asked: Action[] = [];
  return {
    asked,
    async decide(action) {
      asked.push(action);
      return answer;
    },
  };
}

describe('what is about to be sent', () => {
  it('is asked about once, with every target, before the first command', async () => {
    const home = house();
    const { asked, decide } = listening();
    const before: number[] = [];
    await call(
      LIGHTS,
      { targets: ['Desk', 'Ceiling'], action: 'on' },
      {
        home,
        decide: (action) => {
          before.push(home.executed.length);
          return decide(action);
        },
      },
    );
    expect(before).toEqual([0]);
    expect(home.executed).toHaveLength(2);
    expect(asked).toMatchObject([
      {
        kind: 'tool',
        name: LIGHTS,
        risk: 'control',
        targets: [{ id: 'a-lamp' }, { id: 'b-lamp' }],
      },
    ]);
  });

  it('is asked about with those targets only that the caller may command', async () => {
    const home = house();
    const { asked, decide } = listening();
    const principal = limitedTo({ devices: ['a-lamp'] });
    await call(LIGHTS, { targets: [{ all: true }], action: 'on' }, { home, principal, decide });
    expect(asked.flatMap(({ targets = [] }) => targets.map(({ id }) => id))).toEqual(['a-lamp']);
  });

  it.each([
    ['a dry run', { dry_run: true, targets: ['Desk'] }],
    ['a call with a wrong target', { targets: ['Desk', 'Cellar'] }],
  ])('is nothing in %s: nobody is asked', async (_title, args) => {
    const { asked, decide } = listening();
    await call(LIGHTS, { action: 'on', ...args }, { home: house(), decide });
    expect(asked).toEqual([]);
  });

  it('is not asked about by tools that only look', async () => {
    const { asked, decide } = listening();
    await call('loxone_search', { query: 'Desk' }, { home: house(), decide });
    await call('loxone_get_state', { targets: ['Desk'] }, { home: house(), decide });
    expect(asked).toEqual([]);
  });

  it.each<[string, Decision]>([
    ['cannot be recorded', { allow: false, reason: 'audit-unavailable', needs: 'an audit trail' }],
    ['a person would have to confirm', { allow: true, consent: 'confirm' }],
  ])('is not sent when it %s', async (_title, decision) => {
    const home = house();
    const { decide } = listening(decision);
    const result = await call(LIGHTS, { targets: ['Desk'], action: 'on' }, { home, decide });
    expect(home.executed).toEqual([]);
    expect(errorOf(result)?.code).toBe('not_allowed');
    expect(outcomesOf(result)).toEqual({ 'a-lamp': 'denied' });
  });
});

describe('a permission that a person has to confirm', () => {
  it('is none for a tool that asks nobody', async () => {
    const home = house();
    const result = await call(
      LIGHTS,
      { targets: ['Desk'], action: 'on' },
      {
        home,
        authorize: (principal, action) =>
          action.targets === undefined
            ? authorize(principal, action)
            : { allow: true, consent: 'confirm' },
      },
    );
    expect(home.executed).toEqual([]);
    expect(itemsOf(result)[0]?.detail).toMatch(/confirm/);
  });
});

describe('denials', () => {
  it('are recorded once for each target that was to be commanded, and never for looking', async () => {
    const recorded: Action[] = [];
    const options = {
      home: house(),
      principal: { ...operator, permissions: [] },
      authorize: ((principal, action) =>
        action.risk !== 'read' && action.targets?.some(({ id }) => id === 'b-lamp') === true
          ? { allow: false, reason: 'target', needs: 'rights for the hall' }
          : authorize(principal, action)) satisfies typeof authorize,
      authorizeAct: ((principal, action) => {
        recorded.push(action);
        return options.authorize(principal, action);
      }) as typeof authorize,
    };
    await call('loxone_search', { query: 'Ceiling' }, options);
    expect(recorded).toEqual([]);
    const result = await call(LIGHTS, { targets: ['Desk', 'Ceiling'], action: 'on' }, options);
    expect(outcomesOf(result)).toMatchObject({ 'b-lamp': 'denied' });
    expect(recorded.map(({ targets }) => targets?.map(({ id }) => id))).toEqual([['b-lamp']]);
  });

  it('are not recorded for what the caller does not even see', async () => {
    const recorded: Action[] = [];
    const result = await call(
      LIGHTS,
      { targets: ['Ceiling'], action: 'on' },
      {
        home: house(),
        principal: study,
        authorizeAct: (principal, action) => {
          recorded.push(action);
          return authorize(principal, action);
        },
      },
    );
    expect(errorOf(result)?.code).toBe('unknown_device');
    expect(recorded).toEqual([]);
  });
});
