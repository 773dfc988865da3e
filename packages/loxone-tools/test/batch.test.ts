import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { admin, limitedTo, monitor, operator } from './support/authorize.js';
import { type CallOptions, call, errorOf } from './support/call.js';
import { asking, person, tokenBearer } from './support/consent.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const BATCH = 'loxone_batch';
const DEVICE = 'loxone_control_device';
const ACCESS = 'loxone_control_access';
const HALL = room('Hall', 'room-hall');

const on = (target: string) => ({ tool: DEVICE, args: { targets: [target], command: 'on' } });
const openGate = { tool: ACCESS, args: { targets: ['gate'], command: 'open' } };

function house(): FakeHome {
  const home = new FakeHome([
    control({ id: 'a', name: 'Alpha', type: 'Switch', room: HALL }),
    control({ id: 'b', name: 'Beta', type: 'Switch', room: HALL }),
    control({ id: 'gate', name: 'Gate', type: 'Gate', room: HALL }),
    control({ id: 'bad', name: 'Bad', type: 'Switch', room: room('Attic') }),
    ...Array.from({ length: 30 }, (_, at) =>
      control({ id: `s${at}`, name: `Socket ${at}`, type: 'Switch', room: room('Store') }),
    ),
  ]);
  home.react = ({ control: id, command }) => {
    if (id === 'bad') return { outcome: 'refused', code: 500, message: 'no' };
    if (command === 'open') return { position: 1 };
    return command === 'on' ? { active: 1 } : {};
  };
  return home;
}

function sent(home: FakeHome): readonly string[] {
  return home.executed.map(({ request }) => `${request.control} ${request.command}`);
}

function outcomes(result: Awaited<ReturnType<typeof call>>): readonly unknown[] {
  return (result.structured.results as { outcome: unknown }[]).map(({ outcome }) => outcome);
}

