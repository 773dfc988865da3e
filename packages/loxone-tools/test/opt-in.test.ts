import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import type { PlannedDays } from '../src/ports/admin.js';
import type { HousePorts } from '../src/ports/house-ports.js';
import { isAllowed, isSendable } from '../src/send-command/raw-rules.js';
import { admin, limitedTo, monitor, operator } from './support/authorize.js';
import { type CallOptions, call, errorOf, everythingIn, outcomesOf } from './support/call.js';
import { asking, person } from './support/consent.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { MANY_RUNS } from './support/many-runs.js';

const SEND = 'loxone_send_command';
const ADMIN = 'loxone_admin';
const tools = createLoxoneTools({
  optIn: ['loxone_admin', 'loxone_send_command', 'loxone_manage_scenes'],
  rawCommands: ['on|off', 'setName/[A-Za-z0-9]+'],
  after: (_ms, callback) => {
    queueMicrotask(callback);
    return () => undefined;
  },
});
const HALL = room('Hall', 'room-h');
const CONTROLS = [
  control({ id: 'lamp', name: 'Lamp', type: 'Switch', room: HALL, details: { jLockable: true } }),
  control({ id: 'fixed', name: 'Fixed', type: 'Switch', room: HALL }),
  control({ id: 'safe', name: 'Safe', type: 'Switch', room: HALL, secured: true }),
  control({ id: 'plan', name: 'Plan', type: 'Daytimer', room: HALL }),
  control({ id: 'gate', name: 'Gate', type: 'Gate', room: HALL }),
  control({ id: 'far', name: 'Zebra', type: 'Switch', room: room('Zoo', 'room-z') }),
];

function house(): FakeHome {
  const home = new FakeHome(CONTROLS, { lamp: { active: 0 } });
  home.react = ({ command }) => (command === 'lock' ? { jLocked: '{"locked":1}' } : {});
  return home;
}

describe('tools that the owner has to switch on', () => {
  const names = (options: Parameters<typeof createLoxoneTools>[0]) =>
    createLoxoneTools(options).map(({ name }) => name);

  it('are not there by default', () => {
    const wanted = [ADMIN, SEND, 'loxone_manage_scenes'];
    expect(names({}).filter((name) => wanted.includes(name))).toEqual([]);
    expect(names({ optIn: ['loxone_admin'] })).toContain(ADMIN);
    expect(names({ optIn: ['loxone_admin', 'loxone_admin'] })).toHaveLength(names({}).length + 1);
  });

  it('are refused by name when there is none of it', () => {
    expect(() => names({ optIn: ['toString' as never] })).toThrow(TypeError);
    expect(() => names({ rawCommands: ['on', '('] })).toThrow('options.rawCommands[1]');
  });

  it('are not there for a server that only reads, nor is anything else that acts', async () => {
    const reading = createLoxoneTools({ readOnly: true, optIn: ['loxone_admin'] });
    expect(reading.length).toBeGreaterThan(0);
    expect(reading.map(({ risk }) => risk).filter((risk) => risk !== 'read')).toEqual([]);
    expect(reading.every(({ annotations }) => annotations.readOnlyHint)).toBe(true);
    expect(createLoxoneTools().filter(({ risk }) => risk === 'read')).toHaveLength(reading.length);
  });

  it('are hinted as destructive', () => {
    const optIn = tools.slice(-3);
    expect(optIn.map(({ annotations }) => annotations.destructiveHint)).toEqual([true, true, true]);
  });
});

/** A raw port that remembers. */
function rawPort(): { readonly sent: string[]; readonly ports: HousePorts } {
  const sent: string[] = [];
  return {
    sent,
    ports: {
      raw: async (uuid, command) => {
        sent.push(`${uuid}/${command}`);
        return { ok: true, value: '1' };
      },
    },
  };
}

