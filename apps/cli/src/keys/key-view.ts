import type { EpochMs, KeyRecord } from '@gatehouse/core';
import { keyStatus } from '@gatehouse/keys';

/** A key as it is shown: nothing in it helps to use the key. Times are RFC 3339 in UTC. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly status: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly expires_at: string | null;
  readonly not_before: string | null;
  readonly ip_whitelist: readonly string[];
  readonly devices: readonly string[] | null;
  readonly rooms: readonly string[] | null;
  readonly permissions: readonly string[] | null;
  readonly revoked: {
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  } | null;
}

function timestamp(at: EpochMs): string {
  return new Date(at).toISOString();
}

/** The public view of a record; field names as in `keys.toml`. */
export function keyView(record: KeyRecord, now: EpochMs): KeyView {
  const { revoked } = record;
  return {
    id: record.id,
    name: record.name,
    role: record.role,
    status: keyStatus(record, now),
    created_at: timestamp(record.createdAt),
    created_by: record.createdBy,
    expires_at: record.expiresAt === undefined ? null : timestamp(record.expiresAt),
    not_before: record.notBefore === undefined ? null : timestamp(record.notBefore),
    ip_whitelist: record.ipWhitelist,
    devices: record.devices ?? null,
    rooms: record.rooms ?? null,
    permissions: record.permissions ?? null,
    revoked:
      revoked === undefined
        ? null
        : { at: timestamp(revoked.at), by: revoked.by, reason: revoked.reason ?? null },
  };
}