describe('loxone_batch', () => {
  it('runs its steps in their order and tells of each', async () => {
    const home = house();
    const result = await call(BATCH, { steps: [on('b'), on('a')] }, { home });
    expect(sent(home)).toEqual(['b on', 'a on']);
    expect(outcomes(result)).toEqual(['done', 'done']);
    expect(result.text.split('\n')[0]).toBe('2 of 2 steps done.');
    expect(result.text).toContain('1. loxone_control_device: Beta [Hall]: now on');
  });

  it('waits before a step, and for as long as it says', async () => {
    const home = house();
    const waits: [number, number][] = [];
    const tools = createLoxoneTools({
      after: (ms, callback) => {
        waits.push([ms, home.executed.length]);
        queueMicrotask(callback);
        return () => undefined;
      },
    });
    const steps = [on('a'), { ...on('b'), delay_ms: 700 }, { delay_ms: 50 }];
    const result = await call(BATCH, { steps }, { home, tools });
    expect(waits).toEqual([
      [700, 1],
      [50, 2],
    ]);
    expect(outcomes(result)).toEqual(['done', 'done', 'done']);
  });

  it('goes on after a step that failed, or stops there', async () => {
    const steps = [on('a'), on('bad'), on('b')];
    const home = house();
    const all = await call(BATCH, { steps }, { home });
    expect(outcomes(all)).toEqual(['done', 'failed', 'done']);
    expect(all.isError).toBeUndefined();
    expect(all.text).toContain('2 of 3 steps done; nothing is undone.');
    const other = house();
    const some = await call(BATCH, { steps, stop_on_error: true }, { home: other });
    expect(outcomes(some)).toEqual(['done', 'failed', 'skipped']);
    expect(sent(other)).toEqual(['a on', 'bad on']);
  });

  it('counts a step as partly done when one of its devices is not', async () => {
    const both = { tool: DEVICE, args: { targets: ['a', 'bad'], command: 'on' } };
    const home = house();
    const result = await call(BATCH, { steps: [both, on('b')], stop_on_error: true }, { home });
    expect(outcomes(result)).toEqual(['partial', 'skipped']);
  });

  it('is an error when nothing was done', async () => {
    const result = await call(BATCH, { steps: [on('bad')] }, { home: house() });
    expect(errorOf(result)?.code).toBe('no_effect');
  });

  it.each([
    ['an unknown tool', { tool: 'loxone_fly', args: {} }, 'steps[1]'],
    ['a reading tool', { tool: 'loxone_search', args: { query: 'a' } }, 'steps[1]'],
    ['a batch', { tool: BATCH, args: { steps: [on('a')] } }, 'steps[1]'],
    ['arguments that do not fit', { tool: DEVICE, args: { targets: ['a'] } }, 'command'],
    ['an unknown device', on('nobody'), 'no device of this name'],
    ['a wrong command', { tool: DEVICE, args: { targets: ['a'], command: 'fly' } }, 'It takes'],
    ['a token of its own', { ...on('a'), args: { ...on('a').args, confirm_token: 'x' } }, 'whole'],
    ['a dry run of its own', { ...on('a'), args: { ...on('a').args, dry_run: true } }, 'whole'],
    ['no tool', { args: { targets: ['a'] } }, 'tool is missing'],
    ['nothing at all', {}, 'tool is missing'],
  ])('sends nothing when a step is %s', async (_what, step, words) => {
    const home = house();
    const result = await call(BATCH, { steps: [on('a'), step] }, { home });
    expect(result.isError).toBe(true);
    expect(result.text).toContain(words);
    expect(home.executed).toEqual([]);
  });

  it('takes 1 to 100 steps, and pauses of ten minutes in all', async () => {
    const many = (count: number) => Array.from({ length: count }, () => ({ delay_ms: 1 }));
    const home = house();
    const after = (_ms: number, callback: () => void) => {
      queueMicrotask(callback);
      return () => undefined;
    };
    const tools = createLoxoneTools({ after });
    expect((await call(BATCH, { steps: many(100) }, { home, tools })).isError).toBeUndefined();
    for (const steps of [[], many(101), many(3).map(() => ({ delay_ms: 300_000 }))]) {
      expect((await call(BATCH, { steps }, { home, tools })).isError).toBe(true);
    }
  });

  it('tells how far it is', async () => {
    const told: unknown[] = [];
    const ports: CallOptions['ports'] = {
      progress: (done, total, message) => told.push([done, total, message]),
    };
    await call(BATCH, { steps: [on('a'), on('b')] }, { home: house(), ports });
    expect(told).toEqual([
      [1, 2, 'Control any device'],
      [2, 2, 'Control any device'],
    ]);
  });

  it('ends when the call is ended', async () => {
    const home = house();
    const ending = new AbortController();
    home.react = () => {
      ending.abort();
      return { active: 1 };
    };
    const steps = [on('a'), { ...on('b'), delay_ms: 60_000 }];
    const result = await call(BATCH, { steps }, { home, signal: ending.signal });
    expect(outcomes(result)).toEqual(['done', 'cancelled']);
    expect(sent(home)).toEqual(['a on']);
  });

  it('ends a pause when the call is ended', async () => {
    const ending = new AbortController();
    const tools = createLoxoneTools({
      after: () => {
        queueMicrotask(() => ending.abort());
        return () => undefined;
      },
    });
    const home = house();
    const steps = [{ ...on('a'), delay_ms: 1000 }];
    const result = await call(BATCH, { steps }, { home, tools, signal: ending.signal });
    expect(outcomes(result)).toEqual(['cancelled']);
    expect(home.executed).toEqual([]);
  });

  it('only tells what would happen in a dry run', async () => {
    const home = house();
    const result = await call(BATCH, { steps: [on('a'), on('b')], dry_run: true }, { home });
    expect(result.text).toContain('Dry run, nothing was sent.');
    expect(result.text).toContain('Alpha [Hall]: would be sent on');
    expect(home.executed).toEqual([]);
  });
});

describe('the rights of a batch', () => {
  it('are those of each step called alone', async () => {
    for (const principal of [operator, monitor, limitedTo({ rooms: ['room-hall'] })]) {
      for (const step of [on('a'), on('s1'), openGate]) {
        const alone = await call(step.tool, step.args, { home: house(), principal });
        const home = house();
        const batch = await call(BATCH, { steps: [step] }, { home, principal });
        expect(batch.isError, `${principal.role} ${JSON.stringify(step)}`).toBe(alone.isError);
        if (alone.isError === true) expect(home.executed).toEqual([]);
      }
    }
  });

  it('stop the step that is denied and no other', async () => {
    const home = house();
    const steps = [openGate, on('a')];
    const result = await call(BATCH, { steps }, { home, principal: operator });
    expect(outcomes(result)).toEqual(['failed', 'done']);
    expect(sent(home)).toEqual(['a on']);
  });

  it('are asked for by the name of the step, and denials are recorded once', async () => {
    const acts: string[] = [];
    const decide: CallOptions['decide'] = async ({ name, risk }) => {
      acts.push(`${name} ${risk}`);
      return { allow: true };
    };
    await call(BATCH, { steps: [on('a'), openGate] }, { home: house(), principal: admin, decide });
    expect(acts).toEqual([`${DEVICE} control`, `${ACCESS} access`]);
  });
});

