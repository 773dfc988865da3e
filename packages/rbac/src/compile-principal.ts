import type { Principal, RoleName } from '@gatehouse/core';
import { CONSENTS } from '@gatehouse/core';
import type { ConsentPermission, ParsedPermission, Permission } from './permission.js';
import { parsePermission } from './permission.js';
import type { RoleRule } from './roles.js';
import type { TargetMatcher } from './target-matcher.js';
import { matchDevices, matchRooms } from './target-matcher.js';

/** A role as the authorizer knows it: a rule, and the permissions that come with the role. */
export interface Role {
  readonly rule: RoleRule;
  readonly permissions: readonly string[];
}

/** A permission that could not be read. */
export type Unreadable = Extract<ParsedPermission, { ok: false }>;

/** What devices and rooms a principal is limited to. */
export interface Limits {
  /** As they are written. */
  readonly devices: readonly string[];
  readonly rooms: readonly string[];
  readonly includes: TargetMatcher;
  /** Nothing is listed, so nothing can be touched. */
  readonly empty: boolean;
}

/** What is worked out once per principal. */
export interface CompiledPrincipal {
  /** Of the principal that it was worked out of, if that has one. */
  readonly revision: string | undefined;
  readonly role: RoleName;
  readonly rule: RoleRule | undefined;
  readonly grants: readonly Permission[];
  readonly denials: readonly Permission[];
  readonly consents: readonly ConsentPermission[];
  readonly unreadable: readonly Unreadable[];
  /** Absent = not limited. */
  readonly limits?: Limits;
}

/** Of a principal, what its rights depend on. */
type Rights = Pick<Principal, 'role' | 'devices' | 'rooms' | 'permissions'>;

function limitsOf({ devices, rooms }: Rights, rule: RoleRule | undefined): Limits | undefined {
  const given = devices !== undefined || rooms !== undefined;
  if (rule?.limits === 'ignored' || !(given || rule?.limits === 'required')) {
    return undefined;
  }
  const listed = { devices: [...(devices ?? [])], rooms: [...(rooms ?? [])] };
  const isDevice = matchDevices(listed.devices);
  const isInRoom = matchRooms(listed.rooms);
  return {
    ...listed,
    includes: (target) => isDevice(target) || isInRoom(target),
    empty: listed.devices.length + listed.rooms.length === 0,
  };
}

function isConsent(permission: Permission | ConsentPermission): permission is ConsentPermission {
  return CONSENTS.some((kind) => kind === permission.kind);
}

/** @param role - The role that the principal's `role` names, if there is one. */
export function compilePrincipal(
  principal: Rights & Partial<Pick<Principal, 'revision'>>,
  role: Role | undefined,
): CompiledPrincipal {
  const texts = [...(role?.permissions ?? []), ...(principal.permissions ?? [])];
  const parsed = texts.map((text) => parsePermission(text));
  const readable = parsed.flatMap((one) => (one.ok ? [one.permission] : []));
  const permissions = readable.filter((one) => !isConsent(one));
  const limits = limitsOf(principal, role?.rule);
  return {
    revision: principal.revision,
    role: principal.role,
    rule: role?.rule,
    grants: permissions.filter(({ deny }) => !deny),
    denials: permissions.filter(({ deny }) => deny),
    consents: readable.filter(isConsent),
    unreadable: parsed.filter((one) => !one.ok),
    ...(limits === undefined ? {} : { limits }),
  };
}
