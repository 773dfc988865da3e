import type { Decision, Principal } from '@gatehouse/core';
import { CONSENTS } from '@gatehouse/core';
import type { Grant } from '@gatehouse/rbac';
import { createAuthorizer } from '@gatehouse/rbac';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { action, asking, readablePermission, targetLimits } from './arbitraries.js';
import { CLOCK, NOW, principal } from './support.js';

const roles = {
  'night-watch': { permissions: ['risk:read', '!room:hall'] },
  doorman: { permissions: ['risk:*', '!risk:admin', '!risk:raw'] },
};
const { grantProblem, authorize } = createAuthorizer({ clock: CLOCK, roles });

function problem(holder: Principal, granted: Grant): string | undefined {
  return grantProblem(holder, granted);
}

describe('grantProblem', () => {
  it.each([
    ['admin', 'admin'],
    ['admin', 'custom'],
    ['admin', 'night-watch'],
    ['operator', 'operator'],
    ['operator', 'monitor'],
    ['operator', 'device'],
    ['operator', 'night-watch'],
    ['monitor', 'monitor'],
    ['monitor', 'custom'],
  ])('lets a holder of the role %s grant the role %s', (holder, role) => {
    expect(problem(principal(holder), { role })).toBeUndefined();
  });

  it.each([
    ['operator', 'admin', 'the role admin may access, and the holder may not, or not everywhere'],
    ['monitor', 'operator', 'the role operator may control, and the holder may not'],
    ['monitor', 'device', 'the role device may control'],
    ['custom', 'monitor', 'the role monitor may read'],
    [
      'night-watch',
      'monitor',
      '"!room:hall" binds the holder, and so it must bind what they grant',
    ],
    ['operator', 'doorman', '"risk:*" grants access that the holder does not have'],
    ['guest', 'custom', 'no role "guest" exists'],
    ['admin', 'guest', 'no role "guest" exists'],
  ])('refuses a holder of the role %s the role %s', (holder, role, because) => {
    expect(problem(principal(holder), { role })).toContain(because);
  });

  it.each([
    [['risk:access'], ['risk:access'], undefined],
    [['risk:access'], ['device:Front Door', 'room:Hall'], undefined],
    [['risk:*'], ['risk:access'], undefined],
    [['device:*'], ['room:*', 'room:Hall', 'device:Lock'], undefined],
    [['room:*'], ['room:Hall'], undefined],
    [['room:Hall'], ['room:Hall'], undefined],
    [['room:Hall'], ['device:Front Door'], /"device:Front Door" grants access/],
    [['room:Hall'], ['room:hall'], /"room:hall" grants access/],
    [['room:*'], ['device:*'], /"device:\*" grants access/],
    [['device:Front Door'], ['risk:access'], /"risk:access" grants access/],
    [[], ['device:Front Door'], /"device:Front Door" grants access/],
    [[], ['tool:open_door', 'risk:raw'], undefined],
  ])('lets an operator with %j grant an operator %j: %s', (held, permissions, because) => {
    const answer = problem(principal('operator', { permissions: held }), {
      role: 'operator',
      permissions,
    });
    because === undefined ? expect(answer).toBeUndefined() : expect(answer).toMatch(because);
  });

  it.each([
    [['tool:lights_*'], ['tool:lights_*'], true],
    [['tool:lights_*'], ['tool:lights_*_off'], true],
    [['tool:*'], ['tool:a_*', 'tool:*_on'], true],
    // An exact name reaches `admin` and `raw`, a pattern does not.
    [['tool:*'], ['tool:lights_on'], false],
    [['tool:*', 'risk:admin', 'risk:raw'], ['tool:lights_on'], true],
    [['tool:lights_*_off'], ['tool:lights_*'], false],
    [['tool:lights_on'], ['tool:lights_*'], false],
    [['tool:*_on'], ['tool:*_*'], false],
    [['tool:a_*_c'], ['tool:a_b_*'], false],
    [['tool:lights_*'], ['prompt:lights_on'], false],
    [['resource:home://*'], ['resource:home://rooms/*'], true],
    [['resource:home://rooms/*'], ['resource:home://keys'], false],
    [['risk:read', 'risk:control'], ['tool:lights_on'], false],
    [['risk:*'], ['tool:lights_on', 'admin:keys.create', 'room:Hall'], true],
    [['admin:*'], ['admin:audit'], false],
    [['admin:*', 'risk:raw'], ['admin:audit'], true],
    [['admin:audit'], ['admin:audit'], true],
    [['admin:audit'], ['admin:*'], false],
  ])('lets a custom holder of %j grant %j: %s', (held, permissions, fine) => {
    const answer = problem(principal('custom', { permissions: held }), {
      role: 'custom',
      permissions,
    });
    expect(answer === undefined).toBe(fine);
  });

  it.each([
    [['!room:Hall'], ['!room:Hall', '!risk:raw'], true],
    [['!room:Hall'], ['!room:*'], true],
    [['!room:Hall'], ['!device:*'], true],
    [['!room:Hall'], ['!risk:*'], true],
    [['!room:Hall'], [], false],
    [['!room:Hall'], ['!room:Kitchen'], false],
    [['!room:Hall'], ['room:Hall'], false],
    [['!room:*'], ['!room:Hall'], false],
    [['!tool:door_*'], ['!tool:door_open'], false],
    [['!tool:door_open'], ['!tool:door_*'], true],
    [['!risk:read'], ['!tool:*'], false],
    [['!risk:access'], [], true],
    [['!risk:access', '!risk:admin'], [], true],
    [['!risk:control'], [], false],
    [['!risk:raw'], [], true],
  ])('keeps the denials of an operator with %j in %j: %s', (held, permissions, kept) => {
    const holder = principal('operator', { permissions: held });
    const answer = problem(holder, { role: 'operator', permissions });
    expect(answer === undefined).toBe(kept);
  });

  it('takes a denial of a class for moot only where nothing of the class can be reached', () => {
    const admin = principal('admin', { permissions: ['!risk:access'] });
    expect(problem(admin, { role: 'operator' })).toBeUndefined();
    expect(problem(admin, { role: 'operator', permissions: ['room:Hall'] })).toContain('binds');
    // An administrative act may call itself `access`, and then the denial binds it, too.
    expect(problem(admin, { role: 'custom', permissions: ['admin:audit'] })).toContain('binds');
  });

  it.each([
    [{ rooms: ['Hall'] }, { rooms: ['Hall'] }, undefined],
    [{ rooms: ['Hall', 'Bath'], devices: ['Lamp'] }, { rooms: ['Bath'] }, undefined],
    [{ rooms: ['Hall'], devices: ['Lamp'] }, { devices: ['Lamp'] }, undefined],
    [{ rooms: ['Hall'] }, {}, 'limited to devices and rooms, and what they grant would not be'],
    [{ rooms: ['Hall'] }, { rooms: ['Hall', 'Bath'] }, 'the room "Bath" is not one of those'],
    [{ rooms: ['Hall'] }, { devices: ['Lamp'] }, 'the device "Lamp" is not one of those'],
    [{ devices: ['Hall'] }, { rooms: ['Hall'] }, 'the room "Hall" is not one of those'],
    [{ devices: [] }, { devices: [], rooms: [] }, undefined],
    [{}, { rooms: ['Hall'] }, undefined],
    [{}, {}, undefined],
  ])('lets an operator limited to %j grant limits %j: %s', (held, granted, because) => {
    const answer = problem(principal('operator', held), { role: 'monitor', ...granted });
    because === undefined ? expect(answer).toBeUndefined() : expect(answer).toContain(because);
  });

  it('does not let a limited holder grant a role that limits do not bind', () => {
    const holder = principal('doorman', { rooms: ['Hall'], permissions: [] });
    expect(problem(holder, { role: 'admin', rooms: ['Hall'] })).toBeDefined();
  });

  it('refuses what cannot be read, on either side', () => {
    for (const permissions of [['tols:x'], ['!room:']]) {
      expect(problem(principal('admin', { permissions }), { role: 'monitor' })).toBe(
        'a permission cannot be read',
      );
      expect(problem(principal('admin'), { role: 'admin', permissions })).toBe(
        'a permission cannot be read',
      );
    }
  });

  it('refuses whoever has expired', () => {
    expect(problem(principal('admin', { expiresAt: NOW }), { role: 'monitor' })).toMatch(/expired/);
    expect(
      problem(principal('admin', { expiresAt: NOW + 1 }), { role: 'monitor' }),
    ).toBeUndefined();
  });

  it('binds an admin to explicit grants where the policy does', () => {
    const strict = createAuthorizer({ clock: CLOCK, explicitAccess: true });
    const granted = { role: 'admin', permissions: ['risk:access'] };
    expect(strict.grantProblem(principal('admin'), { role: 'admin' })).toBeUndefined();
    expect(strict.grantProblem(principal('admin'), granted)).toContain(
      '"risk:access" grants access',
    );
    const trusted = principal('admin', { permissions: ['risk:access'] });
    expect(strict.grantProblem(trusted, granted)).toBeUndefined();
    expect(grantProblem(principal('admin'), granted)).toBeUndefined();
  });
});

