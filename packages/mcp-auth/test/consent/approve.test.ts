import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsentAnswer, ConsentQuestion } from '../../src/consent/question.js';
import { asker, type ConsentRig, consentRig, owner, question } from './rig.js';

const OWNER = { id: 'cli:anna' };
const MINUTE = 60_000;

let rig: ConsentRig;

beforeEach(() => {
  rig = consentRig();
});

function ask(changes: Partial<ConsentQuestion> = {}): Promise<ConsentAnswer> {
  return rig.consents.ask(question({ kind: 'approve', ...changes }));
}

async function pending(changes: Partial<ConsentQuestion> = {}): Promise<string> {
  const answer = await ask(changes);
  if (answer.given || answer.approvalId === undefined) throw new RangeError('nothing is pending');
  return answer.approvalId;
}

describe('a request', () => {
  it('is put into the queue once, and tells the owner what would happen', async () => {
    const first = await ask();
    expect(first).toEqual({
      given: false,
      code: 'approval_pending',
      approvalId: expect.stringMatching(/^[0-9a-hjkmnp-tv-z]{10}$/),
      expiresAt: rig.time.clock.now() + 10 * MINUTE,
    });
    rig.time.advance(1_000);
    expect(await ask()).toEqual(first);
    const id = first.given ? '' : first.approvalId;
    expect(await rig.approvals.list()).toEqual([
      {
        id,
        state: 'pending',
        requester: { id: asker.id, kind: 'key', name: 'Küche', role: 'operator' },
        tool: 'loxone_control_access',
        risk: 'access',
        effects: ['open Front Door [Hall]'],
        requestedAt: rig.time.clock.now() - 1_000,
        expiresAt: rig.time.clock.now() - 1_000 + 10 * MINUTE,
      },
    ]);
    expect(rig.audit.recorded).toMatchObject([
      {
        type: 'approval.requested',
        actor: { id: asker.id },
        target: 'tool:loxone_control_access',
        details: { approval: id, effects: ['open Front Door [Hall]'] },
      },
    ]);
  });

  it('is one for many same calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(new Set(answers.map((answer) => (answer.given ? '' : answer.approvalId))).size).toBe(1);
    expect(await rig.approvals.list()).toHaveLength(1);
  });

  it('cannot be satisfied by anything in the call', async () => {
    const elicit = vi.fn(async () => 'accepted' as const);
    const id = await pending();
    const confirmed = await rig.consents.ask(question());
    const token = confirmed.given ? '' : (confirmed.token ?? '');
    for (const changes of [
      { elicit },
      { token },
      { token: id },
      { context: { confirmed: true, approved: true } },
    ]) {
      expect(await ask(changes)).toMatchObject({ given: false, code: 'approval_pending' });
    }
    expect(elicit).not.toHaveBeenCalled();
  });

  it('is none where it cannot be recorded', async () => {
    rig.audit.fail();
    expect(await ask()).toEqual({ given: false, code: 'unavailable' });
    expect(await rig.store.list()).toEqual([]);
  });

  it('is bounded for one caller and in all, and others are still heard', async () => {
    for (let at = 0; at < 8; at += 1) await pending({ args: at });
    expect(await ask({ args: 8 })).toEqual({ given: false, code: 'unavailable' });
    expect(await ask({ args: 7 })).toMatchObject({ code: 'approval_pending' });
    for (let at = 0; at < 56; at += 1) {
      await pending({ principal: { ...asker, id: `test_operator_${100 + at}` } });
    }
    expect(await ask({ principal: owner })).toEqual({ given: false, code: 'unavailable' });
    rig.time.advance(10 * MINUTE);
    expect(await ask({ principal: owner })).toMatchObject({ code: 'approval_pending' });
  });
});

describe('an approval', () => {
  it('lets the same call happen, once', async () => {
    const id = await pending();
    const outcome = await rig.approvals.approve(id, OWNER);
    expect(outcome).toMatchObject({
      ok: true,
      approval: { id, state: 'approved', decided: { by: 'cli:anna' } },
    });
    expect(await ask()).toEqual({ given: true });
    expect((await rig.approvals.list())[0]).toMatchObject({ state: 'used' });
    const again = await ask();
    expect(again).toMatchObject({ code: 'approval_pending' });
    expect(again).not.toMatchObject({ approvalId: id });
    expect(rig.events().map(({ type, actor }) => `${type} ${actor.id}`)).toEqual([
      `approval.requested ${asker.id}`,
      'approval.granted cli:anna',
      `approval.used ${asker.id}`,
      `approval.requested ${asker.id}`,
    ]);
    expect(rig.audit.recorded.at(-2)?.details).toMatchObject({
      approval: id,
      approvedBy: 'cli:anna',
    });
  });

  it('is used by one of many same calls at once', async () => {
    const id = await pending();
    await rig.approvals.approve(id, OWNER);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
    expect(answers.filter(({ given }) => given)).toHaveLength(1);
  });

  it.each<[string, Partial<ConsentQuestion>]>([
    ['other arguments', { args: { target: 'Front Door', action: 'close' } }],
    ['another tool', { tool: 'other' }],
    ['another caller', { principal: testPrincipal('monitor') }],
    ['the key after a change', { principal: { ...asker, revision: '2' } }],
    ['a caller of that id from elsewhere', { principal: { ...asker, kind: 'session' } }],
  ])('is none for %s', async (_, changes) => {
    await rig.approvals.approve(await pending(), OWNER);
    expect(await ask(changes)).toMatchObject({ given: false, code: 'approval_pending' });
    expect(await ask()).toEqual({ given: true });
  });

  it('is none for a confirmation of the same call', async () => {
    await rig.approvals.approve(await pending(), OWNER);
    expect(await rig.consents.ask(question())).toMatchObject({ code: 'confirmation_required' });
  });

  it('lapses after five minutes, and the call asks anew', async () => {
    const id = await pending();
    await rig.approvals.approve(id, OWNER);
    rig.time.advance(5 * MINUTE - 1);
    expect((await rig.approvals.list())[0]).toMatchObject({ state: 'approved' });
    rig.time.advance(1);
    const late = await ask();
    expect(late).toMatchObject({ given: false, code: 'approval_expired' });
    expect(late).not.toMatchObject({ approvalId: id });
    expect(await ask()).toMatchObject({ code: 'approval_pending' });
    expect(rig.trail()).toContain('approval.expired not-used');
  });

  it('is none when the clock was set far back', async () => {
    await rig.approvals.approve(await pending(), OWNER);
    rig.time.advance(-24 * 60 * MINUTE);
    expect(await ask()).toMatchObject({ given: false });
  });

  it('does not count where its use cannot be recorded', async () => {
    await rig.approvals.approve(await pending(), OWNER);
    rig.audit.fail();
    expect(await ask()).toEqual({ given: false, code: 'unavailable' });
  });

  it('cannot be given where it cannot be recorded', async () => {
    const id = await pending();
    rig.audit.fail();
    expect(await rig.approvals.approve(id, OWNER)).toMatchObject({ reason: 'audit-unavailable' });
    expect((await rig.approvals.list())[0]).toMatchObject({ state: 'pending' });
  });
});

