import type { Principal } from '@gatehouse/core';
import { createAuthorizer } from '@gatehouse/rbac';
import { describe, expect, it } from 'vitest';
import { action, CLOCK, NOW, principal } from './support.js';

const { authorize, explain } = createAuthorizer({ clock: CLOCK });

const LIGHT = { id: 'l1', name: 'Bedroom Light', roomId: 'r1', roomName: 'Bedroom' };
const BLINDS = { id: 'b1', name: 'Bedroom Blinds', roomId: 'r1', roomName: 'Bedroom' };
const OVEN = { id: 'o1', name: 'Oven', roomId: 'r2', roomName: 'Kitchen' };

describe('authorize', () => {
  it('denies an expired principal of any role, from the very millisecond on', () => {
    for (const role of ['admin', 'operator', 'monitor', 'device', 'custom']) {
      const asking = principal(role, { expiresAt: NOW, devices: ['l1'], permissions: ['risk:*'] });
      expect(authorize(asking, action({ risk: 'read' }))).toMatchObject({ reason: 'expired' });
    }
    expect(authorize(principal('admin', { expiresAt: NOW + 1 }), action()).allow).toBe(true);
  });

  it('asks the clock each time', () => {
    let now = NOW;
    const moving = createAuthorizer({ clock: { now: () => now } });
    const asking = principal('operator', { expiresAt: NOW + 10 });
    expect(moving.authorize(asking, action()).allow).toBe(true);
    now += 10;
    expect(moving.authorize(asking, action()).allow).toBe(false);
  });

  it.each(['', 'Admin', 'root', '__proto__', 'constructor', 'toString', 'admin '])(
    'knows no role %j',
    (role) => {
      const decision = authorize(principal(role, { permissions: ['risk:*'] }), action());
      expect(decision).toMatchObject({ allow: false, reason: 'unknown-role' });
    },
  );

  describe('with permissions that deny', () => {
    it.each([
      ['!risk:control', {}],
      ['!risk:*', {}],
      ['!tool:loxone_control_lights', {}],
      ['!tool:loxone_*', {}],
      ['!tool:*', {}],
      ['!device:bedroom-light', { targets: [LIGHT] }],
      ['!device:*', { targets: [LIGHT] }],
      ['!room:Bedroom', { targets: [LIGHT] }],
      ['!room:*', { targets: [LIGHT] }],
      ['!admin:keys.*', { kind: 'admin', name: 'keys.create', risk: 'admin' }],
      ['!risk:admin', { kind: 'admin', name: 'keys.create', risk: 'read' }],
      ['!risk:read', { kind: 'admin', name: 'keys.list', risk: 'read' }],
      ['!resource:loxone://keys', { kind: 'resource', name: 'loxone://x/../keys', risk: 'read' }],
    ] as const)('%s wins over the role admin and every grant', (denial, changes) => {
      const asked = action(changes);
      for (const permissions of [
        [denial, 'risk:*'],
        ['risk:*', denial],
      ]) {
        expect(authorize(principal('admin', { permissions }), asked)).toMatchObject({
          allow: false,
          reason: 'denied',
        });
      }
      expect(authorize(principal('admin'), asked).allow).toBe(true);
    });

    it('takes one denied target for all', () => {
      const asking = principal('operator', { permissions: ['!room:Kitchen'] });
      expect(authorize(asking, action({ targets: [LIGHT] })).allow).toBe(true);
      expect(authorize(asking, action({ targets: [LIGHT, OVEN] }))).toMatchObject({
        reason: 'denied',
      });
    });

    it('does not take away what is asked "at all" because of one room', () => {
      const asking = principal('operator', { permissions: ['!room:Kitchen', '!device:*'] });
      expect(authorize(asking, action()).allow).toBe(true);
      expect(authorize(asking, action({ targets: [] })).allow).toBe(true);
    });
  });

  describe('with a permission that cannot be read', () => {
    it.each([
      ['tools:loxone_control_lights', {}, true],
      ['risk:write', {}, true],
      ['', {}, true],
      ['tool:light*', {}, true],
      ['tool:light*', { kind: 'prompt' }, false],
      ['!prompt:', { kind: 'prompt' }, true],
      ['!prompt:', {}, false],
      ['room:Bed*', { targets: [OVEN] }, true],
      ['!device:', { targets: [OVEN] }, true],
      ['room:Bed*', {}, false],
    ] as const)('%j over %j: denied %s', (text, changes, denied) => {
      const decision = authorize(principal('admin', { permissions: [text] }), action(changes));
      expect(decision.allow).toBe(!denied);
      if (denied) {
        expect(decision).toMatchObject({ reason: 'denied' });
      }
    });
  });

  describe('for principals that are limited to devices and rooms', () => {
    const limited: Partial<Principal> = { devices: ['bedroom-light'], rooms: ['Kitchen'] };

    it.each(['operator', 'monitor', 'device'])('holds for the role %s', (role) => {
      const asking = principal(role, limited);
      const read = (targets?: readonly (typeof LIGHT)[]) =>
        authorize(asking, action({ risk: 'read', ...(targets === undefined ? {} : { targets }) }));
      expect(read([LIGHT]).allow).toBe(true);
      expect(read([OVEN]).allow).toBe(true);
      expect(read([LIGHT, OVEN]).allow).toBe(true);
      expect(read([BLINDS])).toMatchObject({ allow: false, reason: 'target' });
      expect(read([LIGHT, BLINDS])).toMatchObject({ allow: false, reason: 'target' });
      expect(read().allow).toBe(true);
      expect(read([]).allow).toBe(true);
    });

    it('holds for custom, beside its permissions', () => {
      const asking = principal('custom', { ...limited, permissions: ['risk:read', 'device:b1'] });
      const read = (target: typeof LIGHT) =>
        authorize(asking, action({ risk: 'read', targets: [target] }));
      expect(read(LIGHT).allow).toBe(true);
      expect(read(BLINDS)).toMatchObject({ reason: 'target' });
      expect(authorize(asking, action({ targets: [OVEN] }))).toMatchObject({
        reason: 'not-granted',
      });
    });

    it('does not hold for an admin', () => {
      expect(authorize(principal('admin', limited), action({ targets: [BLINDS] })).allow).toBe(
        true,
      );
    });

    it('lets nothing through when nothing is listed', () => {
      for (const asking of [
        principal('device'),
        principal('device', { devices: [], rooms: [] }),
        principal('operator', { devices: [] }),
        principal('monitor', { rooms: [] }),
      ]) {
        const asked = action({ risk: 'read' });
        expect(authorize(asking, asked)).toMatchObject({ allow: false, reason: 'target' });
        expect(authorize(asking, { ...asked, targets: [LIGHT] }).allow).toBe(false);
      }
    });
  });

  describe('for custom', () => {
    it('needs a grant for each target', () => {
      const asking = principal('custom', { permissions: ['room:Bedroom', 'device:Oven'] });
      expect(authorize(asking, action({ targets: [LIGHT, BLINDS, OVEN] })).allow).toBe(true);
      const hob = { ...OVEN, id: 'h1', name: 'Hob' };
      expect(authorize(asking, action({ targets: [LIGHT, hob] }))).toMatchObject({
        reason: 'not-granted',
      });
    });

    it('adds its permissions up', () => {
      const asking = principal('custom', { permissions: ['risk:read', 'room:Kitchen'] });
      expect(authorize(asking, action({ risk: 'read', targets: [LIGHT] })).allow).toBe(true);
      expect(authorize(asking, action({ targets: [OVEN] })).allow).toBe(true);
      expect(authorize(asking, action({ targets: [LIGHT] })).allow).toBe(false);
    });

    it('is given one kind of thing by its name, and no other', () => {
      const asking = principal('custom', { permissions: ['tool:morning', 'resource:loxone://*'] });
      const ask = (kind: 'tool' | 'prompt' | 'resource', name: string) =>
        authorize(asking, { kind, name, risk: 'read' }).allow;
      expect(ask('tool', 'morning')).toBe(true);
      expect(ask('prompt', 'morning')).toBe(false);
      expect(ask('resource', 'loxone://rooms')).toBe(true);
      expect(ask('resource', 'loxone://rooms/../keys')).toBe(false);
      expect(ask('tool', 'loxone://rooms')).toBe(false);
    });

    it('is told what would be needed', () => {
      expect(authorize(principal('custom'), action())).toEqual({
        allow: false,
        reason: 'not-granted',
        needs: 'risk:control or tool:loxone_control_lights or device:<name> or room:<name>',
      });
      expect(authorize(principal('operator'), action({ risk: 'access' }))).toEqual({
        allow: false,
        reason: 'needs-grant',
        needs: 'risk:access or device:<name> or room:<name>',
      });
    });
  });

  it('does not carry over what it knew of an older revision of the same object', () => {
    const changing = { ...principal('operator'), permissions: [] as string[] };
    expect(authorize(changing, action()).allow).toBe(true);
    changing.permissions = ['!risk:control'];
    Object.assign(changing, { revision: '2' });
    expect(authorize(changing, action()).allow).toBe(false);
  });

  it('keeps principals apart that look alike', () => {
    expect(authorize(principal('operator'), action()).allow).toBe(true);
    expect(authorize(principal('monitor'), action()).allow).toBe(false);
  });
});

