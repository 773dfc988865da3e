import type { EpochMs, KeyRecord, Principal } from '@gatehouse/core';
import type { Actor, CheckGrant, Grant, KeyUpdate } from '../types.js';
import { refused } from './refusals.js';

/** Nobody grants more than they hold: asked wherever a key is given something. */
export interface GrantRules {
  /** @throws `ERR_MCPAUTH_KEY_REFUSED` when the actor must not make such a key. */
  assertMayCreate(actor: Actor, request: Grant & { readonly expiresAt?: EpochMs }): void;
  /**
   * @param changed - The record as it would become.
   * @throws `ERR_MCPAUTH_KEY_REFUSED`
   */
  assertMayChange(actor: Actor, record: KeyRecord, change: KeyUpdate, changed: KeyRecord): void;
  /** @throws `ERR_MCPAUTH_KEY_REFUSED` when the actor must not let this key in again. */
  assertMayEnable(actor: Actor, record: KeyRecord): void;
  /** @throws `ERR_MCPAUTH_KEY_REFUSED` when the actor must not have another key like this one. */
  assertMayRotate(actor: Actor, record: KeyRecord): void;
  /** @returns When a key made in place of `record` must end at the latest; absent = no limit. */
  latestEnd(actor: Actor, record: KeyRecord): EpochMs | undefined;
}

/** Where the host has no rule for it, only admins grant. */
const adminsOnly: CheckGrant = ({ role }) =>
  role === 'admin' ? undefined : `nothing says what the role ${role} may grant`;

/** Admins hold everything, so nothing they grant to themselves is more. */
function limitedHolder({ principal }: Actor): Principal | undefined {
  return principal?.role === 'admin' ? undefined : principal;
}

function isOwn(actor: Actor, record: KeyRecord): boolean {
  return limitedHolder(actor)?.id === record.id;
}

/** Whether an upper bound was moved up or removed. */
function isLater(before: number | undefined, after: number | undefined): boolean {
  return before !== undefined && (after === undefined || after > before);
}

type Extends = (before: KeyRecord, after: KeyRecord) => boolean;

/** What gives the holder of a key more than before. Where that is hard to tell, any change does. */
const EXTENDS: { readonly [Field in keyof KeyUpdate]-?: Extends } = {
  name: () => false,
  // What a caller who was let in sets here can only be later than it was, or in the past.
  notBefore: () => false,
  active: (_, after) => after.active,
  expiresAt: (before, after) => isLater(before.expiresAt, after.expiresAt),
  maxIdleDays: (before, after) => isLater(before.maxIdleDays, after.maxIdleDays),
  ipWhitelist: ({ ipWhitelist: before }, { ipWhitelist: after }) =>
    before.length > 0 && (after.length === 0 || after.some((entry) => !before.includes(entry))),
  role: () => true,
  devices: () => true,
  rooms: () => true,
  permissions: () => true,
};

function assertOwnLimitsKept(record: KeyRecord, change: KeyUpdate, changed: KeyRecord): void {
  for (const [field, isExtended] of Object.entries(EXTENDS)) {
    if (Object.hasOwn(change, field) && isExtended(record, changed)) {
      throw refused(
        record.id,
        'own-limits',
        `Nobody but an admin extends their own key: ${field} of ${record.id} must stay. Ask an admin.`,
      );
    }
  }
}

function assertNotOutlived(actor: Actor, id: string, expiresAt: EpochMs | undefined): void {
  const end = limitedHolder(actor)?.expiresAt;
  if (end !== undefined && (expiresAt === undefined || expiresAt > end)) {
    throw refused(
      id,
      'outlives-holder',
      'Nobody but an admin makes a key that outlives their own. Choose an earlier expiresAt.',
    );
  }
}

function takesAwayOnly(change: KeyUpdate): boolean {
  return Object.keys(change).every((field) => field === 'active') && change.active === false;
}

/** @param checkGrant - Absent = only admins grant. */
export function createGrantRules(checkGrant: CheckGrant = adminsOnly): GrantRules {
  function assertHeld({ principal }: Actor, id: string, grant: Grant): void {
    if (principal === undefined) {
      return;
    }
    const { role, devices, rooms, permissions } = grant;
    const problem = checkGrant(principal, {
      role,
      ...(devices === undefined ? {} : { devices }),
      ...(rooms === undefined ? {} : { rooms }),
      ...(permissions === undefined ? {} : { permissions }),
    });
    if (problem !== undefined) {
      throw refused(id, 'grant', `Nobody grants more than they hold: ${problem}.`);
    }
  }

  return {
    assertMayCreate(actor, request) {
      const id = actor.principal?.id ?? actor.id;
      assertHeld(actor, id, request);
      assertNotOutlived(actor, id, request.expiresAt);
    },
    assertMayChange(actor, record, change, changed) {
      if (takesAwayOnly(change)) {
        return;
      }
      if (isOwn(actor, record)) {
        assertOwnLimitsKept(record, change, changed);
      }
      assertHeld(actor, record.id, changed);
      if (isLater(record.expiresAt, changed.expiresAt)) {
        assertNotOutlived(actor, record.id, changed.expiresAt);
      }
    },
    assertMayEnable(actor, record) {
      if (isOwn(actor, record)) {
        assertOwnLimitsKept(record, { active: true }, { ...record, active: true });
      }
      assertHeld(actor, record.id, record);
    },
    assertMayRotate(actor, record) {
      assertHeld(actor, record.id, record);
    },
    latestEnd(actor, record) {
      const ends = [
        limitedHolder(actor)?.expiresAt,
        isOwn(actor, record) ? record.expiresAt : undefined,
      ];
      const known = ends.filter((end) => end !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    },
  };
}
