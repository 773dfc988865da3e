import { type ActionTarget, ALLOW, type Authorize, type Principal } from '@gatehouse/core';

const BASE = { kind: 'key', scopes: [], revision: '1' } as const;

/** Principals of the roles that matter here. */
export const admin: Principal = { ...BASE, id: 'lmcp_admin_001', name: 'Owner', role: 'admin' };
export const operator: Principal = {
  ...BASE,
  id: 'lmcp_operator_001',
  name: 'Assistant',
  role: 'operator',
};
export const monitor: Principal = {
  ...BASE,
  id: 'lmcp_monitor_001',
  name: 'Wall',
  role: 'monitor',
};

/** A key that is limited to rooms or devices. */
export function limitedTo(limits: {
  readonly rooms?: readonly string[];
  readonly devices?: readonly string[];
}): Principal {
  return { ...BASE, id: 'lmcp_device_001', name: 'Tablet', role: 'device', ...limits };
}

/**
 * The part of the authorizer's rules that tools depend on: roles reach risks, `access` needs a
 * grant, limits compare ids and names. Independent of the real one, so that neither hides a
 * mistake of the other.
 */
export const authorize: Authorize = (principal, action) => {
  const { role } = principal;
  if (role === 'monitor' && action.risk !== 'read') {
    return { allow: false, reason: 'role', needs: 'the role operator' };
  }
  if (action.risk === 'admin' && role !== 'admin') return { allow: false, reason: 'role' };
  if (action.risk === 'access' && role !== 'admin') {
    return { allow: false, reason: 'needs-grant', needs: 'the permission risk:access' };
  }
  const outside = (action.targets ?? []).find((target) => !isWithin(principal, target));
  if (outside === undefined) return ALLOW;
  // Careless on purpose: what a tool passes on of this must not tell of what is hidden.
  return { allow: false, reason: 'target', needs: `rights for ${outside.name ?? outside.id}` };
};

function isWithin({ rooms, devices }: Principal, target: ActionTarget): boolean {
  if (rooms === undefined && devices === undefined) return true;
  const holds = (limits: readonly string[] | undefined, ...of: (string | undefined)[]): boolean =>
    limits?.some((limit) => of.includes(limit)) ?? false;
  return holds(rooms, target.roomId, target.roomName) || holds(devices, target.id, target.name);
}