describe('roles of the host', () => {
  const host = createAuthorizer({
    clock: CLOCK,
    roles: { 'night-watch': { permissions: ['risk:read', '!room:Bedroom'] } },
  });

  it('have their own permissions, and the denials of them', () => {
    const asking = principal('night-watch');
    const read = (target: typeof LIGHT) =>
      host.authorize(asking, action({ risk: 'read', targets: [target] }));
    expect(read(OVEN).allow).toBe(true);
    expect(read(LIGHT)).toMatchObject({ reason: 'denied' });
    expect(host.authorize(asking, action())).toMatchObject({ reason: 'not-granted' });
  });

  it('take the permissions of the principal beside them', () => {
    const asking = principal('night-watch', { permissions: ['device:Oven', '!tool:off'] });
    expect(host.authorize(asking, action({ targets: [OVEN] })).allow).toBe(true);
    expect(host.authorize(asking, action({ name: 'off' }))).toMatchObject({ reason: 'denied' });
  });

  it('do not exist for another authorizer', () => {
    expect(authorize(principal('night-watch'), action())).toMatchObject({
      reason: 'unknown-role',
    });
  });

  it.each([
    [{ admin: { permissions: [] } }, /names that no built-in role has/],
    [{ 'Night Watch': { permissions: [] } }, /slugs/],
    [{ watch: { permissions: ['risk:write'] } }, /options\.roles\.watch has a bad permission/],
  ])('are refused when they cannot be: %j', (roles, problem) => {
    expect(() => createAuthorizer({ roles })).toThrow(RangeError);
    expect(() => createAuthorizer({ roles })).toThrow(problem);
  });
});

