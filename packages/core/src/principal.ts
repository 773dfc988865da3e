import type { EpochMs } from './time.js';

/** The roles that exist without configuration (DESIGN §4). `custom` has exactly its permissions. */
export const BUILT_IN_ROLES = ['admin', 'operator', 'monitor', 'device', 'custom'] as const;

/** One of {@link BUILT_IN_ROLES}. */
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** A role's name: a built-in one, or the slug (`[a-z][a-z0-9-]*`) of a role that the host defines. */
export type RoleName = string;

/** How a caller proved who they are. */
export type PrincipalKind = 'key' | 'stdio' | 'session' | 'oauth';

/** Who is asking, whatever the way in: every credential becomes one of these (rule 1). */
export interface Principal {
  /** Stable and public: a key id such as `lmcp_admin_001`, or the name of a local caller. */
  readonly id: string;
  readonly kind: PrincipalKind;
  /** For people: lists, logs, audit. */
  readonly name: string;
  readonly role: RoleName;
  /** OAuth scopes, or the empty list. */
  readonly scopes: readonly string[];
  /** Devices (ids, names or slugs) that this principal is limited to; absent = not limited. */
  readonly devices?: readonly string[];
  /** Rooms (ids, names or slugs) that this principal is limited to; absent = not limited. */
  readonly rooms?: readonly string[];
  /** Permissions such as `tool:loxone_control_lights` or `!risk:access`; grammar in `rbac`. */
  readonly permissions?: readonly string[];
  readonly expiresAt?: EpochMs;
  /** Changes whenever the credential's record changes; what was derived from an older one is stale. */
  readonly revision: string;
}
