import type { Action } from '@gatehouse/core';
import { RISKS } from '@gatehouse/core';
import { createAuthorizer } from '@gatehouse/rbac';
import { describe, expect, it } from 'vitest';
import { action, CLOCK, principal } from './support.js';

const { authorize, explain } = createAuthorizer({ clock: CLOCK });

function admin(name: string): Action {
  return { kind: 'admin', name, risk: 'admin' };
}

/** What older systems answered differently in different places: here there is one answer. */
describe('auth-landscape §1.8: permission lists that contradict each other', () => {
  it.each(['key.create', 'user.delete', 'system.shutdown', 'admin.create_key', 'config.write'])(
    'an operator has no administrative act, whatever its name starts with: %s',
    (name) => {
      expect(authorize(principal('operator'), admin(name))).toMatchObject({ reason: 'role' });
      for (const permissions of [['admin:*'], [`admin:${name}`], ['risk:*'], ['risk:admin']]) {
        const asking = principal('operator', { permissions });
        expect(authorize(asking, admin(name)).allow).toBe(false);
      }
    },
  );

  it('an administrative act that calls itself harmless is administrative all the same', () => {
    for (const role of ['operator', 'monitor', 'device']) {
      const asking = principal(role, { devices: ['d1'] });
      for (const risk of ['read', 'control', 'access'] as const) {
        expect(authorize(asking, { ...admin('keys.list'), risk })).toMatchObject({
          reason: 'role',
        });
      }
    }
  });

  it('a monitor is not denied what it is listed, and controls no device', () => {
    const monitor = principal('monitor');
    const read = action({ name: 'device.read', risk: 'read' });
    const targets = [{ id: 'd1', name: 'Lamp' }];
    expect(authorize(monitor, read).allow).toBe(true);
    expect(authorize(monitor, { ...read, targets }).allow).toBe(true);
    expect(authorize(monitor, action({ targets })).allow).toBe(false);
    expect(authorize(monitor, action()).allow).toBe(false);
  });

  it('a denial wins, whether it stands before or behind what grants', () => {
    for (const permissions of [
      ['tool:lights_on', '!tool:lights_on'],
      ['!tool:lights_on', 'tool:lights_on'],
    ]) {
      const decision = authorize(
        principal('custom', { permissions }),
        action({ name: 'lights_on' }),
      );
      expect(decision).toMatchObject({ allow: false, reason: 'denied' });
    }
  });

  it('an admin is allowed without a list that says so', () => {
    for (const risk of RISKS) {
      expect(authorize(principal('admin'), action({ risk })).allow, risk).toBe(true);
    }
  });

  it('custom has patterns at segment borders, not prefixes', () => {
    const asking = principal('custom', { permissions: ['tool:device_*'] });
    expect(authorize(asking, action({ name: 'device_control' })).allow).toBe(true);
    expect(authorize(asking, action({ name: 'devices' })).allow).toBe(false);
    expect(authorize(asking, action({ name: 'device' })).allow).toBe(false);
  });

  it('words of other grammars are refused and deny, instead of meaning nothing', () => {
    for (const text of ['admin.*', 'device.read', 'mcp.tools.list', 'tool_category:lights', '*']) {
      const asking = principal('custom', { permissions: ['risk:read', text] });
      expect(authorize(asking, action({ risk: 'read' })), text).toMatchObject({ reason: 'denied' });
    }
  });

  it('the explanation and the answer are of one piece', () => {
    const asking = principal('operator', { permissions: ['admin:*'] });
    expect(explain(asking, admin('key.create')).decision).toEqual(
      authorize(asking, admin('key.create')),
    );
  });
});

describe('roles of the host', () => {
  const roles = {
    a: { permissions: ['risk:read'] },
    'door-keeper-2': { permissions: ['risk:read', 'risk:access', '!room:Safe'] },
  };
  const host = createAuthorizer({ clock: CLOCK, roles });
  const safe = { id: 's', name: 'Safe Door', roomId: 'r', roomName: 'Safe' };
  const hall = { id: 'h', name: 'Hall Door', roomId: 'q', roomName: 'Hall' };

  it('are limited to devices and rooms like the others', () => {
    const limited = principal('door-keeper-2', { rooms: ['Hall', 'Safe'] });
    const open = (target: typeof safe) =>
      host.authorize(limited, action({ risk: 'access', targets: [target] }));
    expect(open(hall).allow).toBe(true);
    expect(open(safe)).toMatchObject({ reason: 'denied' });
    expect(open({ ...hall, roomId: 'x', roomName: 'Attic' })).toMatchObject({ reason: 'target' });
    const nowhere = principal('door-keeper-2', { rooms: [] });
    expect(host.authorize(nowhere, action({ risk: 'read' }))).toMatchObject({ reason: 'target' });
  });

  it('keep their denials, whatever permissions a principal brings', () => {
    const asking = principal('door-keeper-2', { permissions: ['risk:*', 'room:Safe'] });
    expect(host.authorize(asking, action({ risk: 'access', targets: [safe] }))).toMatchObject({
      reason: 'denied',
    });
  });

  it('expire, and do not exist under another name', () => {
    expect(host.authorize(principal('a', { expiresAt: 0 }), action())).toMatchObject({
      reason: 'expired',
    });
    for (const role of ['A', 'a ', 'door-keeper', 'door-keeper-2 ']) {
      expect(host.authorize(principal(role), action())).toMatchObject({ reason: 'unknown-role' });
    }
  });

  it.each(['', '1a', 'A', 'a_b', 'a b', '-a', 'ä', '__proto__x', 'custom', 'device'])(
    'cannot be called %j',
    (name) => {
      const bad = { roles: { [name]: { permissions: [] } } };
      expect(() => createAuthorizer(bad)).toThrow(/^options\.roles must have slugs/);
    },
  );
});
