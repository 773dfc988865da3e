import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { admin } from './support/authorize.js';
import { type CallOptions, call, errorOf, itemsOf, outcomesOf } from './support/call.js';
import { asking, type Person, person, tokenBearer } from './support/consent.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const HALL = room('Hall');
const ACCESS = 'loxone_control_access';
const OPEN = { targets: ['gate'], command: 'open' };

function house(): FakeHome {
  const home = new FakeHome(
    [
      control({ id: 'gate', name: 'Gate', type: 'Gate', room: HALL }),
      control({ id: 'station', name: 'Station', type: 'Intercom', room: HALL }),
      control({ id: 'lamp', name: 'Lamp', type: 'Switch', room: HALL }),
      ...Array.from({ length: 30 }, (_, at) =>
        control({ id: `s${at}`, name: `Socket ${at}`, type: 'Switch', room: room('Store') }),
      ),
      control({
        id: 'all',
        name: 'Everything',
        type: 'CentralLightController',
        details: { controls: Array.from({ length: 30 }, (_, at) => ({ uuid: `s${at}` })) },
      }),
    ],
    { gate: { position: 0, active: 0 }, lamp: { active: 0 } },
  );
  home.react = ({ command }) => {
    if (command === 'open') return { position: 1 };
    return command === 'on' ? { active: 1 } : {};
  };
  return home;
}

const confirming = asking({ access: 'confirm' });

function options(
  home: FakeHome,
  who: Person | undefined,
  more: Partial<CallOptions> = {},
): CallOptions {
  return {
    home,
    principal: admin,
    authorize: confirming,
    ...(who !== undefined && { ports: { consent: who.ask } }),
    ...more,
  };
}

