import type { AuditSink, Clock, KeyId, KeyStore, Logger, RandomBytes } from '@gatehouse/core';
import { silentLogger, systemClock, systemRandomBytes } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { CompiledKeys } from './compiled-keys.js';
import type { CheckContext } from './field-checks.js';
import { isKeyWord } from './key-format.js';
import { disableKey, enableKey, updateKey } from './lifecycle/change.js';
import { createKey, createManyKeys } from './lifecycle/create.js';
import { cleanUpKeys, deleteKey, revokeKey } from './lifecycle/end.js';
import { createGrantRules } from './lifecycle/grant-rules.js';
import type { KeyEventType } from './lifecycle/ledger.js';
import { createLedger } from './lifecycle/ledger.js';
import { keyNotices } from './lifecycle/notices.js';
import type { LifecycleParts } from './lifecycle/parts.js';
import { snapshot } from './lifecycle/parts.js';
import { rotateKey } from './lifecycle/rotate.js';
import type { KeyPolicy } from './lifetime-policy.js';
import { createLifetimePolicy } from './lifetime-policy.js';
import type { KeyManager } from './manager.js';
import { openPepperSource } from './peppers.js';
import { createSerializer } from './serialize.js';
import type { Actor, CheckGrant } from './types.js';
import { createStatusOf } from './usage/status.js';
import type { UsageTracker } from './usage/types.js';
import { createVerifier } from './verifier.js';

/** What a key manager is made of. */
export interface KeyManagerOptions {
  /** Taken over: {@link KeyManager.close} closes it. */
  readonly store: KeyStore;
  /** Holds the master key that the store's peppers are sealed under. */
  readonly ring: KeyRing;
  readonly clock?: Clock;
  /** Source of keys, peppers and nonces; the default is cryptographically secure. */
  readonly random?: RandomBytes;
  /** What new keys start with, a lower-case slug; default `lmcp`. */
  readonly prefix?: string;
  readonly logger?: Logger;
  /**
   * Counts how keys are used; taken over like the store. Without it no key can be given
   * `maxIdleDays`, and for one that has it the days count from its creation.
   */
  readonly usage?: UsageTracker;
  /** Where every act on a key is recorded. */
  readonly audit?: AuditSink;
  /** Keeps remote callers from granting more than they hold. Default: only admins grant. */
  readonly checkGrant?: CheckGrant;
  /** How long keys may live. Default: as long as they are asked to. */
  readonly policy?: KeyPolicy;
  /** Reads one permission, so that none is stored that grants nothing; default: any text. */
  readonly checkPermission?: CheckContext['checkPermission'];
  /** How many of the keys used last are kept ready in memory, an integer ≥ 2; default 10,000. */
  readonly maxCachedKeys?: number;
}

function assertOptions({ prefix = 'lmcp', maxCachedKeys = 2 }: KeyManagerOptions): void {
  if (!isKeyWord(prefix)) {
    throw new RangeError('prefix must be a lower-case slug of at most 32 characters');
  }
  if (!Number.isInteger(maxCachedKeys) || maxCachedKeys < 2) {
    throw new RangeError('maxCachedKeys must be an integer ≥ 2');
  }
}

function assertActor(actor: Actor): void {
  if (typeof actor?.id !== 'string' || actor.id === '') {
    throw new TypeError('actor.id must name who does it');
  }
}

/** Everything that acts on keys, opened. */
async function openParts(
  options: KeyManagerOptions,
  clock: Clock,
  logger: Logger,
): Promise<LifecycleParts> {
  const { store, ring, usage, checkPermission, prefix = 'lmcp' } = options;
  const { random = systemRandomBytes } = options;
  const policy = createLifetimePolicy(options.policy, logger);
  return {
    store,
    clock,
    random,
    prefix,
    peppers: await openPepperSource({ store, ring, random }),
    statusOf: createStatusOf(clock, usage),
    usage,
    grants: createGrantRules(options.checkGrant),
    policy,
    ledger: createLedger(options.audit, logger),
    checkContext: () => ({
      now: clock.now(),
      usageKept: usage !== undefined,
      ...policy.limits,
      ...(checkPermission === undefined ? {} : { checkPermission }),
    }),
  };
}

