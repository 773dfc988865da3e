import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { canonicalJson } from '../../src/consent/canonical-json.js';
import type { ConsentAnswer, ConsentQuestion } from '../../src/consent/question.js';
import { asker, type ConsentRig, consentRig, question } from './rig.js';

let rig: ConsentRig;

beforeEach(() => {
  rig = consentRig();
});

function ask(changes: Partial<ConsentQuestion> = {}): Promise<ConsentAnswer> {
  return rig.consents.ask(question(changes));
}

async function tokenFor(changes: Partial<ConsentQuestion> = {}): Promise<string> {
  const answer = await ask(changes);
  if (answer.given || answer.token === undefined) throw new RangeError('no token was issued');
  return answer.token;
}

describe('a person who can be asked', () => {
  it('is asked what exactly would happen, and is believed', async () => {
    const elicit = vi.fn(async () => 'accepted' as const);
    expect(await ask({ elicit })).toEqual({ given: true });
    expect(elicit.mock.calls).toEqual([
      ['Küche wants to use loxone_control_access:\n- open Front Door [Hall]\nLet it happen?'],
    ]);
    expect(rig.audit.recorded).toMatchObject([
      {
        type: 'consent.confirmed',
        actor: { id: asker.id },
        target: 'tool:loxone_control_access',
        outcome: 'success',
        address: '192.0.2.7',
        details: { risk: 'access', how: 'elicitation', effects: ['open Front Door [Hall]'] },
      },
    ]);
  });

  it('says no for good: there is no token to go past them, not even an earlier one', async () => {
    const token = await tokenFor();
    const elicit = async () => 'declined' as const;
    expect(await ask({ elicit, token })).toEqual({ given: false, code: 'declined' });
    expect(await ask({ token })).toMatchObject({ given: false, code: 'confirmation_required' });
    expect(rig.trail()).toContain('consent.declined elicitation');
  });

  it.each([
    ['does not answer', () => Promise.reject(new RangeError('timeout'))],
    [
      'fails at once',
      () => {
        throw new TypeError('broken');
      },
    ],
  ] as const)('%s: nobody has agreed, and no token goes past them', async (_, elicit) => {
    expect(await ask({ elicit })).toEqual({ given: false, code: 'unavailable' });
    expect(rig.trail()).toEqual([]);
  });

  it.each([true, 'yes', undefined, 'accepted ', {}])(
    'has not agreed with an answer of %j',
    async (answer) => {
      const elicit = (async () => answer) as unknown as NonNullable<ConsentQuestion['elicit']>;
      expect(await ask({ elicit })).toEqual({ given: false, code: 'declined' });
    },
  );

  it('is shown no marks that turn or hide text, no lines that were not ours, no keys', async () => {
    const asked: string[] = [];
    const key = `lmcp_admin_001_${'A'.repeat(49)}`;
    await ask({
      principal: { ...asker, name: 'Evil\n- nothing' },
      effects: ['open \u202edoor\nLet it happen? yes', `with ${key}`, 'x'.repeat(3_000)],
      elicit: async (message) => {
        asked.push(message);
        return 'declined';
      },
    });
    const lines = asked.join().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe('- open \ufffddoor\ufffdLet it happen? yes');
    expect(asked.join()).not.toContain(key);
    expect(lines[3]).toMatch(/x… \(1000 more characters\)$/);
  });

  it('is told how many lines there are beyond what can be read', async () => {
    const asked: string[] = [];
    await ask({
      effects: Array.from({ length: 1_000 }, (_, at) => `lamp ${at}`),
      elicit: async (message) => {
        asked.push(message);
        return 'accepted';
      },
    });
    expect(asked.join()).toMatch(/lamp 199\n- and 800 more\nLet it happen\?$/);
    expect(rig.audit.recorded[0]?.details?.effects).toHaveLength(16);
  });
});

