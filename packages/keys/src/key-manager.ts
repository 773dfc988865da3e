import type {
  Clock,
  KeyRecord,
  KeyStore,
  Logger,
  NewKeyRecord,
  RandomBytes,
} from '@gatehouse/core';
import { McpAuthError, silentLogger, systemClock, systemRandomBytes } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { applyChange } from './apply-change.js';
import { changeKey, requireKey, retryOnConflict } from './change-key.js';
import type { FieldProblem } from './check-request.js';
import { checkKeyRequest, checkKeyUpdate, checkReason } from './check-request.js';
import { CompiledKeys } from './compiled-keys.js';
import type { CheckContext } from './field-checks.js';
import { formatKeyId, isKeyWord, mintKey } from './key-format.js';
import { keyStatus } from './key-status.js';
import { openPepperSource } from './peppers.js';
import { createSerializer } from './serialize.js';
import type { Actor, CreatedKey, KeyManager, KeyRequest, KeyUpdate } from './types.js';
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
  /** Reads one permission, so that none is stored that grants nothing; default: any text. */
  readonly checkPermission?: CheckContext['checkPermission'];
}

function assertFits(argument: string, problems: readonly FieldProblem[]): void {
  if (problems.length > 0) {
    const sentences = problems.map(({ field, problem }) => `${argument}.${field} ${problem}`);
    throw new RangeError(sentences.join('; '));
  }
}

function assertNotRevoked(record: KeyRecord): void {
  if (record.revoked !== undefined) {
    throw new McpAuthError(
      'ERR_MCPAUTH_KEY_REFUSED',
      `Key ${record.id} is revoked, which is final. Make a new key.`,
      { id: record.id, rule: 'revoked' },
    );
  }
}

/** A store would not know whether to keep or to remove what is `undefined`. */
function definedFields(change: KeyUpdate): KeyUpdate {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function recordOf(
  request: KeyRequest,
  made: Pick<NewKeyRecord, 'id' | 'createdBy' | 'createdAt' | 'hash'>,
): NewKeyRecord {
  const { name, role, expiresAt, notBefore, devices, rooms, permissions } = request;
  return {
    ...made,
    name,
    role,
    active: true,
    ipWhitelist: request.ipWhitelist ?? [],
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(devices === undefined ? {} : { devices }),
    ...(rooms === undefined ? {} : { rooms }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

/**
 * Opens a store for the life of its keys. A new store gets a pepper, sealed under the ring's current
 * key; the peppers of an existing one are opened, or the call fails and nothing is changed.
 *
 * @throws `ERR_MCPAUTH_SEAL_KEY_UNKNOWN` when the ring lacks the master key of a pepper,
 *   `ERR_MCPAUTH_SEAL_DAMAGED` or `ERR_MCPAUTH_SEAL_MALFORMED` when a pepper was changed,
 *   `ERR_MCPAUTH_STORE_DAMAGED` when the header is missing over existing keys; what the store throws.
 */
export async function createKeyManager(options: KeyManagerOptions): Promise<KeyManager> {
  const { store, ring, prefix = 'lmcp' } = options;
  const { clock = systemClock, random = systemRandomBytes, logger = silentLogger } = options;
  if (!isKeyWord(prefix)) {
    throw new RangeError('prefix must be a lower-case slug of at most 32 characters');
  }
  const peppers = await openPepperSource({ store, ring, random });
  const compiled = new CompiledKeys(logger);
  const stopForgetting = store.subscribe((event) => compiled.forget(event.id));
  const inTurn = createSerializer();

  function checkContext(): CheckContext {
    const { checkPermission } = options;
    return { now: clock.now(), ...(checkPermission === undefined ? {} : { checkPermission }) };
  }

  function note(message: string, record: KeyRecord, actor: Actor): void {
    logger.info(message, { keyId: record.id, role: record.role, by: actor.id });
  }

  async function create(request: KeyRequest, actor: Actor): Promise<CreatedKey> {
    assertFits('request', checkKeyRequest(request, checkContext()));
    let key = '';
    const build = (sequence: number): NewKeyRecord => {
      const { role, test = false } = request;
      const id = formatKeyId({ prefix, test, role, sequence });
      key = mintKey(id, random);
      const hash = peppers.current().hash(key);
      return recordOf(request, { id, createdBy: actor.id, createdAt: clock.now(), hash });
    };
    const record = await retryOnConflict(() => store.insert(request.role, build));
    note('a key was made', record, actor);
    return { record, key };
  }

  async function revoke(id: string, actor: Actor, reason?: string): Promise<KeyRecord> {
    assertFits('revocation', checkReason(reason, checkContext()));
    const revoked = {
      at: clock.now(),
      by: actor.id,
      ...(reason === undefined ? {} : { reason }),
    };
    const record = await changeKey(store, clock, id, (current) =>
      current.revoked === undefined ? { revoked, active: false } : undefined,
    );
    note('a key was revoked', record, actor);
    return record;
  }

  async function update(id: string, change: KeyUpdate, actor: Actor): Promise<KeyRecord> {
    const record = await changeKey(store, clock, id, (current) => {
      assertNotRevoked(current);
      const changed = applyChange(current, change);
      assertFits('change', checkKeyUpdate(change, changed, checkContext()));
      return definedFields(change);
    });
    note('a key was changed', record, actor);
    return record;
  }

  async function remove(id: string, actor: Actor): Promise<void> {
    // Revoked first: that is where the rule of the last admin stands, and a key whose record could
    // not be removed then lets nobody in either.
    const record = await revoke(id, actor);
    await retryOnConflict(async () => {
      const { revision } = await requireKey(store, id);
      await store.delete(id, revision);
    });
    note('a key was deleted', record, actor);
  }

  return {
    create,
    revoke: (id, actor, reason) => inTurn(() => revoke(id, actor, reason)),
    update: (id, change, actor) => inTurn(() => update(id, change, actor)),
    delete: (id, actor) => inTurn(() => remove(id, actor)),
    list: () => store.list(),
    get: (id) => store.get(id),
    verify: createVerifier({ store, peppers, compiled, clock, logger }),
    async principal(id) {
      const record = await store.get(id);
      const active = record !== undefined && keyStatus(record, clock.now()) === 'active';
      return active ? compiled.of(record).principal : undefined;
    },
    subscribe: (listener) => store.subscribe(listener),
    async close() {
      stopForgetting();
      await store.close();
    },
  };
}
