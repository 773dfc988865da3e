import type { Decision } from '@gatehouse/core';
import { RISKS } from '@gatehouse/core';
import type { ShadowReport } from '@gatehouse/rbac';
import { createAuthorizer } from '@gatehouse/rbac';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { action as anyAction, asking } from './arbitraries.js';
import { action, CLOCK, principal } from './support.js';

const DOOR = { id: 'd1', name: 'Front Door', roomId: 'r1', roomName: 'Hall' };
const open = action({ name: 'open', risk: 'access', targets: [DOOR] });

describe('confirm', () => {
  const { authorize, explain } = createAuthorizer({ clock: CLOCK, confirm: ['access', 'raw'] });
  const allowed = (decision: Decision): unknown => decision;

  it.each([
    ['read', { allow: true }],
    ['control', { allow: true }],
    ['access', { allow: true, confirm: true }],
    ['admin', { allow: true }],
    ['raw', { allow: true, confirm: true }],
  ] as const)('of access and raw asks for %s: %j', (risk, decision) => {
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
      'confirmation',
    ]);
    expect(steps.at(-1)).toEqual({
      check: 'confirmation',
      ok: true,
      because: 'a person has to confirm what is access',
    });
  });

  it('allows nobody more or less, and says nothing in a denial', () => {
    const plain = createAuthorizer({ clock: CLOCK });
    const all = createAuthorizer({ clock: CLOCK, confirm: RISKS });
    fc.assert(
      fc.property(asking, anyAction, (who, what) => {
        const before = plain.authorize(who, what);
        const expected = before.allow ? { allow: true, confirm: true } : before;
        expect(all.authorize(who, what)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('asks for administrative acts by the class that they count as', () => {
    const admin = createAuthorizer({ clock: CLOCK, confirm: ['admin'] });
    const list = action({ kind: 'admin', name: 'keys.list', risk: 'read' });
    expect(admin.authorize(principal('admin'), list)).toEqual({ allow: true, confirm: true });
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
      confirm: ['raw'],
      shadow: { confirm: ['access'], onDifference },
    });
    expect(authorize(principal('admin'), open)).toEqual({ allow: true });
    expect(authorize(principal('admin'), action({ risk: 'raw' }))).toMatchObject({ confirm: true });
    expect(onDifference).toHaveBeenCalledTimes(2);
  });

  it('never changes the answer, whatever it says and whatever becomes of the report', () => {
    const plain = createAuthorizer({ clock: CLOCK });
    let reported = 0;
    const { authorize } = createAuthorizer({
      clock: CLOCK,
      shadow: {
        explicitAccess: true,
        confirm: RISKS,
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
      await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1));
      expect(JSON.stringify(warn.mock.calls)).not.toContain('secret');
    }
  });

  it('takes what it does not set from the policy in force', () => {
    const onDifference = vi.fn();
    const { authorize } = createAuthorizer({
      clock: CLOCK,
      roles: { cleaner: { permissions: ['risk:read'] } },
      explicitAccess: true,
      confirm: ['access'],
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