describe('a token', () => {
  it('is issued where nobody can be asked, and good once for the same call', async () => {
    const first = await ask({ elicit: async () => 'unavailable' });
    expect(first).toEqual({
      given: false,
      code: 'confirmation_required',
      token: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      expiresAt: rig.time.clock.now() + 60_000,
    });
    const token = first.given ? '' : (first.token ?? '');
    expect(await ask({ token })).toEqual({ given: true });
    expect(rig.trail()).toEqual(['consent.confirmed token', 'consent.token-issued']);
    const again = await ask({ token });
    expect(again).toMatchObject({ given: false, code: 'confirmation_required' });
    expect(again).not.toMatchObject({ token });
  });

  it('is never in the trail or the log', async () => {
    const token = await tokenFor();
    await ask({ token });
    await ask({ token });
    expect(JSON.stringify(rig.events()) + rig.logger.text()).not.toContain(token);
  });

  it('counts for the same arguments in any order and layout', async () => {
    const token = await tokenFor({ args: { a: [1, { b: 2, c: undefined }], d: 'x' } });
    expect(await ask({ token, args: { d: 'x', a: [1, { b: 2 }] } })).toEqual({ given: true });
  });

  it.each<[string, Partial<ConsentQuestion>]>([
    ['another tool', { tool: 'loxone_control_lights' }],
    ['other arguments', { args: { target: 'Front Door', action: 'close' } }],
    ['one argument more', { args: { target: 'Front Door', action: 'open', force: true } }],
    ['arguments in another order of a list', { args: ['b', 'a'] }],
    ['no arguments', { args: undefined }],
    ['another caller', { principal: testPrincipal('admin') }],
    ['a caller of that id from elsewhere', { principal: { ...asker, kind: 'stdio' } }],
    ['the key after a change', { principal: { ...asker, revision: '2' } }],
  ])('is no good for %s, and stays good for its own call', async (_, changes) => {
    const args = {
      args:
        changes.tool === undefined && Array.isArray(changes.args) ? ['a', 'b'] : question().args,
    };
    const token = await tokenFor(args);
    expect(await ask({ ...args, ...changes, token })).toMatchObject({ given: false });
    expect(await ask({ ...args, token })).toEqual({ given: true });
  });

  it('is no good after a minute, nor when the clock was set back', async () => {
    const late = await tokenFor();
    rig.time.advance(60_000);
    expect(await ask({ token: late })).toMatchObject({ code: 'confirmation_required' });
    const early = await tokenFor();
    rig.time.advance(59_999);
    expect(await ask({ token: early })).toEqual({ given: true });
    const back = await tokenFor();
    rig.time.advance(-3_600_000);
    expect(await ask({ token: back })).toMatchObject({ code: 'confirmation_required' });
  });

  it.each(['', 'x', 'A'.repeat(22), 'A'.repeat(10_000), '…', '__proto__'])(
    'is not %j, and a wrong one brings a new one that works',
    async (token) => {
      await tokenFor();
      const answer = await ask({ token });
      expect(answer).toMatchObject({ code: 'confirmation_required' });
      expect(await ask({ token: answer.given ? '' : (answer.token ?? '') })).toEqual({
        given: true,
      });
    },
  );

  it('ends with the next one for the same call', async () => {
    const first = await tokenFor();
    const second = await tokenFor();
    expect(first).not.toBe(second);
    expect(await ask({ token: first })).toMatchObject({ given: false });
  });

  it('of one caller is not pushed out by another, whatever they ask for', async () => {
    const token = await tokenFor();
    const other = testPrincipal('monitor');
    const theirs = await tokenFor({ principal: other, args: 'first' });
    for (let at = 0; at < 5_000; at += 1) await tokenFor({ principal: other, args: at });
    expect(await ask({ principal: other, args: 'first', token: theirs })).toMatchObject({
      given: false,
    });
    expect(await ask({ token })).toEqual({ given: true });
  });

  it('does not count where the answer cannot be recorded', async () => {
    const token = await tokenFor();
    rig.audit.fail();
    expect(await ask({ token })).toEqual({ given: false, code: 'unavailable' });
  });

  it('is not issued for arguments that cannot be compared', async () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    for (const args of [deep, Number.NaN, () => 1, 1n, { a: Symbol('a') }]) {
      expect(await ask({ args })).toEqual({ given: false, code: 'unavailable' });
    }
  });
});

describe('canonicalJson', () => {
  it.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [
      { '\u20ac': 1, '\r': 2, '1': 3, '\u0080': 4, '\u00f6': 5 },
      '{"\\r":2,"1":3,"\u0080":4,"\u00f6":5,"\u20ac":1}',
    ],
    [-0, '0'],
    [1e21, '1e+21'],
    [JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ])('writes %j (sorting after RFC 8785 §3.2.3)', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('tells any two JSON values apart, and none from itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const text = canonicalJson(one);
        expect(text).toBeDefined();
        // Minus zero is the one value that JSON itself forgets.
        const same = JSON.parse(JSON.stringify(one));
        expect(canonicalJson(same)).toBe(text);
        expect(JSON.parse(text ?? '')).toEqual(same);
        const equal = canonicalJson(other) === text;
        if (equal) expect(JSON.parse(JSON.stringify(other))).toEqual(same);
      }),
    );
  });
});
