import type { AddressList, KeyId, KeyRecord, Logger, Principal } from '@gatehouse/core';
import { compileAddressList } from '@gatehouse/core';

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

/** Compiles records, and keeps what was compiled for as long as their revision lasts. */
export class CompiledKeys {
  readonly #byId = new Map<KeyId, CompiledKey>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
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