describe('consent that binds the holder', () => {
  const careful = createAuthorizer({
    clock: CLOCK,
    consent: { access: 'confirm', raw: 'approve' },
  });

  it.each<[readonly string[], string, readonly string[], string | undefined]>([
    [[], 'admin', [], undefined],
    [[], 'admin', ['confirm:control', 'approve:access'], undefined],
    [[], 'admin', ['allow:access'], 'access of the holder is bound by "confirm"'],
    [[], 'admin', ['allow:*'], 'access of the holder is bound by "confirm"'],
    [[], 'admin', ['confirm:raw'], 'raw of the holder is bound by "approve"'],
    [['allow:access'], 'admin', ['allow:access'], undefined],
    [['allow:access'], 'admin', [], undefined],
    [['confirm:control'], 'admin', [], 'control of the holder is bound by "confirm", and what'],
    [['confirm:control'], 'operator', [], 'they grant would be by "allow"'],
    [['confirm:control'], 'operator', ['confirm:control'], undefined],
    [['confirm:control'], 'operator', ['approve:*'], undefined],
    [['approve:control'], 'operator', ['confirm:control'], 'would be by "confirm"'],
    [['approve:control'], 'operator', ['confirm:*', 'approve:control'], undefined],
    [['confirm:*'], 'operator', ['confirm:control'], 'read of the holder'],
    // What the granted never reaches binds nobody.
    [['confirm:control'], 'monitor', [], undefined],
    [['approve:admin'], 'custom', ['risk:control', 'allow:admin'], undefined],
    [['approve:admin'], 'custom', ['admin:audit'], 'admin of the holder is bound by "approve"'],
    [['confirm:access'], 'operator', ['allow:access'], undefined],
    [['confirm:access'], 'operator', ['allow:access', 'room:Hall'], 'access of the holder'],
  ])('%j grants %s %j: %s', (held, role, permissions, because) => {
    const holder = principal('admin', { permissions: held });
    const problem = careful.grantProblem(holder, { role, permissions });
    because === undefined ? expect(problem).toBeUndefined() : expect(problem).toContain(because);
  });
});