/**
 * Opens a store for the life of its keys. A new store gets a pepper, sealed under the ring's current
 * key; the peppers of an existing one are opened, or the call fails and nothing is changed.
 *
 * @throws `ERR_MCPAUTH_SEAL_KEY_UNKNOWN` when the ring lacks the master key of a pepper,
 *   `ERR_MCPAUTH_SEAL_DAMAGED` or `ERR_MCPAUTH_SEAL_MALFORMED` when a pepper was changed,
 *   `ERR_MCPAUTH_STORE_DAMAGED` when the header is missing over existing keys; what the store throws;
 *   {@link RangeError} when an option does not fit.
 */
export async function createKeyManager(options: KeyManagerOptions): Promise<KeyManager> {
  assertOptions(options);
  const { store, usage, clock = systemClock, logger = silentLogger } = options;
  const parts = await openParts(options, clock, logger);
  const { ledger, peppers, statusOf } = parts;
  const compiled = new CompiledKeys(logger, options.maxCachedKeys ?? 50_000);
  const inTurn = createSerializer();
  const stopWatching = store.subscribe((event) => {
    compiled.forget(event.id);
    if (event.origin === 'outside') {
      ledger.changedOutside(event);
    }
  });

  async function act<T>(
    type: KeyEventType,
    actor: Actor,
    target: KeyId | undefined,
    run: () => Promise<T>,
  ): Promise<T> {
    assertActor(actor);
    return ledger.perform({ type, actor, ...(target === undefined ? {} : { target }) }, run);
  }

  return {
    async create(request, actor) {
      const asked = snapshot(request);
      return act('key.created', actor, undefined, () => createKey(parts, asked, actor));
    },
    async createMany(requests, actor) {
      const asked = requests.map(snapshot);
      return act('key.created', actor, undefined, () => createManyKeys(parts, asked, actor));
    },
    async update(id, change, actor, { expectedRevision } = {}) {
      const asked = { change: snapshot(change), expectedRevision };
      return inTurn(() => act('key.updated', actor, id, () => updateKey(parts, id, asked, actor)));
    },
    disable: (id, actor, reason) =>
      inTurn(() => act('key.disabled', actor, id, () => disableKey(parts, id, actor, reason))),
    enable: (id, actor, { expectedRevision } = {}) =>
      inTurn(() =>
        act('key.enabled', actor, id, () => enableKey(parts, id, actor, expectedRevision)),
      ),
    async rotate(id, options, actor) {
      const asked = snapshot(options);
      return inTurn(() => act('key.rotated', actor, id, () => rotateKey(parts, id, asked, actor)));
    },
    revoke: (id, actor, reason) =>
      inTurn(() => act('key.revoked', actor, id, () => revokeKey(parts, id, actor, reason))),
    delete: (id, actor) =>
      inTurn(() => act('key.deleted', actor, id, () => deleteKey(parts, id, actor))),
    async cleanUp(asked, actor) {
      const own = snapshot(asked);
      return inTurn(() =>
        act('key.deleted', actor, undefined, () => cleanUpKeys(parts, own, actor)),
      );
    },
    list: () => store.list(),
    get: (id) => store.get(id),
    status: statusOf,
    usage: async (id) => usage?.usage(id),
    notices: (asked) => keyNotices(parts, asked),
    verify: createVerifier({ store, peppers, compiled, statusOf, usage, clock, logger }),
    async principal(id) {
      const record = await store.get(id);
      const active = record !== undefined && (await statusOf(record)) === 'active';
      return active ? compiled.of(record).principal : undefined;
    },
    subscribe: (listener) => store.subscribe(listener),
    async close() {
      stopWatching();
      try {
        await usage?.close();
      } finally {
        await store.close();
      }
    },
  };
}