describe('explain', () => {
  it('tells every step of a decision that allows', () => {
    const asking = principal('operator', { permissions: ['device:l1'], rooms: ['Bedroom'] });
    expect(explain(asking, action({ risk: 'access', targets: [LIGHT] }))).toEqual({
      decision: { allow: true },
      steps: [
        { check: 'expiry', ok: true, because: 'never expires' },
        { check: 'role', ok: true, because: expect.stringMatching(/^role operator: Read/) },
        { check: 'denial', ok: true, because: 'no permission denies it' },
        { check: 'grant', ok: true, because: 'granted by "device:l1"' },
        { check: 'target', ok: true, because: 'every target is listed' },
      ],
    });
  });

  it.each([
    [principal('admin', { expiresAt: 1 }), 'expiry', 'has expired'],
    [principal('king'), 'role', 'no role "king" exists'],
    [principal('admin', { permissions: ['!tool:*'] }), 'denial', '"!tool:*" denies it'],
    [principal('admin', { permissions: ['tool:'] }), 'denial', 'a permission cannot be read'],
    [principal('monitor'), 'grant', 'role monitor never reaches control'],
    [principal('custom'), 'grant', 'no permission of role custom grants control here'],
    [principal('operator', { rooms: ['Hall'] }), 'target', 'a target is not listed'],
    [principal('device'), 'target', 'no device or room is listed'],
  ])('ends with the step that denied', (asking, check, because) => {
    const { decision, steps } = explain(asking, action({ targets: [LIGHT] }));
    expect(decision.allow).toBe(false);
    expect(steps.at(-1)).toMatchObject({ check, ok: false });
    expect(steps.at(-1)?.because).toContain(because);
    expect(steps.slice(0, -1).every(({ ok }) => ok)).toBe(true);
  });
});
