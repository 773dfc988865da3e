import { CONTROL_TYPES, commandsOf, type HomeControl } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { accessCommands } from '../src/control-access/access-command.js';
import { findCommand } from '../src/device/find-command.js';
import { admin, limitedTo, monitor, operator } from './support/authorize.js';
import { call, errorOf, everythingIn, outcomesOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const TOOL = 'loxone_control_access';
const HALL = room('Hall');
const station = control({ id: 'station', name: 'Front door', type: 'Intercom', room: HALL });
const villa = control({ id: 'villa', name: 'Villa', type: 'IntercomV2', room: HALL });
const CONTROLS: readonly HomeControl[] = [
  control({ id: 'gate', name: 'Garage', type: 'Gate', room: HALL }),
  control({ id: 'window', name: 'Skylight', type: 'Window', room: HALL }),
  control({ id: 'alarm', name: 'Burglar alarm', type: 'Alarm', room: HALL }),
  control({ id: 'smoke', name: 'Smoke', type: 'SmokeAlarm' }),
  control({
    id: 'gates',
    name: 'All gates',
    type: 'CentralGate',
    room: HALL,
    details: { controls: [{ uuid: 'gate' }] },
  }),
  station,
  control({ id: 'station/1', name: 'Opener', type: 'Pushbutton', parent: station }),
  villa,
  control({ id: 'villa/1', name: 'Door', type: 'Pushbutton', parent: villa }),
  control({ id: 'villa/2', name: 'Drive', type: 'Pushbutton', parent: villa }),
  control({
    id: 'keypad',
    name: 'Keypad',
    type: 'NfcCodeTouch',
    details: { accessOutputs: { q1: '', q2: 'Cellar' } },
  }),
  control({
    id: 'keypads',
    name: 'Two doors',
    type: 'NfcCodeTouch',
    details: { accessOutputs: { q1: 'Front', q4: 'Back' } },
  }),
  control({ id: 'blind', name: 'Blind', type: 'Jalousie', room: HALL }),
  control({ id: 'lamp', name: 'Lamp', type: 'Switch', room: HALL }),
];

function house(): FakeHome {
  const home = new FakeHome(CONTROLS, {
    gate: { position: 0, active: 0 },
    window: { position: 0, direction: 0 },
    alarm: { armed: 0, level: 3 },
    'station/1': { active: 0 },
  });
  home.react = ({ command, args = {} }, { type }) => {
    const moving = type === 'Window' ? { direction: 0 } : { active: 0 };
    switch (command) {
      case 'open':
        return { position: 1, ...moving };
      case 'close':
        return { position: 0, ...moving };
      case 'set-position':
        return { position: Number(args.position) / 100, ...moving };
      case 'arm':
      case 'arm-with-motion':
        return { armed: 1 };
      case 'disarm':
        return { armed: 0 };
      case 'acknowledge':
        return { level: 0 };
      case 'pulse':
        return { active: 1 };
      default:
        return {};
    }
  };
  return home;
}

/** What was sent, each as `control command`. */
async function sentFor(
  target: string,
  command: string,
  args: Record<string, unknown> = {},
): Promise<readonly string[]> {
  const home = house();
  await call(TOOL, { targets: [target], command, args, wait_ms: 0 }, { home, principal: admin });
  return home.executed.map(({ request }) =>
    [request.control, request.command, ...Object.values(request.args ?? {})].join(' '),
  );
}

describe('loxone_control_access', () => {
  it.each([
    ['gate', 'open', {}, 'gate open'],
    ['gate', 'close', {}, 'gate close'],
    ['gate', 'stop', {}, 'gate stop'],
    ['gate', 'öffnen', {}, 'gate open'],
    ['gate', 'zavřít', {}, 'gate close'],
    ['gate', 'force_open', {}, 'gate force-open'],
    ['gates', 'close', {}, 'gates close'],
    ['window', 'set-position', { position: 30 }, 'window set-position 30'],
    ['window', 'open slightly', {}, 'window open-slightly'],
    ['alarm', 'arm', {}, 'alarm arm'],
    ['alarm', 'arm', { motion: 'without' }, 'alarm arm-with-motion without'],
    ['alarm', 'arm', { motion: false }, 'alarm arm-with-motion without'],
    ['alarm', 'arm', { motion: true }, 'alarm arm-with-motion with'],
    ['alarm', 'arm_delayed', {}, 'alarm arm-delayed'],
    ['alarm', 'arm-delayed', { motion: 'with' }, 'alarm arm-delayed-with-motion with'],
    ['alarm', 'disarm', {}, 'alarm disarm'],
    ['alarm', 'quit', {}, 'alarm acknowledge'],
    ['alarm', 'confirm', {}, 'alarm acknowledge'],
    ['smoke', 'silence', {}, 'smoke mute'],
    ['smoke', 'set-service-mode', { seconds: 600 }, 'smoke set-service-mode 600'],
    ['station', 'open', {}, 'station/1 pulse'],
    ['station', 'unlock', {}, 'station/1 pulse'],
    ['station', 'answer', {}, 'station answer'],
    ['station/1', 'pulse', {}, 'station/1 pulse'],
    ['villa', 'speak-answer', { answer: 0 }, 'villa speak-answer 0'],
    ['Drive [Villa]', 'pulse', {}, 'villa/2 pulse'],
    ['keypad', 'open', {}, 'keypad open-output 2'],
    ['keypads', 'open-output', { output: 4 }, 'keypads open-output 4'],
  ])('%s %s %j is %s', async (target, command, args, sent) => {
    expect(await sentFor(target, command, args)).toEqual([sent]);
  });

  it('counts a gate and a window motor towards open, the other way round than blinds', async () => {
    for (const id of ['gate', 'window']) {
      const home = house();
      const open = { targets: [id], command: 'open' };
      const first = await call(TOOL, open, { home, principal: admin });
      expect(outcomesOf(first)).toEqual({ [id]: 'changed' });
      expect(first.text).toMatch(/now .*open/);
      expect(first.text).not.toContain('not (yet) as asked');
      expect(outcomesOf(await call(TOOL, open, { home, principal: admin }))).toEqual({
        [id]: 'already',
      });
      home.set(id, { position: 0 });
      const half = { targets: ['window'], command: 'set-position', args: { position: 100 } };
      if (id === 'window') {
        await call(TOOL, half, { home, principal: admin });
        expect(home.states('window').find(({ name }) => name === 'position')?.value).toBe(100);
      }
    }
  });

  it('says so when something is not yet as asked', async () => {
    const home = house();
    home.react = () => ({ active: 1 });
    const open = { targets: ['gate'], command: 'open' };
    expect((await call(TOOL, open, { home, principal: admin })).text).toContain(
      'not (yet) as asked',
    );
    home.set('gate', { active: 0 });
    home.react = () => ({});
    expect(errorOf(await call(TOOL, open, { home, principal: admin }))?.code).toBe('no_effect');
  });

  it('says what is armed already', async () => {
    const home = house();
    const disarm = { targets: ['alarm'], command: 'disarm' };
    expect(outcomesOf(await call(TOOL, disarm, { home, principal: admin }))).toEqual({
      alarm: 'already',
    });
  });

  it('guesses no output of several', async () => {
    const home = house();
    const door = await call(
      TOOL,
      { targets: ['villa'], command: 'open' },
      { home, principal: admin },
    );
    expect(errorOf(door)?.code).toBe('ambiguous_device');
    expect(errorOf(door)?.candidates?.map(({ id }) => id)).toEqual(['villa/1', 'villa/2']);
    const pad = await call(
      TOOL,
      { targets: ['keypads'], command: 'open' },
      { home, principal: admin },
    );
    expect(pad.text).toContain('open-output');
    expect(pad.text).toContain('1, 4');
    expect(home.executed).toEqual([]);
  });

  it('does not offer an output that the caller does not see', async () => {
    const principal = limitedTo({ devices: ['villa', 'villa/1'] });
    const home = house();
    const open = { targets: ['villa'], command: 'open' };
    const authorize = (await import('./support/authorize.js')).authorize;
    const granted: typeof authorize = (who, action) =>
      authorize(who, action.risk === 'access' ? { ...action, risk: 'control' } : action);
    const result = await call(TOOL, open, { home, principal, authorize: granted });
    expect(everythingIn(result)).not.toContain('Garage');
  });

  it('takes of a group only doors, gates and alarms that know the command', async () => {
    const home = house();
    const all = { targets: [{ room: 'Hall', all: true }], command: 'close' };
    const result = await call(TOOL, all, { home, principal: admin });
    expect(Object.keys(outcomesOf(result)).sort()).toEqual(['gate', 'window']);
  });

  it('is nothing for other devices, and names their tool', async () => {
    for (const [target, tool] of [
      ['blind', 'loxone_control_covers'],
      ['lamp', 'loxone_control_lights'],
    ]) {
      const home = house();
      const result = await call(
        TOOL,
        { targets: [target], command: 'open' },
        { home, principal: admin },
      );
      expect(errorOf(result)?.code).toBe('not_supported');
      expect(result.text).toContain(tool);
      expect(home.executed).toEqual([]);
    }
  });

  it('never repeats a code that somebody puts anywhere', async () => {
    const CODE = '48151623';
    const attempts: readonly Record<string, unknown>[] = [
      { targets: ['alarm'], command: 'disarm', args: { code: CODE } },
      { targets: ['alarm'], command: 'disarm', args: { [CODE]: 1 } },
      { targets: ['alarm'], command: `disarm ${CODE}` },
      { targets: ['alarm'], command: 'arm', args: { motion: CODE } },
      { targets: ['smoke'], command: 'set-service-mode', args: { seconds: Number(CODE) } },
      { targets: ['keypads'], command: 'open-output', args: { output: CODE } },
      { targets: ['alarm'], command: 'disarm', code: CODE },
      { targets: ['alarm'], command: 'disarm', pin: CODE },
    ];
    for (const args of attempts) {
      const home = house();
      const result = await call(TOOL, args, { home, principal: admin });
      expect(result.isError, JSON.stringify(args)).toBe(true);
      expect(everythingIn(result)).not.toContain(CODE);
      expect(home.executed).toEqual([]);
    }
  });

  it('changes no codes: that is for the administrator', async () => {
    const home = house();
    const args = { targets: ['keypad'], command: 'activate-code', args: { code: 'id-1' } };
    const result = await call(TOOL, args, { home, principal: admin });
    expect(result.text).toContain('loxone_admin');
    expect(home.executed).toEqual([]);
  });

  it('takes no word of any language for opening where it would end such a lock', () => {
    const words = [
      ...['unlock', 'unbolt', 'entriegeln', 'aufsperren', 'odemkni', 'odblokuj'],
      ...['déverrouille', 'sblocca', 'desbloquea', 'ontgrendel', 'van het slot', ' UN_LOCK '],
    ];
    let judged = 0;
    for (const { type } of CONTROL_TYPES) {
      const lockable = control({ id: 'x', name: 'X', type, details: { jLockable: true } });
      if (!commandsOf(lockable).some(({ name }) => name === 'unlock')) continue;
      for (const command of words) {
        const found = accessCommands(lockable, { command, args: {} }, []);
        const opening = found.filter(({ wish }) => {
          const name = findCommand(lockable, wish)?.name ?? wish.command;
          return name !== 'unlock';
        });
        expect(opening, `${type} ${command}`).toEqual([]);
        judged += 1;
      }
    }
    expect(judged).toBeGreaterThan(words.length);
  });

  it('does not open a gate by ending the lock of an administrator', async () => {
    const lockable = {
      id: 'g',
      name: 'Gate',
      type: 'Gate',
      room: HALL,
      details: { jLockable: true },
    };
    for (const command of ['unlock', 'Unlock', 'odemknout', 'entriegeln']) {
      const home = new FakeHome([control(lockable)]);
      const wish = { targets: ['g'], command };
      const result = await call(TOOL, wish, { home, principal: admin });
      expect(errorOf(result)?.code, command).toBe('not_supported');
      expect(home.executed).toEqual([]);
    }
  });

  it('needs a grant', async () => {
    for (const principal of [operator, monitor]) {
      const home = house();
      const open = { targets: ['gate'], command: 'open' };
      const result = await call(TOOL, open, { home, principal });
      expect(errorOf(result)?.code).toBe('not_allowed');
      expect(home.executed).toEqual([]);
    }
  });
});
