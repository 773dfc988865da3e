import type { ActionKind, BuiltInRole, DenyReason, Risk } from '@gatehouse/core';
import { BUILT_IN_ROLES, RISKS } from '@gatehouse/core';
import { BUILT_IN, createAuthorizer } from '@gatehouse/rbac';
import { describe, expect, it } from 'vitest';
import { action, CLOCK, principal } from './support.js';

const { authorize } = createAuthorizer({ clock: CLOCK });
const LAMP = { id: 'lamp', name: 'Lamp', roomId: 'r1', roomName: 'Kitchen' };

type Answer = 'allow' | DenyReason;

function answer(
  role: BuiltInRole,
  risk: Risk,
  permissions: readonly string[] = [],
  kind: ActionKind = 'tool',
): Answer {
  const asking = principal(role, {
    permissions,
    ...(role === 'device' ? { devices: ['lamp'] } : {}),
  });
  const decision = authorize(asking, action({ kind, risk, name: 'do_it', targets: [LAMP] }));
  return decision.allow ? 'allow' : decision.reason;
}

describe('the built-in roles', () => {
  it('are those of the contract, each described', () => {
    expect(Object.keys(BUILT_IN)).toEqual([...BUILT_IN_ROLES]);
    for (const { description } of Object.values(BUILT_IN)) {
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });

  const WITHOUT: readonly (readonly [BuiltInRole, readonly Answer[]])[] = [
    // role, read, control, access, admin, raw
    ['admin', ['allow', 'allow', 'allow', 'allow', 'allow']],
    ['operator', ['allow', 'allow', 'needs-grant', 'role', 'role']],
    ['monitor', ['allow', 'role', 'role', 'role', 'role']],
    ['device', ['allow', 'allow', 'role', 'role', 'role']],
    ['custom', ['not-granted', 'not-granted', 'needs-grant', 'not-granted', 'not-granted']],
  ];

  it.each(WITHOUT)('%s without permissions', (role, expected) => {
    expect(RISKS.map((risk) => answer(role, risk))).toEqual(expected);
  });

  const ALL_GRANTS = ['risk:*', 'tool:do_it', 'device:lamp', 'room:Kitchen', 'admin:*'];
  const WITH_ALL: readonly (readonly [BuiltInRole, readonly Answer[]])[] = [
    ['admin', ['allow', 'allow', 'allow', 'allow', 'allow']],
    ['operator', ['allow', 'allow', 'allow', 'role', 'role']],
    ['monitor', ['allow', 'role', 'role', 'role', 'role']],
    ['device', ['allow', 'allow', 'role', 'role', 'role']],
    ['custom', ['allow', 'allow', 'allow', 'allow', 'allow']],
  ];

  it.each(WITH_ALL)('%s with permissions for everything', (role, expected) => {
    expect(RISKS.map((risk) => answer(role, risk, ALL_GRANTS))).toEqual(expected);
  });

  it('judge an administrative act as admin, whatever class it is given', () => {
    for (const risk of ['read', 'control', 'access', 'admin'] as const) {
      expect(answer('operator', risk, ALL_GRANTS, 'admin')).toBe('role');
      expect(answer('monitor', risk, [], 'admin')).toBe('role');
      expect(answer('custom', risk, ['risk:read', 'risk:control'], 'admin')).toBe('not-granted');
      expect(answer('custom', risk, ['admin:do_it'], 'admin')).toBe('allow');
      expect(answer('admin', risk, [], 'admin')).toBe('allow');
    }
  });

  it('do not reach a class that does not exist', () => {
    for (const role of BUILT_IN_ROLES) {
      expect(answer(role, 'invented' as Risk, ['risk:*'])).toBe('role');
    }
  });
});

describe('what grants access', () => {
  const GRANTS: readonly (readonly [permission: string, operator: Answer, custom: Answer])[] = [
    ['risk:access', 'allow', 'allow'],
    ['risk:*', 'allow', 'allow'],
    ['device:Lamp', 'allow', 'allow'],
    ['device:lamp', 'allow', 'allow'],
    ['device:*', 'allow', 'allow'],
    ['room:Kitchen', 'allow', 'needs-grant'],
    ['room:*', 'allow', 'needs-grant'],
    ['tool:do_it', 'needs-grant', 'needs-grant'],
    ['tool:*', 'needs-grant', 'needs-grant'],
    ['risk:control', 'needs-grant', 'needs-grant'],
    ['device:Door', 'needs-grant', 'needs-grant'],
    ['room:Hall', 'needs-grant', 'needs-grant'],
  ];

  it.each(GRANTS)('%s: operator %s, custom %s', (permission, operator, custom) => {
    expect(answer('operator', 'access', [permission])).toBe(operator);
    expect(answer('custom', 'access', [permission])).toBe(custom);
  });
});

describe('what grants admin and raw to custom', () => {
  const GRANTS: readonly (readonly [permission: string, admin: Answer, raw: Answer])[] = [
    ['risk:admin', 'allow', 'not-granted'],
    ['risk:raw', 'not-granted', 'allow'],
    ['tool:do_it', 'allow', 'allow'],
    // A pattern must not grow into what a later version adds.
    ['tool:*', 'not-granted', 'not-granted'],
    ['tool:do_*', 'not-granted', 'not-granted'],
    ['device:lamp', 'not-granted', 'not-granted'],
    ['room:Kitchen', 'not-granted', 'not-granted'],
    ['prompt:do_it', 'not-granted', 'not-granted'],
    ['admin:do_it', 'not-granted', 'not-granted'],
  ];

  it.each(GRANTS)('%s: admin %s, raw %s', (permission, admin, raw) => {
    expect(answer('custom', 'admin', [permission])).toBe(admin);
    expect(answer('custom', 'raw', [permission])).toBe(raw);
  });
});
