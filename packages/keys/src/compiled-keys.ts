import type { AddressList, KeyId, KeyRecord, Logger, Principal } from '@gatehouse/core';
import { BoundedCache, compileAddressList } from '@gatehouse/core';

/** What is worked out once per revision of a record. */
export interface CompiledKey {
  /** The same object until the record changes: what others cache by it stays warm. */
  readonly principal: Principal;
  readonly addresses: AddressList;
}

function principalOf(record: KeyRecord): Principal {
  const { id, name, role, devices, rooms, permissions, expiresAt, revision } = record;
  return Object.freeze({
    id,
    kind: 'key',
    name,
    role,
    scopes: [],
    ...(devices === undefined ? {} : { devices }),
    ...(rooms === undefined ? {} : { rooms }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    revision,
  });
}

/**
 * Compiles records, and keeps what was compiled for as long as their revision lasts and the key is
 * used: a store may hold many more keys than fit in memory twice.
 */
export class CompiledKeys {
  readonly #byId: BoundedCache<KeyId, CompiledKey>;
  readonly #logger: Logger;

  /** @param capacity - How many keys are kept compiled, an integer ≥ 2. */
  constructor(logger: Logger, capacity: number) {
    this.#byId = new BoundedCache(capacity);
    this.#logger = logger;
  }

  of(record: KeyRecord): CompiledKey {
    const known = this.#byId.get(record.id);
    if (known !== undefined && known.principal.revision === record.revision) {
      return known;
    }
    const compiled = {
      principal: principalOf(record),
      addresses: compileAddressList(record.ipWhitelist),
    };
    if (compiled.addresses.unreadable > 0) {
      const { unreadable } = compiled.addresses;
      this.#logger.warn('entries of an allow-list cannot be read and match no address', {
        keyId: record.id,
        unreadable,
      });
    }
    this.#byId.set(record.id, compiled);
    return compiled;
  }

  forget(id: KeyId): void {
    this.#byId.delete(id);
  }
}