describe('what somebody has to agree to', () => {
  it('is sent once they have', async () => {
    const home = house();
    const who = person();
    const result = await call(ACCESS, OPEN, options(home, who));
    expect(outcomesOf(result)).toEqual({ gate: 'changed' });
    expect(home.executed).toHaveLength(1);
    expect(who.asked).toHaveLength(1);
    expect(who.asked[0]).toMatchObject({
      kind: 'confirm',
      reason: 'policy',
      risk: 'access',
      tool: ACCESS,
      devices: ['gate'],
      args: { targets: ['gate'], command: 'open' },
    });
    expect(who.asked[0]?.effects).toHaveLength(1);
    expect(who.asked[0]?.effects[0]).toMatch(/^Gate \[Hall\]: open; it is .*closed/);
  });

  it('is not sent before', async () => {
    const home = house();
    const sent: number[] = [];
    const who = person(() => {
      sent.push(home.executed.length);
      return { given: true };
    });
    await call(ACCESS, OPEN, options(home, who));
    expect(sent).toEqual([0]);
  });

  it.each([
    ['declined', 'declined'],
    ['confirmation_required', 'confirmation_required'],
    ['approval_pending', 'approval_pending'],
    ['approval_refused', 'approval_refused'],
    ['approval_expired', 'approval_pending'],
    ['unavailable', 'not_allowed'],
  ] as const)('is not sent when the answer is %s', async (code, expected) => {
    const home = house();
    const who = person({ given: false, code });
    const result = await call(ACCESS, OPEN, options(home, who));
    expect(errorOf(result)?.code).toBe(expected);
    expect(outcomesOf(result)).toEqual({ gate: 'planned' });
    expect(home.executed).toEqual([]);
  });

  it('is not sent where nobody can be asked, or asking fails', async () => {
    const home = house();
    expect(errorOf(await call(ACCESS, OPEN, options(home, undefined)))?.code).toBe('not_allowed');
    const broken = person(() => {
      throw new TypeError('broken');
    });
    expect(errorOf(await call(ACCESS, OPEN, options(home, broken)))?.code).toBe('not_allowed');
    expect(home.executed).toEqual([]);
  });

  it('says that a no is final', async () => {
    const who = person({ given: false, code: 'declined' });
    const result = await call(ACCESS, OPEN, options(house(), who));
    expect(errorOf(result)?.hint).toBe('Do not ask again.');
    expect(result.structured.confirm_token).toBeUndefined();
  });

  it('is confirmed by a token with the same arguments, once', async () => {
    const home = house();
    const who = tokenBearer();
    const first = await call(ACCESS, OPEN, options(home, who));
    const token = first.structured.confirm_token;
    expect(token).toBe('token-1');
    expect(first.text).toContain('confirm_token: token-1');
    expect(home.executed).toEqual([]);
    const other = { ...OPEN, command: 'close', confirm_token: token };
    expect(errorOf(await call(ACCESS, other, options(home, who)))?.code).toBe(
      'confirmation_required',
    );
    const again = { ...OPEN, confirm_token: token };
    expect(outcomesOf(await call(ACCESS, again, options(home, who)))).toEqual({ gate: 'changed' });
    expect(errorOf(await call(ACCESS, again, options(home, who)))?.code).toBe(
      'confirmation_required',
    );
    expect(home.executed).toHaveLength(1);
  });

  it('is asked without the token among the arguments', async () => {
    const who = person();
    await call(ACCESS, { ...OPEN, confirm_token: 'abc' }, options(house(), who));
    expect(who.asked[0]?.token).toBe('abc');
    expect(JSON.stringify(who.asked[0]?.args)).not.toContain('abc');
    expect(Object.keys(who.asked[0]?.args as object)).not.toContain('confirm_token');
  });

  it('names the request to the owner', async () => {
    const who = person({ given: false, code: 'approval_pending', approvalId: 'A-17' });
    const result = await call(ACCESS, OPEN, options(house(), who));
    expect(result.text).toContain('(request A-17)');
  });

  it('is told by a dry run, which asks nobody', async () => {
    for (const [consent, words] of [
      ['confirm', 'a person has to confirm it'],
      ['approve', 'the owner has to approve it'],
    ] as const) {
      const who = person();
      const home = house();
      const authorize = asking({ access: consent });
      const dry = { ...OPEN, dry_run: true };
      const result = await call(ACCESS, dry, options(home, who, { authorize }));
      expect(itemsOf(result)[0]?.detail).toContain(words);
      expect(who.asked).toEqual([]);
      expect(home.executed).toEqual([]);
    }
  });

  it('is decided by the strictest of several targets', async () => {
    const who = person();
    const authorize = asking({ access: 'approve', control: 'confirm' });
    const home = house();
    const both = { targets: ['station', 'gate'], command: 'stop' };
    await call(
      ACCESS,
      { targets: ['station'], command: 'answer' },
      options(home, who, { authorize }),
    );
    await call(ACCESS, OPEN, options(home, who, { authorize }));
    expect(who.asked.map(({ kind, risk }) => [kind, risk])).toEqual([
      ['confirm', 'control'],
      ['approve', 'access'],
    ]);
    expect(errorOf(await call(ACCESS, both, options(home, who, { authorize })))?.code).toBe(
      'not_supported',
    );
  });

  it('asks once for all targets, and mixes neither risks nor rules', async () => {
    const who = person();
    const home = house();
    const strictGate: CallOptions['authorize'] = (principal, action) => {
      const decision = confirming(principal, action);
      const isGate = action.targets?.some(({ id }) => id === 'gate2') === true;
      return decision.allow && isGate && action.risk === 'access'
        ? { allow: true, consent: 'approve' }
        : decision;
    };
    home.replaceStructure(
      ['gate', 'gate2'].map((id) => control({ id, name: id, type: 'Gate', room: HALL })),
      '2',
    );
    const wish = { targets: ['gate', 'gate2'], command: 'open' };
    await call(ACCESS, wish, options(home, who, { authorize: strictGate }));
    expect(who.asked.map(({ kind, devices }) => [kind, devices])).toEqual([
      ['approve', ['gate', 'gate2']],
    ]);
  });

  it('is refused when the rules have become stricter meanwhile', async () => {
    const home = house();
    const stricter: CallOptions['decide'] = async () => ({ allow: true, consent: 'approve' });
    const free = await call(
      'loxone_control_device',
      { targets: ['lamp'], command: 'on' },
      { home, principal: admin, decide: stricter },
    );
    expect(outcomesOf(free)).toEqual({ lamp: 'denied' });
    const denied: CallOptions['decide'] = async () => ({ allow: false, reason: 'not-approved' });
    const agreed = await call(ACCESS, OPEN, options(home, person(), { decide: denied }));
    expect(outcomesOf(agreed)).toEqual({ gate: 'denied' });
    expect(agreed.text).toContain('the owner has to approve it');
    expect(home.executed).toEqual([]);
  });

  it('tells the last word whether somebody has agreed', async () => {
    const told: boolean[] = [];
    const decide: CallOptions['decide'] = async (_action, consented) => {
      told.push(consented);
      return { allow: true };
    };
    const home = house();
    await call(ACCESS, OPEN, options(home, person(), { decide }));
    const lamp = { targets: ['lamp'], command: 'on' };
    await call('loxone_control_device', lamp, options(home, person(), { decide }));
    expect(told).toEqual([true, false]);
  });

  it('is not asked about what is not allowed anyway, or cannot be sent now', async () => {
    const who = person();
    const home = house();
    home.current = { phase: 'reconnecting', since: 0 };
    expect(errorOf(await call(ACCESS, OPEN, options(home, who)))?.code).toBe('house_offline');
    expect(who.asked).toEqual([]);
  });
});

