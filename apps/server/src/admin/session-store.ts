import type { EpochMs, KeyId, Principal } from '@gatehouse/core';

/** A browser that is signed in, as it is kept. It holds nothing that signs anybody in. */
export interface StoredSession {
  /** Public: for the trail and for lists. */
  readonly id: string;
  /** SHA-256 of the cookie's token, base64url. */
  readonly tokenHash: string;
  /** Who it acts as, as they were at sign-in; of kind `session`. */
  readonly principal: Principal;
  /** The key that it was opened with, which is looked at anew at each request; absent for a link. */
  readonly keyId?: KeyId;
  /** Whether it was opened under TLS: its cookie then has the other name. */
  readonly secure: boolean;
  readonly openedAt: EpochMs;
  readonly usedAt: EpochMs;
}

/** Where sessions are kept. Servers that share one share their sessions. */
export interface OwnerSessionStore {
  add(session: StoredSession): Promise<void>;
  get(id: string): Promise<StoredSession | undefined>;
  findByHash(tokenHash: string): Promise<StoredSession | undefined>;
  /** Notes a use; harmless for one that has ended. */
  touch(id: string, usedAt: EpochMs): Promise<void>;
  /** @returns Whether it was there: of several who end one, one is told so. */
  remove(id: string): Promise<boolean>;
  /** @returns All of them, those that were used longest ago in front. */
  list(): Promise<readonly StoredSession[]>;
}

/** Sessions that end with the process: after a restart, everybody signs in again. */
export function createMemorySessionStore(): OwnerSessionStore {
  /** In the order of last use. */
  const byId = new Map<string, StoredSession>();
  const idByHash = new Map<string, string>();
  return {
    async add(session) {
      byId.set(session.id, session);
      idByHash.set(session.tokenHash, session.id);
    },
    get: async (id) => byId.get(id),
    findByHash: async (tokenHash) => byId.get(idByHash.get(tokenHash) ?? ''),
    async touch(id, usedAt) {
      const session = byId.get(id);
      if (session === undefined) return;
      byId.delete(id);
      byId.set(id, { ...session, usedAt });
    },
    async remove(id) {
      idByHash.delete(byId.get(id)?.tokenHash ?? '');
      return byId.delete(id);
    },
    list: async () => [...byId.values()],
  };
}