describe('loxone_send_command', () => {
  const on = { uuid: 'lamp', command: 'on' };

  it('sends what the owner has listed, and tells what the Miniserver answered', async () => {
    const { sent, ports } = rawPort();
    const result = await call(SEND, on, { home: house(), tools, principal: admin, ports });
    expect(sent).toEqual(['lamp/on']);
    expect(result.text).toContain('accepted by the Miniserver; it answered "1"');
  });

  it('tells of a state that changed', async () => {
    const home = house();
    const ports: HousePorts = {
      raw: async (uuid) => {
        home.set(uuid, { active: 1 });
        return { ok: true, value: '1' };
      },
    };
    const result = await call(SEND, on, { home, tools, principal: admin, ports });
    expect(outcomesOf(result)).toEqual({ lamp: 'changed' });
  });

  it.each([
    'on/off',
    'xon',
    'On',
    'setName/a/b',
    'setName/',
    'off\n',
    'setName/a%2fb',
    '',
    'on?x=1',
  ])('refuses %j', async (command) => {
    const { sent, ports } = rawPort();
    const args = { uuid: 'lamp', command };
    const result = await call(SEND, args, { home: house(), tools, principal: admin, ports });
    expect(errorOf(result)?.code).toBe('not_allowed');
    expect(sent).toEqual([]);
  });

  it('sends nothing that leaves the control, whatever the owner lists', MANY_RUNS, () => {
    const all = [/^(?:[\s\S]*)$/u];
    for (const bad of [
      '../x',
      'a/../b',
      '..',
      'a//b',
      '/on',
      'on/',
      '%2e%2e/x',
      'a/%2E./b',
      'a%0d',
      'a b',
      'a?b',
      'a#b',
      '%',
      '%5c',
      'a%3Fb',
      '.',
      'a/.',
    ]) {
      expect(isAllowed(bad, all), bad).toBe(false);
    }
    const piece = fc.constantFrom('a', '..', '.', '/', '%2e', '%2F', '\\', '?', '#', '%00', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const command = pieces.join('');
        if (!isSendable(command)) return;
        const url = new URL(`http://h/jdev/sps/io/uuid/${command}`);
        expect(url.pathname).toBe(`/jdev/sps/io/uuid/${command}`);
        expect(url.search + url.hash).toBe('');
        expect(decodeURIComponent(url.pathname)).not.toMatch(/\/\.{0,2}(\/|$)/);
      }),
    );
  });

  it('refuses what needs the visualisation password', async () => {
    const { sent, ports } = rawPort();
    const args = { uuid: 'safe', command: 'on' };
    const result = await call(SEND, args, { home: house(), tools, principal: admin, ports });
    expect(errorOf(result)?.code).toBe('pin_required');
    expect(sent).toEqual([]);
  });

  it('knows only what the caller sees', async () => {
    const principal = { ...limitedTo({ rooms: ['room-h'] }), role: 'admin' };
    const { sent, ports } = rawPort();
    const real = await call(
      SEND,
      { uuid: 'far', command: 'on' },
      { home: house(), tools, principal, ports },
    );
    const none = await call(
      SEND,
      { uuid: 'no', command: 'on' },
      { home: house(), tools, principal, ports },
    );
    expect(real).toEqual(none);
    expect(sent).toEqual([]);
  });

  it('is agreed to where the rules say so, and recorded', async () => {
    const { sent, ports } = rawPort();
    const who = person({ given: false, code: 'approval_pending', approvalId: 'A1' });
    const options = {
      home: house(),
      tools,
      principal: admin,
      authorize: asking({ raw: 'approve' }),
    };
    const pending = await call(SEND, on, { ...options, ports: { ...ports, consent: who.ask } });
    expect(errorOf(pending)?.code).toBe('approval_pending');
    expect(who.asked).toMatchObject([{ kind: 'approve', risk: 'raw', devices: ['lamp'] }]);
    expect(sent).toEqual([]);
    const acts: string[] = [];
    const decide: CallOptions['decide'] = async ({ risk, targets }) => {
      acts.push(`${risk} ${targets?.[0]?.id}`);
      return { allow: false, reason: 'audit-unavailable' };
    };
    const unrecorded = await call(SEND, on, {
      home: house(),
      tools,
      principal: admin,
      ports,
      decide,
    });
    expect(outcomesOf(unrecorded)).toEqual({ lamp: 'denied' });
    expect(acts).toEqual(['raw lamp']);
    expect(sent).toEqual([]);
  });

  it('is only told by a dry run, and needs a way and a connection', async () => {
    const { sent, ports } = rawPort();
    const options = { home: house(), tools, principal: admin };
    const dry = await call(SEND, { ...on, dry_run: true }, { ...options, ports });
    expect(dry.text).toContain('would be sent: Lamp [Hall]: on (raw)');
    expect(errorOf(await call(SEND, on, options))?.code).toBe('not_supported');
    options.home.current = { phase: 'reconnecting', since: 0 };
    expect(errorOf(await call(SEND, on, { ...options, ports }))?.code).toBe('house_offline');
    expect(sent).toEqual([]);
  });

  it.each([
    ['offline', 'house_offline'],
    ['refused', 'refused'],
    ['failed', 'outcome_unknown'],
  ] as const)('tells of %s', async (code, expected) => {
    const ports: HousePorts = { raw: async () => ({ ok: false, code, message: 'x.' }) };
    const result = await call(SEND, on, { home: house(), tools, principal: admin, ports });
    expect(errorOf(result)?.code).toBe(expected);
  });
});

/** An administrator's port that remembers. */
function adminPort(): { readonly done: unknown[]; readonly ports: HousePorts } {
  const done: unknown[] = [];
  const ok = { ok: true, value: undefined } as const;
  return {
    done,
    ports: {
      data: {
        modes: () => ({
          all: [
            { id: 3, name: 'Holiday' },
            { id: 4, name: 'Party' },
          ],
        }),
      } as never,
      admin: {
        reboot: async () => {
          done.push('reboot');
          return ok;
        },
        planMode: async (days: PlannedDays) => {
          done.push(days);
          return ok;
        },
      },
    },
  };
}

