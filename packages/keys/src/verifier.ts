import type { Clock, KeyRecord, KeyStore, Logger } from '@gatehouse/core';
import { constantTimeEqual } from '@gatehouse/crypto';
import type { CompiledKeys } from './compiled-keys.js';
import { parseKeyHash } from './key-hash.js';
import { keyStatus } from './key-status.js';
import { parseKey } from './parse-key.js';
import type { PepperSource } from './peppers.js';
import type { KeyManager, Verification } from './types.js';

/** What verification works with. */
export interface VerifierParts {
  readonly store: KeyStore;
  readonly peppers: PepperSource;
  readonly compiled: CompiledKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Builds `verify`. The order of its steps is part of the promise: a text that no key can have never
 * reaches the store; the secret is compared exactly once, an unknown id against a hash that nothing
 * matches; and nothing of the record's state is looked at before the secret matched.
 */
export function createVerifier(parts: VerifierParts): KeyManager['verify'] {
  const { store, compiled, clock } = parts;

  async function secretMatches(text: string, record: KeyRecord | undefined): Promise<boolean> {
    const hash = parseKeyHash(record?.hash ?? parts.peppers.current().dummyHash);
    if (hash === undefined) {
      parts.logger.error('the hash of a key cannot be read', { keyId: record?.id });
      return false;
    }
    const mac =
      parts.peppers.current().mac(hash.pepperId, text) ??
      (await parts.peppers.reload()).mac(hash.pepperId, text);
    if (mac === undefined) {
      const { pepperId } = hash;
      parts.logger.error('the pepper of a key is missing', { keyId: record?.id, pepperId });
      return false;
    }
    return constantTimeEqual(mac, hash.mac);
  }

  return async function verify(text, from = {}): Promise<Verification> {
    const parsed = typeof text === 'string' ? parseKey(text) : undefined;
    if (parsed?.ok !== true) {
      return { ok: false, reason: 'malformed' };
    }
    const keyId = parsed.id;
    const record = await store.get(keyId);
    const matches = await secretMatches(text, record);
    if (record === undefined) {
      return { ok: false, reason: 'unknown', keyId };
    }
    if (!matches) {
      return { ok: false, reason: 'wrong-secret', keyId };
    }
    const status = keyStatus(record, clock.now());
    if (status !== 'active') {
      return { ok: false, reason: status, keyId };
    }
    const { addresses, principal } = compiled.of(record);
    return addresses.allows(from.address)
      ? { ok: true, principal }
      : { ok: false, reason: 'wrong-address', keyId };
  };
}