describe('a refusal', () => {
  it('is told, with the reason kept, and holds for a while', async () => {
    const id = await pending();
    expect(await rig.approvals.refuse(id, OWNER, 'nobody is at home')).toMatchObject({
      ok: true,
      approval: { state: 'refused', decided: { why: 'nobody is at home' } },
    });
    expect(await ask()).toEqual({ given: false, code: 'approval_refused', approvalId: id });
    expect(await rig.approvals.approve(id, OWNER)).toMatchObject({ reason: 'decided' });
    rig.time.advance(10 * MINUTE);
    expect(await ask()).toMatchObject({ code: 'approval_pending' });
    expect(rig.audit.recorded[1]).toMatchObject({
      type: 'approval.refused',
      outcome: 'denied',
      details: { why: 'nobody is at home', requester: asker.id },
    });
  });
});

describe('time', () => {
  it('ends a request that nobody decides, once in the trail, and the call asks anew', async () => {
    const id = await pending();
    rig.time.advance(10 * MINUTE);
    expect(await rig.approvals.approve(id, OWNER)).toMatchObject({ reason: 'expired' });
    const late = await ask();
    expect(late).toMatchObject({ code: 'approval_expired' });
    expect(late).not.toMatchObject({ approvalId: id });
    await rig.approvals.list();
    const expired = rig.trail().filter((line) => line.startsWith('approval.expired'));
    expect(expired).toEqual(['approval.expired not-decided']);
  });

  it('takes what ended long ago from the list', async () => {
    await rig.approvals.refuse(await pending(), OWNER);
    rig.time.advance(59 * MINUTE);
    expect(await rig.approvals.list()).toHaveLength(1);
    rig.time.advance(MINUTE);
    expect(await rig.approvals.list()).toEqual([]);
    expect(await rig.store.list()).toEqual([]);
  });

  it('keeps the newest of very many that ended', async () => {
    for (let at = 0; at < 205; at += 1) {
      await rig.approvals.refuse(await pending({ args: at }), OWNER, `${at}`);
      rig.time.advance(10);
    }
    const kept = await rig.approvals.list();
    expect(kept).toHaveLength(200);
    expect(kept[0]?.decided?.why).toBe('204');
  });
});

describe('waiting for the owner', () => {
  it('answers as soon as they have decided', async () => {
    const waiting = ask({ waitMs: MINUTE });
    await vi.waitFor(async () => expect(await rig.approvals.list()).toHaveLength(1), {
      timeout: 20_000,
    });
    const [{ id } = { id: '' }] = await rig.approvals.list();
    await rig.approvals.approve(id, OWNER);
    expect(await waiting).toEqual({ given: true });
    expect(rig.time.pending()).toBe(0);
  });

  it('tells of a refusal', async () => {
    const waiting = ask({ waitMs: MINUTE });
    await vi.waitFor(async () => expect(await rig.approvals.list()).toHaveLength(1), {
      timeout: 20_000,
    });
    const [{ id } = { id: '' }] = await rig.approvals.list();
    await rig.approvals.refuse(id, OWNER);
    expect(await waiting).toMatchObject({ code: 'approval_refused' });
  });

  it('ends with its time, and the request stays', async () => {
    const waiting = ask({ waitMs: 5_000 });
    await vi.waitFor(() => expect(rig.time.pending()).toBe(1), { timeout: 20_000 });
    rig.time.advance(5_000);
    expect(await waiting).toMatchObject({ code: 'approval_pending' });
    expect((await rig.approvals.list())[0]).toMatchObject({ state: 'pending' });
  });

  it('ends when the call is given up, before or while it waits', async () => {
    const controller = new AbortController();
    const waiting = ask({ waitMs: MINUTE, signal: controller.signal });
    await vi.waitFor(() => expect(rig.time.pending()).toBe(1), { timeout: 20_000 });
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'approval_pending' });
    expect(rig.time.pending()).toBe(0);
    expect(await ask({ waitMs: MINUTE, signal: controller.signal })).toMatchObject({
      code: 'approval_pending',
    });
  });
});