describe('many devices at once', () => {
  const store = { targets: [{ room: 'Store', all: true }], command: 'on' };
  const DEVICE = 'loxone_control_device';

  it('are asked about', async () => {
    const home = house();
    const who = person({ given: false, code: 'declined' });
    const result = await call(DEVICE, store, { home, ports: { consent: who.ask } });
    expect(errorOf(result)?.code).toBe('declined');
    expect(who.asked[0]).toMatchObject({ kind: 'confirm', reason: 'bulk', risk: 'control' });
    expect(who.asked[0]?.effects).toHaveLength(30);
    expect(home.executed).toEqual([]);
  });

  it('count as what a central control moves', async () => {
    const home = house();
    const result = await call(DEVICE, { targets: ['all'], command: 'on' }, { home });
    expect(errorOf(result)?.code).toBe('not_allowed');
    expect(home.executed).toEqual([]);
  });

  it('are told of by a dry run', async () => {
    const result = await call(DEVICE, { ...store, dry_run: true }, { home: house() });
    expect(result.text).toContain('More than 25 devices: a person has to confirm it.');
  });

  it('are as many as the owner says', async () => {
    for (const [bulkLimit, asked] of [
      [29, 1],
      [30, 0],
    ] as const) {
      const who = person();
      const tools = createLoxoneTools({ bulkLimit });
      await call(DEVICE, store, { home: house(), tools, ports: { consent: who.ask } });
      expect(who.asked, String(bulkLimit)).toHaveLength(asked);
    }
    for (const bulkLimit of [0, 1.5, Number.NaN]) {
      expect(() => createLoxoneTools({ bulkLimit })).toThrow(RangeError);
    }
  });
});

describe('the visualisation password', () => {
  class SecuredHome extends FakeHome {
    readonly commandsSecured: boolean;
    constructor(controls: ConstructorParameters<typeof FakeHome>[0], known: boolean) {
      super(controls);
      this.commandsSecured = known;
    }
  }
  const whole = control({ id: 'w', name: 'Station', type: 'Intercom', room: HALL, secured: true });
  const open = { targets: ['b'], command: 'pulse' };
  const button = (secured: boolean) =>
    control({ id: 'b', name: 'Opener', type: 'Pushbutton', parent: whole, secured });

  it('is needed, and then the client has it', async () => {
    for (const [known, code] of [
      [false, 'pin_required'],
      [true, undefined],
    ] as const) {
      const home = new SecuredHome([whole, button(true)], known);
      // The fake checks like the catalog; only whether it is asked matters here.
      home.execute = async (request, { waitMs } = {}) => {
        home.executed.push({ request, waitMs });
        return { outcome: 'unchanged', waitedMs: 0 };
      };
      const result = await call(ACCESS, { ...open, wait_ms: 0 }, { home, principal: admin });
      expect(errorOf(result)?.code).toBe(code);
      expect(home.executed).toHaveLength(known ? 1 : 0);
    }
  });

  it('cannot be got round by a part that asks for none', async () => {
    for (const known of [false, true]) {
      const home = new SecuredHome([whole, button(false)], known);
      for (const wish of [open, { targets: ['w'], command: 'open' }]) {
        const result = await call(ACCESS, wish, { home, principal: admin });
        expect(errorOf(result)?.code).toBe('pin_required');
      }
      expect(home.executed).toEqual([]);
    }
  });
});