describe('the consent to a batch', () => {
  const authorize = asking({ access: 'confirm' });
  const steps = [on('a'), openGate, on('b')];
  const base = { principal: admin, authorize } as const;

  it('is asked for once, with all that would happen', async () => {
    const home = house();
    const who = person();
    const result = await call(BATCH, { steps }, { ...base, home, ports: { consent: who.ask } });
    expect(outcomes(result)).toEqual(['done', 'done', 'done']);
    expect(who.asked).toHaveLength(1);
    expect(who.asked[0]).toMatchObject({ tool: BATCH, kind: 'confirm', risk: 'access' });
    expect(who.asked[0]?.effects.map((effect) => effect.slice(0, 20))).toEqual([
      '1. Alpha [Hall]: on',
      '2. Gate [Hall]: open',
      '3. Beta [Hall]: on',
    ]);
    expect(who.asked[0]?.args).toEqual({ steps });
  });

  it('is asked for before anything is sent', async () => {
    const home = house();
    const who = person({ given: false, code: 'declined' });
    const result = await call(BATCH, { steps }, { ...base, home, ports: { consent: who.ask } });
    expect(errorOf(result)?.code).toBe('declined');
    expect(home.executed).toEqual([]);
  });

  it('comes by a token that is bound to all steps', async () => {
    const home = house();
    const who = tokenBearer();
    const options = { ...base, home, ports: { consent: who.ask } };
    const first = await call(BATCH, { steps }, options);
    const token = first.structured.confirm_token;
    const more = { steps: [...steps, on('s1')], confirm_token: token };
    expect(errorOf(await call(BATCH, more, options))?.code).toBe('confirmation_required');
    expect(home.executed).toEqual([]);
    const same = await call(BATCH, { steps, confirm_token: token }, options);
    expect(outcomes(same)).toEqual(['done', 'done', 'done']);
  });

  it('is the strictest that any step needs', async () => {
    const who = person();
    const strict = asking({ access: 'approve', control: 'confirm' });
    const options = { home: house(), principal: admin, authorize: strict };
    await call(BATCH, { steps }, { ...options, ports: { consent: who.ask } });
    expect(who.asked.map(({ kind }) => kind)).toEqual(['approve']);
  });

  it('does not cover what became stricter meanwhile', async () => {
    let now: 'confirm' | 'approve' = 'confirm';
    const who = person(() => {
      now = 'approve';
      return { given: true };
    });
    const home = house();
    const moving: CallOptions['authorize'] = (principal, action) =>
      asking({ access: now })(principal, action);
    const options = { home, principal: admin, authorize: moving, ports: { consent: who.ask } };
    const result = await call(BATCH, { steps }, options);
    expect(outcomes(result)).toEqual(['done', 'failed', 'done']);
    expect(sent(home)).toEqual(['a on', 'b on']);
  });

  it('does not cover devices that were added meanwhile', async () => {
    const home = house();
    const gates = (ids: readonly string[]) =>
      ids.map((id) => control({ id, name: id, type: 'Gate', room: HALL }));
    home.replaceStructure(gates(['g1']), '2');
    const who = person(() => {
      home.replaceStructure(gates(['g1', 'g2']), '3');
      return { given: true };
    });
    const all = { tool: ACCESS, args: { targets: [{ all: true }], command: 'open' } };
    const options = { ...base, home, ports: { consent: who.ask } };
    const result = await call(BATCH, { steps: [all] }, options);
    expect(outcomes(result)).toEqual(['failed']);
    expect(home.executed).toEqual([]);
  });

  it('covers each step once', async () => {
    const who = person();
    const options = { ...base, home: house(), ports: { consent: who.ask } };
    const twice = await call(BATCH, { steps: [openGate, openGate] }, options);
    expect(outcomes(twice)).toEqual(['done', 'done']);
    expect(who.asked).toHaveLength(1);
  });

  it('is needed for many devices, however they are divided', async () => {
    const who = person();
    const steps = Array.from({ length: 30 }, (_, at) => on(`s${at}`));
    const home = house();
    await call(BATCH, { steps }, { home, ports: { consent: who.ask } });
    expect(who.asked).toMatchObject([{ kind: 'confirm', reason: 'bulk' }]);
    const silent = house();
    expect(errorOf(await call(BATCH, { steps }, { home: silent }))?.code).toBe('not_allowed');
    expect(silent.executed).toEqual([]);
  });
});
