import type { Principal } from '@gatehouse/core';
import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { sharedAncestors } from '../../src/consent/kinship.js';
import { asker, type ConsentRig, consentRig, keyRecord, owner, question } from './rig.js';

let rig: ConsentRig;

beforeEach(() => {
  rig = consentRig();
});

async function pendingOf(principal: Principal = asker): Promise<string> {
  rig.keys.set(principal.id, principal);
  const answer = await rig.consents.ask(question({ kind: 'approve', principal }));
  if (answer.given || answer.approvalId === undefined) throw new RangeError('nothing is pending');
  return answer.approvalId;
}

/** Tries to approve; tells the reason, or that it went. */
async function tried(by: Principal, of: Principal = asker): Promise<string> {
  const id = await pendingOf(of);
  rig.keys.set(by.id, by);
  const outcome = await rig.approvals.approve(id, { id: by.id, principal: by });
  return outcome.ok ? 'approved' : outcome.reason;
}

const key = (id: string, permissions: readonly string[] = []): Principal =>
  testPrincipal('admin', { id, permissions });

describe('whoever decides', () => {
  it.each<[string, Principal, string]>([
    ['an admin', owner, 'approved'],
    [
      'a key with admin:approvals',
      testPrincipal('custom', { permissions: ['admin:approvals'] }),
      'approved',
    ],
    [
      'a key with another right',
      testPrincipal('custom', { permissions: ['admin:audit'] }),
      'not-permitted',
    ],
    ['an operator', testPrincipal('operator', { id: 'test_operator_002' }), 'not-permitted'],
    ['a monitor', testPrincipal('monitor'), 'not-permitted'],
    ['an admin without that right', key('test_admin_002', ['!admin:approvals']), 'not-permitted'],
    ['an admin who has to ask first', key('test_admin_003', ['approve:admin']), 'not-permitted'],
    ['an admin who has to confirm first', key('test_admin_004', ['confirm:*']), 'not-permitted'],
    ['an expired admin', testPrincipal('admin', { expiresAt: 1 }), 'not-permitted'],
  ])('as %s: %s', async (_, by, expected) => {
    expect(await tried(by)).toBe(expected);
    rig = consentRig();
    const id = await pendingOf();
    const refused = await rig.approvals.refuse(id, { id: by.id, principal: by });
    expect(refused.ok ? 'approved' : refused.reason).toBe(
      expected === 'approved' ? 'approved' : expected,
    );
  });

  it('is recorded, with where they are, also when they may not', async () => {
    const id = await pendingOf();
    const monitor = testPrincipal('monitor');
    const from = { address: '198.51.100.9', requestId: 'r1' };
    await rig.approvals.approve(id, { id: monitor.id, principal: monitor, ...from });
    await rig.approvals.approve(id, { id: owner.id, principal: owner, ...from });
    expect(rig.audit.noted.at(-1)).toMatchObject({
      type: 'decision.denied',
      actor: { id: monitor.id },
      target: 'admin:approvals',
      ...from,
    });
    expect(rig.audit.recorded.at(-1)).toMatchObject({
      type: 'approval.granted',
      actor: { id: owner.id, role: 'admin' },
      details: { approval: id, requester: asker.id, risk: 'access' },
      ...from,
    });
  });

  it('is told of an id that is none, and never repeats hostile text', async () => {
    for (const id of ['zzzzzzzzzz', '', '../x', '\u001b[2J', 'x'.repeat(500)]) {
      const outcome = await rig.approvals.approve(id, { id: 'cli:anna' });
      expect(outcome).toMatchObject({ ok: false, reason: 'unknown' });
      expect(outcome.ok ? '' : outcome.problem).toMatch(
        /^There is no request (zzzzzzzzzz|of that id)\.$/,
      );
    }
  });
});

