import type { BuiltInRole, Principal } from '@gatehouse/core';

/**
 * A principal of a built-in role, as a valid key would make it.
 *
 * @param role - `device` is limited to nothing and `custom` may do nothing unless `changes` says so.
 * @param changes - Fields to set over the defaults.
 */
export function testPrincipal(role: BuiltInRole, changes: Partial<Principal> = {}): Principal {
  const limits: Partial<Principal> =
    role === 'device' ? { devices: [], rooms: [] } : role === 'custom' ? { permissions: [] } : {};
  return {
    id: `test_${role}_001`,
    kind: 'key',
    name: `Test ${role}`,
    role,
    scopes: [],
    revision: '1',
    ...limits,
    ...changes,
  };
}

/** One principal of each built-in role; `device` holds one lamp, `custom` may only read. */
export const PRINCIPALS: Readonly<Record<BuiltInRole, Principal>> = {
  admin: testPrincipal('admin'),
  operator: testPrincipal('operator'),
  monitor: testPrincipal('monitor'),
  device: testPrincipal('device', { devices: ['bedroom-light'] }),
  custom: testPrincipal('custom', { permissions: ['risk:read'] }),
};
