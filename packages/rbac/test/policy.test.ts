import type { Decision, Risk } from '@gatehouse/core';
import { RISKS } from '@gatehouse/core';
import type { PolicyOptions, ShadowReport } from '@gatehouse/rbac';
import { createAuthorizer } from '@gatehouse/rbac';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { action as anyAction, asking } from './arbitraries.js';
import { action, CLOCK, principal } from './support.js';

const DOOR = { id: 'd1', name: 'Front Door', roomId: 'r1', roomName: 'Hall' };
const APPROVE_ALL = Object.fromEntries(RISKS.map((risk) => [risk, 'approve'] as const));
const open = action({ name: 'open', risk: 'access', targets: [DOOR] });

describe('consent', () => {
  const { authorize, explain } = createAuthorizer({
    clock: CLOCK,
    consent: { access: 'confirm', admin: 'allow', raw: 'approve' },
  });
  const allowed = (decision: Decision): unknown => decision;

  it.each([
    ['read', { allow: true }],
    ['control', { allow: true }],
    ['access', { allow: true, consent: 'confirm' }],
    ['admin', { allow: true }],
    ['raw', { allow: true, consent: 'approve' }],
  ] as const)('is what the policy says for %s: %j', (risk, decision) => {
    expect(allowed(authorize(principal('admin'), action({ risk })))).toEqual(decision);
    expect(explain(principal('admin'), action({ risk })).decision).toEqual(decision);
  });

  it('is told as a step of its own, after all that could deny', () => {
    const { steps } = explain(principal('admin'), open);
    expect(steps.map(({ check }) => check)).toEqual([
      'expiry',
      'role',
      'denial',
      'grant',
      'target',
      'consent',
    ]);
    expect(steps.at(-1)).toEqual({
      check: 'consent',
      ok: true,
      because: 'a person has to confirm what is access',
    });
  });

  it('allows nobody more or less, and says nothing in a denial', () => {
    const plain = createAuthorizer({ clock: CLOCK });
    const all = createAuthorizer({ clock: CLOCK, consent: APPROVE_ALL });
    fc.assert(
      fc.property(asking, anyAction, (who, what) => {
        const before = plain.authorize(who, what);
        const expected = before.allow ? { allow: true, consent: 'approve' } : before;
        fc.pre(!(who.permissions ?? []).some((text) => /^(allow|confirm|approve):/.test(text)));
        expect(all.authorize(who, what)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('asks for administrative acts by the class that they count as', () => {
    const admin = createAuthorizer({ clock: CLOCK, consent: { admin: 'confirm' } });
    const list = action({ kind: 'admin', name: 'keys.list', risk: 'read' });
    expect(admin.authorize(principal('admin'), list)).toEqual({ allow: true, consent: 'confirm' });
  });
});

describe('consent of a principal', () => {
  const { authorize, explain } = createAuthorizer({
    clock: CLOCK,
    roles: { guest: { permissions: ['risk:*', 'confirm:control'] } },
    consent: { access: 'confirm', raw: 'approve' },
  });
  const consentOf = (risk: Risk, permissions: readonly string[], role = 'admin'): unknown => {
    const decision = authorize(principal(role, { permissions }), action({ risk }));
    return decision.allow ? (decision.consent ?? 'allow') : decision.reason;
  };

  it.each<[Risk, readonly string[], string]>([
    // Nothing said: the policy.
    ['control', [], 'allow'],
    ['access', [], 'confirm'],
    ['raw', [], 'approve'],
    // Said of another class: the policy.
    ['access', ['approve:control', 'allow:raw'], 'confirm'],
    // Said: over the policy, either way.
    ['access', ['allow:access'], 'allow'],
    ['access', ['approve:access'], 'approve'],
    ['raw', ['confirm:raw'], 'confirm'],
    ['read', ['confirm:read'], 'confirm'],
    ['control', ['approve:*'], 'approve'],
    ['access', ['allow:*'], 'allow'],
    // The strictest of those said, in any order.
    ['access', ['allow:access', 'confirm:*'], 'confirm'],
    ['access', ['confirm:access', 'allow:*'], 'confirm'],
    ['access', ['approve:*', 'confirm:access', 'allow:access'], 'approve'],
    ['access', ['allow:access', 'approve:access'], 'approve'],
    // A denial stays one.
    ['access', ['allow:access', '!risk:access'], 'denied'],
  ])('%s with %j happens by: %s', (risk, permissions, expected) => {
    expect(consentOf(risk, permissions)).toBe(expected);
  });

  it('comes with the role, too', () => {
    expect(consentOf('control', [], 'guest')).toBe('confirm');
    expect(consentOf('control', ['allow:control'], 'guest')).toBe('confirm');
    expect(consentOf('control', ['approve:control'], 'guest')).toBe('approve');
  });

  it.each(['allow', 'confirm', 'approve'])('grants nothing by %s', (kind) => {
    expect(consentOf('control', [`${kind}:*`], 'monitor')).toBe('role');
    expect(consentOf('control', [`${kind}:control`], 'custom')).toBe('not-granted');
    expect(consentOf('access', [`${kind}:access`], 'operator')).toBe('needs-grant');
  });

  it('denies everything with one that cannot be read', () => {
    for (const text of ['!confirm:access', '!allow:*', 'confirm:door', 'approve:', 'Confirm:raw']) {
      expect(consentOf('read', [text])).toBe('denied');
    }
  });

  it.each([
    [[], 'control', undefined],
    [[], 'access', 'a person has to confirm what is access'],
    [[], 'raw', 'the owner has to approve what is raw'],
    [['approve:*'], 'read', 'the owner has to approve what is read, says "approve:*"'],
    [['allow:access'], 'access', 'nobody has to consent to what is access, says "allow:access"'],
  ] as const)('of %j for %s is explained: %s', (permissions, risk, because) => {
    const { steps } = explain(principal('admin', { permissions }), action({ risk }));
    const told = steps.filter(({ check }) => check === 'consent');
    expect(told).toEqual(because === undefined ? [] : [{ check: 'consent', ok: true, because }]);
  });

  it.each([
    [{ acess: 'confirm' }],
    [{ access: 'ask' }],
    [{ access: true }],
    [{ constructor: 'confirm' }],
  ])('refuses a policy of %j', (consent) => {
    const bad = consent as PolicyOptions['consent'] & object;
    expect(() => createAuthorizer({ consent: bad })).toThrow(RangeError);
    expect(() =>
      createAuthorizer({ shadow: { consent: bad, onDifference: () => undefined } }),
    ).toThrow(/^options\.shadow\.consent must have one of allow, confirm, approve/);
  });

  it('is as it was when the policy was made', () => {
    const consent: { access: 'confirm' | 'allow' } = { access: 'confirm' };
    const made = createAuthorizer({ clock: CLOCK, consent });
    consent.access = 'allow';
    expect(made.authorize(principal('admin'), open)).toMatchObject({ consent: 'confirm' });
  });
});

describe('explicit access', () => {
  const { authorize, explain } = createAuthorizer({ clock: CLOCK, explicitAccess: true });

  it('needs a grant for every role, admin too', () => {
    for (const role of ['admin', 'operator', 'custom']) {
      expect(authorize(principal(role), open)).toMatchObject({
        allow: false,
        reason: 'needs-grant',
      });
    }
    for (const role of ['monitor', 'device']) {
      const asked = principal(role, { devices: ['d1'], permissions: ['risk:access', 'device:d1'] });
      expect(authorize(asked, open)).toMatchObject({ allow: false, reason: 'role' });
    }
  });

  it.each(['risk:access', 'risk:*', 'device:Front Door', 'device:*', 'room:Hall'])(
    'is granted to an admin by %s',
    (permission) => {
      expect(authorize(principal('admin', { permissions: [permission] }), open)).toEqual({
        allow: true,
      });
    },
  );

  it.each(['tool:open', 'tool:*', 'risk:control', 'device:Oven', 'room:Kitchen', 'admin:*'])(
    'is not granted to an admin by %s',
    (permission) => {
      expect(authorize(principal('admin', { permissions: [permission] }), open)).toMatchObject({
        allow: false,
        reason: 'needs-grant',
        needs: 'risk:access or device:<name> or room:<name>',
      });
    },
  );

  it('lets an admin do everything else as before, and takes nothing to give nothing', () => {
    const plain = createAuthorizer({ clock: CLOCK });
    fc.assert(
      fc.property(asking, anyAction, (who, what) => {
        const before = plain.authorize(who, what);
        const strict = authorize(who, what);
        if (who.role === 'admin' && what.risk === 'access' && what.kind !== 'admin') {
          expect(strict.allow && !before.allow).toBe(false);
        } else {
          expect(strict).toEqual(before);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is told in the explanation', () => {
    const { steps } = explain(principal('admin'), open);
    expect(steps.at(-1)?.because).toBe('no permission of role admin grants access here');
    expect(steps[1]?.because).toContain('Doors, locks and alarms where granted.');
  });
});

describe('a shadow policy', () => {
  afterEach(() => vi.restoreAllMocks());

  function shadowing(onDifference: (report: ShadowReport) => void) {
    const warn = vi.fn();
    const silent = (): void => undefined;
    const authorizer = createAuthorizer({
      clock: CLOCK,
      roles: { cleaner: { permissions: ['risk:read'] } },
      logger: { debug: silent, info: silent, warn, error: silent },
      shadow: {
        explicitAccess: true,
        roles: { cleaner: { permissions: ['tool:*'] } },
        onDifference,
      },
    });
    return { ...authorizer, warn };
  }

  it('is reported where it differs, with both answers', () => {
    const reports: ShadowReport[] = [];
    const { authorize } = shadowing((report) => reports.push(report));
    const admin = principal('admin');
    expect(authorize(admin, open)).toEqual({ allow: true });
    expect(reports).toEqual([
      {
        principal: admin,
        action: open,
        enforced: { allow: true },
        candidate: {
          allow: false,
          reason: 'needs-grant',
          needs: 'risk:access or device:<name> or room:<name>',
        },
      },
    ]);
    expect(authorize(principal('cleaner'), action())).toMatchObject({ allow: false });
    expect(reports).toHaveLength(2);
    expect(reports[1]).toMatchObject({ enforced: { allow: false }, candidate: { allow: true } });
  });

  it('is not reported where the answer is the same, be it for another reason', () => {
    const onDifference = vi.fn();
    const { authorize } = shadowing(onDifference);
    authorize(principal('admin'), action());
    authorize(principal('monitor'), open);
    authorize(principal('guest'), open);
    const reasons = createAuthorizer({
      clock: CLOCK,
      roles: { a: { permissions: ['!tool:open'] } },
      shadow: { roles: { a: { permissions: [] } }, onDifference },
    });
    expect(reasons.authorize(principal('a'), open)).toMatchObject({ reason: 'denied' });
    expect(onDifference).not.toHaveBeenCalled();
  });

  it('is reported where it would ask a person', () => {
    const onDifference = vi.fn();
    const { authorize } = createAuthorizer({
      clock: CLOCK,
      consent: { raw: 'confirm' },
      shadow: { consent: { raw: 'approve', access: 'confirm' }, onDifference },
    });
    expect(authorize(principal('admin'), open)).toEqual({ allow: true });
    expect(authorize(principal('admin'), action({ risk: 'raw' }))).toEqual({
      allow: true,
      consent: 'confirm',
    });
    expect(onDifference).toHaveBeenCalledTimes(2);
  });

  it('never changes the answer, whatever it says and whatever becomes of the report', () => {
    const plain = createAuthorizer({ clock: CLOCK });
    let reported = 0;
    const { authorize } = createAuthorizer({
      clock: CLOCK,
      shadow: {
        explicitAccess: true,
        consent: APPROVE_ALL,
        onDifference: () => {
          reported += 1;
          throw new TypeError('of a reporter');
        },
      },
    });
    fc.assert(
      fc.property(asking, anyAction, (who, what) => {
        expect(authorize(who, what)).toEqual(plain.authorize(who, what));
      }),
      { numRuns: 2000 },
    );
    expect(reported).toBeGreaterThan(100);
  });

  it('tells the logger of a reporter that throws, at once or later, but not what it threw', async () => {
    const thrown = new TypeError('secret');
    for (const fail of [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ]) {
      const { authorize, warn } = shadowing(fail);
      expect(authorize(principal('admin'), open)).toEqual({ allow: true });
      await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), { timeout: 20_000 });
      expect(JSON.stringify(warn.mock.calls)).not.toContain('secret');
    }
  });

  it('takes what it does not set from the policy in force', () => {
    const onDifference = vi.fn();
    const { authorize } = createAuthorizer({
      clock: CLOCK,
      roles: { cleaner: { permissions: ['risk:read'] } },
      explicitAccess: true,
      consent: { access: 'confirm' },
      shadow: { onDifference },
    });
    for (const role of ['admin', 'cleaner', 'operator']) {
      for (const risk of RISKS) {
        authorize(principal(role, { permissions: ['room:Hall'] }), { ...open, risk });
      }
    }
    expect(onDifference).not.toHaveBeenCalled();
  });

  it('is explained beside the policy in force, without a report', () => {
    const onDifference = vi.fn();
    const { explain } = shadowing(onDifference);
    const { decision, steps, shadow } = explain(principal('admin'), open);
    expect(decision).toEqual({ allow: true });
    expect(steps.every(({ ok }) => ok)).toBe(true);
    expect(shadow?.decision).toMatchObject({ allow: false, reason: 'needs-grant' });
    expect(shadow?.steps.at(-1)).toMatchObject({ check: 'grant', ok: false });
    expect(onDifference).not.toHaveBeenCalled();
    expect(createAuthorizer({ clock: CLOCK }).explain(principal('admin'), open)).not.toHaveProperty(
      'shadow',
    );
  });

  it('is refused like any other when it cannot be', () => {
    const bad = { roles: { watch: { permissions: ['risk:write'] } }, onDifference: vi.fn() };
    expect(() => createAuthorizer({ shadow: bad })).toThrow(/options\.shadow\.roles\.watch has/);
  });

  it('does not count for grants', () => {
    const { grantProblem } = shadowing(vi.fn());
    expect(
      grantProblem(principal('admin'), { role: 'admin', permissions: ['risk:access'] }),
    ).toBeUndefined();
  });
});