describe('nobody approves their own request', () => {
  it('with the key that asked, whatever it may do', async () => {
    const admin = key('test_admin_009', ['approve:access']);
    expect(await tried(admin, admin)).toBe('own-request');
    const id = await pendingOf(admin);
    expect(await rig.approvals.approve(id, { id: admin.id })).toMatchObject({
      reason: 'own-request',
    });
    // Taking it back is nobody's harm.
    expect(await rig.approvals.refuse(id, { id: admin.id, principal: admin })).toMatchObject({
      ok: true,
    });
  });

  it('with the local name that asked', async () => {
    const local: Principal = { ...owner, id: 'local', kind: 'stdio', revision: 'local' };
    const id = await pendingOf(local);
    expect(await rig.approvals.approve(id, { id: 'local' })).toMatchObject({
      reason: 'own-request',
    });
    rig.records.push(keyRecord('test_admin_001', 'local'));
    expect(await tried(owner, local)).toBe('own-request');
    expect(await rig.approvals.approve(id, { id: 'cli:anna' })).toMatchObject({ ok: true });
  });

  it.each<[string, readonly ReturnType<typeof keyRecord>[]]>([
    ['made by it', [keyRecord(asker.id, 'cli:anna'), keyRecord(owner.id, asker.id)]],
    [
      'made by one that it made',
      [
        keyRecord(asker.id, 'cli:anna'),
        keyRecord('test_admin_008', asker.id),
        keyRecord(owner.id, 'test_admin_008'),
      ],
    ],
    [
      'that replaces it',
      [
        keyRecord(asker.id, 'cli:anna', { replacedBy: owner.id }),
        keyRecord(owner.id, 'cli:anna', { replaces: asker.id }),
      ],
    ],
    [
      'that it replaces',
      [
        keyRecord(asker.id, 'cli:anna', { replaces: owner.id }),
        keyRecord(owner.id, 'cli:anna', { replacedBy: asker.id }),
      ],
    ],
    [
      'made by one that it replaces',
      [
        keyRecord('test_operator_000', 'cli:anna', { replacedBy: asker.id }),
        keyRecord(asker.id, 'cli:anna', { replaces: 'test_operator_000' }),
        keyRecord(owner.id, 'test_operator_000'),
      ],
    ],
    [
      'of a maker that is gone, who knows both',
      [keyRecord(asker.id, 'test_admin_000'), keyRecord(owner.id, 'test_admin_000')],
    ],
  ])('with a key %s', async (_, records) => {
    rig.records.push(...records);
    expect(await tried(owner)).toBe('own-request');
  });

  describe('by way of a third key that made both', () => {
    const maker = 'test_admin_007';
    beforeEach(() => {
      rig.records.push(
        keyRecord(maker, 'cli:anna'),
        keyRecord(asker.id, maker),
        keyRecord(owner.id, maker),
      );
    });

    it.each<[string, Principal | undefined, string]>([
      ['has to ask for it as well', key(maker, ['approve:access']), 'own-request'],
      ['may not do it at all', key(maker, ['!risk:access']), 'own-request'],
      ['does not work any more', undefined, 'own-request'],
      ['could do it at once', key(maker), 'approved'],
      ['could do it after a confirmation', key(maker, ['confirm:access']), 'approved'],
    ])('that %s', async (_, principal, expected) => {
      if (principal !== undefined) rig.keys.set(maker, principal);
      expect(await tried(owner)).toBe(expected);
    });
  });

  it('but the maker of a key approves what it asks, if they could do it themselves', async () => {
    rig.records.push(keyRecord(owner.id, 'cli:anna'), keyRecord(asker.id, owner.id));
    expect(await tried(owner)).toBe('approved');
    const bound = key(owner.id, ['approve:access']);
    rig.time.advance(600_000);
    expect(await tried(bound)).toBe('own-request');
  });

  it('and keys that one person has made at the machine are not one person', async () => {
    rig.records.push(keyRecord(owner.id, 'cli:anna'), keyRecord(asker.id, 'cli:anna'));
    expect(await tried(owner)).toBe('approved');
  });
});

describe('a key that changes', () => {
  it('loses what it has asked for', async () => {
    const id = await pendingOf();
    rig.keys.set(asker.id, { ...asker, revision: '2' });
    expect(await rig.approvals.approve(id, { id: 'cli:anna' })).toMatchObject({
      reason: 'expired',
    });
    expect((await rig.approvals.list())[0]).toMatchObject({ state: 'expired' });
    expect(rig.trail()).toContain('approval.expired key-changed');
  });

  it('loses what was granted to it, and so does one that is revoked', async () => {
    for (const later of [{ ...asker, revision: '2' }, undefined]) {
      rig = consentRig();
      await rig.approvals.approve(await pendingOf(), { id: 'cli:anna' });
      later === undefined ? rig.keys.delete(asker.id) : rig.keys.set(asker.id, later);
      expect((await rig.approvals.list())[0]).toMatchObject({ state: 'expired' });
      expect(rig.trail().filter((line) => line.includes('key-changed'))).toHaveLength(1);
      // Even the old principal gains nothing.
      const ask = question({ kind: 'approve' });
      expect(await rig.consents.ask(ask)).toMatchObject({ given: false });
    }
  });
});

describe('sharedAncestors', () => {
  it('finds whoever commands both, in any family', () => {
    const ids = ['t_admin_001', 't_admin_002', 't_admin_003', 't_admin_004', 't_admin_005'];
    const maker = fc.constantFrom(...ids, 'cli:anna');
    fc.assert(
      fc.property(fc.tuple(maker, maker, maker, maker, maker), (makers) => {
        const records = ids.map((id, at) => keyRecord(id, makers[at] ?? ''));
        const above = (id: string): Set<string> => {
          const found = new Set<string>();
          for (let next = id; ids.includes(next) && !found.has(next); ) {
            found.add(next);
            next = records.find((record) => record.id === next)?.createdBy ?? '';
          }
          return found;
        };
        for (const one of ids) {
          for (const other of ids) {
            const expected = [...above(other)].filter((id) => above(one).has(id));
            const shared = sharedAncestors(one, other, records).map(({ id }) => id);
            expect(shared.sort()).toEqual(expected.sort());
          }
        }
      }),
    );
  });
});
