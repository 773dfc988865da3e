import type { AuditLog, AuditQuery } from '@gatehouse/audit';
import type { AuditRecord, KeyId, KeyRecord } from '@gatehouse/core';
import type { Actor, CreatedKey, KeyManager, KeyRequest } from '@gatehouse/keys';

/** The short way to the acts that most servers need; {@link KeyManager} has all of them. */
export interface KeyActs {
  /** Makes a key. `key` is shown here and never again. */
  createKey(request: KeyRequest, actor?: Actor): Promise<CreatedKey>;
  /** @returns All records, revoked ones included, ordered by creation. They hold no secret. */
  listKeys(): Promise<readonly KeyRecord[]>;
  /** Replaces the addresses and CIDR networks that a key may be used from; none = anywhere. */
  updateKeyWhitelist(id: KeyId, addresses: readonly string[], actor?: Actor): Promise<KeyRecord>;
  /** Ends a key for good; its record stays. */
  revokeKey(id: KeyId, reason?: string, actor?: Actor): Promise<KeyRecord>;
  /**
   * @returns Records of the audit trail, the oldest first, all of them at once; for a long trail give
   *   a limit, or read {@link AuditLog.query}.
   */
  getAuditLog(query?: AuditQuery): Promise<readonly AuditRecord[]>;
}

/** Who acts where the host names nobody: somebody at this machine. */
export const LOCAL_ACTOR: Actor = { id: 'local' };

/** Makes {@link KeyActs}. */
export function createKeyActs(keys: KeyManager, audit: Pick<AuditLog, 'query'>): KeyActs {
  return {
    createKey: (request, actor = LOCAL_ACTOR) => keys.create(request, actor),
    listKeys: () => keys.list(),
    updateKeyWhitelist: (id, ipWhitelist, actor = LOCAL_ACTOR) =>
      keys.update(id, { ipWhitelist }, actor),
    revokeKey: (id, reason, actor = LOCAL_ACTOR) => keys.revoke(id, actor, reason),
    async getAuditLog(query) {
      const records: AuditRecord[] = [];
      for await (const record of audit.query(query)) records.push(record);
      return records;
    },
  };
}
