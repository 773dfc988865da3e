import type { BuiltInRole, Risk } from '@gatehouse/core';
import { RISKS } from '@gatehouse/core';

/** Permissions that name an act of one `Action.kind`. */
export const NAME_KINDS = ['tool', 'resource', 'prompt', 'rest', 'admin'] as const;
/** Permissions that name what an act touches. */
export const TARGET_KINDS = ['device', 'room'] as const;

/** One of {@link NAME_KINDS}. */
export type NameKind = (typeof NAME_KINDS)[number];
/** One of {@link TARGET_KINDS}. */
export type TargetKind = (typeof TARGET_KINDS)[number];
/** What a permission that gives or takes away starts with. */
export type PermissionKind = 'risk' | NameKind | TargetKind;

/** All kinds of permission that give or take away. */
export const PERMISSION_KINDS: readonly PermissionKind[] = ['risk', ...NAME_KINDS, ...TARGET_KINDS];

/** What a role may do. Permissions with `!` and the principal's expiry count for every role. */
export interface RoleRule {
  /** For people. */
  readonly description: string;
  /** Risk classes that need no permission. */
  readonly risks: readonly Risk[];
  /** Risk classes that need a permission, and the kinds of permission that grant them. */
  readonly grants: { readonly [Class in Risk]?: readonly PermissionKind[] };
  /**
   * What the principal's devices and rooms mean: nothing, a limit where they are given, or a limit
   * without which nothing may be touched.
   */
  readonly limits: 'ignored' | 'optional' | 'required';
}

/**
 * The roles that exist without configuration (DESIGN §4).
 *
 * `access` opens doors, so a permission grants it only if it is explicit about that. For an operator,
 * whose permissions have no other use, naming the class, the device or the room is; for `custom`,
 * where `tool:…` and `room:…` are the everyday grants, only the class or the device.
 */
export const BUILT_IN: Readonly<Record<BuiltInRole, RoleRule>> = {
  admin: {
    description: 'Everything, including keys and configuration.',
    risks: RISKS,
    grants: {},
    limits: 'ignored',
  },
  operator: {
    description: 'Read everything and control the house; doors, locks and alarms where granted.',
    risks: ['read', 'control'],
    grants: { access: ['risk', 'device', 'room'] },
    limits: 'optional',
  },
  monitor: {
    description: 'Read everything.',
    risks: ['read'],
    grants: {},
    limits: 'optional',
  },
  device: {
    description: 'See and control the listed devices and rooms.',
    risks: ['read', 'control'],
    grants: {},
    limits: 'required',
  },
  custom: {
    description: 'Exactly what its permissions grant.',
    risks: [],
    grants: {
      read: PERMISSION_KINDS,
      control: PERMISSION_KINDS,
      access: ['risk', 'device'],
      admin: ['risk', ...NAME_KINDS],
      raw: ['risk', ...NAME_KINDS],
    },
    limits: 'optional',
  },
};
