import type { KeyView } from '@gatehouse/admin-ui/wire';
import type { KeyRecord, KeyUsage } from '@gatehouse/core';
import type { KeyManager } from '@gatehouse/mcp-auth';

/** What a view is made with. */
export interface KeyViewParts {
  readonly keys: Pick<KeyManager, 'status' | 'usage'>;
  /** Who looks: one of the keys may be theirs. */
  readonly viewerId: string;
}

/** A key as the page shows it: its record without the hash, how it stands and how it is used. */
export async function keyViewOf(
  record: KeyRecord,
  { keys, viewerId }: KeyViewParts,
): Promise<KeyView> {
  const [status, usage] = await Promise.all([keys.status(record), keys.usage(record.id)]);
  const { id, name, role, createdAt, createdBy, revision } = record;
  return {
    id,
    name,
    role,
    status,
    createdAt,
    createdBy,
    ...limitsOf(record),
    addresses: record.ipWhitelist,
    devices: record.devices ?? [],
    rooms: record.rooms ?? [],
    permissions: record.permissions ?? [],
    usage: usageOf(usage),
    revision,
    isOwn: id === viewerId,
  };
}

function limitsOf(
  record: KeyRecord,
): Pick<
  KeyView,
  'expiresAt' | 'notBefore' | 'maxIdleDays' | 'revoked' | 'replaces' | 'replacedBy'
> {
  const { expiresAt, notBefore, maxIdleDays, revoked, replaces, replacedBy } = record;
  return {
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(maxIdleDays === undefined ? {} : { maxIdleDays }),
    ...(revoked === undefined ? {} : { revoked }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}

function usageOf(usage: KeyUsage | undefined): KeyView['usage'] {
  if (usage === undefined) return { uses: 0, failures: 0 };
  const { uses, failures, firstUsedAt, lastUsedAt, lastAddress } = usage;
  return {
    uses,
    failures,
    ...(firstUsedAt === undefined ? {} : { firstUsedAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    ...(lastAddress === undefined ? {} : { lastAddress }),
  };
}