describe('loxone_admin', () => {
  it('locks and unlocks what can be locked', async () => {
    const home = house();
    const lock = { action: 'lock', targets: ['Lamp'], reason: 'Repair' };
    const result = await call(ADMIN, lock, { home, tools, principal: admin });
    expect(outcomesOf(result)).toEqual({ lamp: 'changed' });
    await call(
      ADMIN,
      { action: 'unlock', targets: ['Lamp'], wait_ms: 0 },
      { home, tools, principal: admin },
    );
    expect(home.executed.map(({ request }) => request)).toEqual([
      { control: 'lamp', command: 'lock', args: { reason: 'Repair' } },
      { control: 'lamp', command: 'unlock', args: {} },
    ]);
    const fixed = { action: 'lock', targets: ['Fixed'], reason: 'x' };
    expect((await call(ADMIN, fixed, { home, tools, principal: admin })).isError).toBe(true);
  });

  it('gives commands that change what is stored, and no others', async () => {
    const home = house();
    const set = {
      action: 'command',
      targets: ['Plan'],
      command: 'set-schedule-modes',
      args: { modes: '3 4' },
      wait_ms: 0,
    };
    expect(outcomesOf(await call(ADMIN, set, { home, tools, principal: admin }))).toEqual({
      plan: 'accepted',
    });
    for (const [target, command] of [
      ['Lamp', 'on'],
      ['Gate', 'open'],
    ]) {
      const other = { action: 'command', targets: [target], command };
      expect((await call(ADMIN, other, { home, tools, principal: admin })).isError).toBe(true);
    }
    expect(home.executed).toHaveLength(1);
  });

  it('restarts the Miniserver, once that is agreed to', async () => {
    const { done, ports } = adminPort();
    const options = {
      home: house(),
      tools,
      principal: admin,
      authorize: asking({ admin: 'confirm' }),
    };
    const reboot = { action: 'reboot' };
    expect((await call(ADMIN, reboot, { ...options, ports })).isError).toBe(true);
    expect(done).toEqual([]);
    const who = person();
    const result = await call(ADMIN, reboot, { ...options, ports: { ...ports, consent: who.ask } });
    expect(result.text).toContain('accepted by the Miniserver');
    expect(done).toEqual(['reboot']);
    expect(who.asked[0]?.effects).toHaveLength(1);
    await call(ADMIN, { ...reboot, dry_run: true }, { ...options, ports });
    expect(done).toEqual(['reboot']);
  });

  it('enters an operating mode into the calendar', async () => {
    const { done, ports } = adminPort();
    const options = { home: house(), tools, principal: admin, ports };
    const plan = { action: 'plan_mode', mode: 'holiday', from: '2026-12-24', to: '2027-01-06' };
    await call(ADMIN, plan, options);
    await call(ADMIN, { action: 'plan_mode', mode: '4', from: '2028-02-29' }, options);
    expect(done).toEqual([
      {
        name: 'Holiday',
        mode: 3,
        from: { year: 2026, month: 12, day: 24 },
        to: { year: 2027, month: 1, day: 6 },
      },
      {
        name: 'Party',
        mode: 4,
        from: { year: 2028, month: 2, day: 29 },
        to: { year: 2028, month: 2, day: 29 },
      },
    ]);
    for (const wrong of [
      { ...plan, mode: 'Nothing' },
      { ...plan, mode: undefined },
      { ...plan, from: '2027-02-29' },
      { ...plan, from: 'soon' },
      { ...plan, to: '2026-12-23' },
      { action: 'plan_mode', mode: '4' },
    ]) {
      expect((await call(ADMIN, wrong, options)).isError, JSON.stringify(wrong)).toBe(true);
    }
    expect(done).toHaveLength(2);
  });

  it('is for administrators of the whole house', async () => {
    const { done, ports } = adminPort();
    for (const principal of [operator, monitor]) {
      const result = await call(
        ADMIN,
        { action: 'reboot' },
        { home: house(), tools, principal, ports },
      );
      expect(errorOf(result)?.code).toBe('not_allowed');
    }
    const some = { ...limitedTo({ rooms: ['room-h'] }), role: 'admin' };
    const plan = { action: 'plan_mode', mode: '4', from: '2028-02-29' };
    for (const args of [{ action: 'reboot' }, plan]) {
      const result = await call(ADMIN, args, { home: house(), tools, principal: some, ports });
      expect(result.isError).toBe(true);
      expect(everythingIn(result)).not.toContain('Zebra');
    }
    expect(done).toEqual([]);
  });

  it('says what is missing', async () => {
    const options = { home: house(), tools, principal: admin };
    for (const args of [
      { action: 'lock' },
      { action: 'lock', targets: ['Lamp'] },
      { action: 'command', targets: ['Lamp'] },
      { action: 'reboot' },
      { action: 'plan_mode' },
    ]) {
      expect((await call(ADMIN, args, options)).isError).toBe(true);
    }
    expect(options.home.executed).toEqual([]);
  });
});
