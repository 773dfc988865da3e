import type { Clock, KeyRecord, KeyStore, Logger } from '@gatehouse/core';
import { constantTimeEqual } from '@gatehouse/crypto';
import type { CompiledKeys } from './compiled-keys.js';
import { HashReader } from './hash-reader.js';
import { keyStatus } from './key-status.js';
import type { KeyManager } from './manager.js';
import { parseKey } from './parse-key.js';
import type { PepperSource, Peppers } from './peppers.js';
import type { Verification } from './types.js';
import type { StatusOf } from './usage/status.js';
import type { UsageTracker } from './usage/types.js';

/** What verification works with. It has no way to write to the store. */
export interface VerifierParts {
  readonly store: Pick<KeyStore, 'get'>;
  readonly peppers: PepperSource;
  readonly compiled: CompiledKeys;
  readonly statusOf: StatusOf;
  readonly usage: Pick<UsageTracker, 'used' | 'failed'> | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

const MALFORMED: Verification = Object.freeze({ ok: false, reason: 'malformed' });

/**
 * Builds `verify`. The order of its steps is part of the promise: a text that no key can have never
 * reaches the store; the secret is compared exactly once, an unknown id against a hash that nothing
 * matches; and nothing of the record's state is looked at before the secret matched.
 *
 * It writes nothing, so no change that comes meanwhile can be undone: the answer is that of the
 * record as it was read, in one look-up.
 */
export function createVerifier(parts: VerifierParts): KeyManager['verify'] {
  const { store, compiled, statusOf, usage, clock, logger } = parts;
  const hashes = new HashReader();

  /** Whether the secret matches; a promise only where a pepper has to be looked for. */
  function secretMatches(
    text: string,
    record: KeyRecord | undefined,
    peppers: Peppers,
    isReloaded: boolean,
  ): boolean | Promise<boolean> {
    const hash = record === undefined ? hashes.dummyOf(peppers) : hashes.of(record);
    if (hash === undefined) {
      logger.error('the hash of a key cannot be read', { keyId: record?.id });
      return false;
    }
    const mac = peppers.mac(hash.pepperId, text);
    if (mac !== undefined) {
      return constantTimeEqual(mac, hash.mac);
    }
    if (!isReloaded) {
      return parts.peppers.reload().then((reloaded) => secretMatches(text, record, reloaded, true));
    }
    const { pepperId } = hash;
    logger.error('the pepper of a key is missing', { keyId: record?.id, pepperId });
    return false;
  }

  type Refusal = Extract<Verification, { ok: false }>['reason'];

  function refuse(record: KeyRecord, reason: Refusal): Verification {
    usage?.failed(record.id);
    return { ok: false, reason, keyId: record.id };
  }

  return async function verify(text, from): Promise<Verification> {
    const parsed = typeof text === 'string' ? (from?.parsed ?? parseKey(text)) : undefined;
    if (parsed?.ok !== true) {
      return MALFORMED;
    }
    const record = await store.get(parsed.id);
    const matching = secretMatches(text, record, parts.peppers.current(), false);
    const matches = typeof matching === 'boolean' ? matching : await matching;
    if (record === undefined) {
      return { ok: false, reason: 'unknown', keyId: parsed.id };
    }
    if (!matches) {
      return refuse(record, 'wrong-secret');
    }
    const seen = keyStatus(record, clock.now());
    const status = seen === 'idle' ? await statusOf(record) : seen;
    if (status !== 'active') {
      return refuse(record, status);
    }
    const address = from?.address;
    const { addresses, principal } = compiled.of(record);
    if (!addresses.allows(address)) {
      return refuse(record, 'wrong-address');
    }
    usage?.used(record.id, address);
    return { ok: true, principal };
  };
}