describe('nobody grants more than they hold', { timeout: 120_000 }, () => {
  const anyRole = fc.constantFrom(
    'admin',
    'operator',
    'monitor',
    'device',
    'custom',
    ...Object.keys(roles),
  );
  const holder = fc
    .tuple(asking, anyRole, targetLimits, fc.array(readablePermission, { maxLength: 5 }))
    .map(([who, role, limits, permissions]) =>
      principal(role, {
        ...limits,
        permissions,
        ...(who.expiresAt === undefined ? {} : { expiresAt: who.expiresAt }),
      }),
    );

  /** Mostly a part of what the holder has, or grants of random things would nearly all be refused. */
  const granting = fc
    .tuple(
      holder,
      anyRole,
      targetLimits,
      fc.array(readablePermission, { maxLength: 3 }),
      fc.nat(),
      fc.nat({ max: 15 }),
    )
    .map(([who, role, limits, permissions, dice, mix]) => {
      const own = who.permissions ?? [];
      const denials = own.filter((text) => /^(!|confirm:|approve:)/.test(text));
      const part = own.filter((_, at) => (dice >> at) % 2 === 0);
      const granted: Grant = {
        role: mix & 1 ? who.role : role,
        permissions: [...(mix & 2 ? denials : []), ...part, ...(mix % 3 === 0 ? permissions : [])],
        ...(mix & 4
          ? {
              ...(who.devices && { devices: who.devices.slice(0, 2) }),
              ...(who.rooms && { rooms: who.rooms }),
            }
          : limits),
      };
      return { who, granted };
    });

  /** How hard an answer makes it; what is denied cannot be had. */
  const rank = (decision: Decision): number =>
    decision.allow ? CONSENTS.indexOf(decision.consent ?? 'allow') : CONSENTS.length;

  it.each([
    ['as usual', {}],
    ['with explicit access', { explicitAccess: true }],
    ['with consent', { consent: { control: 'confirm', access: 'approve' } } as const],
  ])('whatever the granted may do, the holder may do, as easily: %s', (_, options) => {
    const authorizer = createAuthorizer({ clock: CLOCK, roles, ...options });
    let fine = 0;
    let used = 0;
    let easier = 0;
    fc.assert(
      fc.property(
        granting,
        fc.array(action, { minLength: 8, maxLength: 20 }),
        ({ who, granted }, actions) => {
          if (authorizer.grantProblem(who, granted) !== undefined) return;
          fine += 1;
          const made = principal(granted.role, granted);
          for (const what of actions) {
            const decision = authorizer.authorize(made, what);
            if (!decision.allow) continue;
            used += 1;
            const own = authorizer.authorize(who, what);
            expect(own.allow, JSON.stringify(what)).toBe(true);
            if (rank(decision) < rank({ allow: true, consent: 'approve' })) easier += 1;
            expect(rank(own), JSON.stringify(what)).toBeLessThanOrEqual(rank(decision));
          }
        },
      ),
      { numRuns: 6_000 },
    );
    expect(fine).toBeGreaterThan(500);
    expect(used).toBeGreaterThan(1000);
    expect(easier).toBeGreaterThan(500);
  });

  it('everybody may pass on exactly what they hold', () => {
    fc.assert(
      fc.property(holder, (who) => {
        fc.pre(who.expiresAt === undefined);
        expect(grantProblem(who, who)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  it('an admin without denials may grant everything that can be read', () => {
    fc.assert(
      fc.property(granting, ({ granted }) => {
        expect(grantProblem(principal('admin'), granted)).toBeUndefined();
        expect(authorize(principal('admin'), { kind: 'tool', name: 'x', risk: 'raw' }).allow).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });
});
