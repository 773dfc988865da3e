import type { Authorize, KeyId, KeyStore } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { createKeyManager, createMemoryKeyStore, type KeyManager } from '@gatehouse/keys';
import { type Authorizer, parsePermission } from '@gatehouse/rbac';
import { createFileKeyStore } from '@gatehouse/storage-file';
import { createAuthenticate } from './authenticate.js';
import type { Authenticate } from './authentication.js';
import { checkOptions, type Settings } from './check-options.js';
import { type MasterKeyInfo, openRing } from './open-ring.js';
import type { McpAuthOptions } from './options.js';
import { onRevoked } from './revocations.js';
import { type SecurityPolicy, securityPolicy } from './security-level.js';

/** Keys, roles and the master key of one server, opened. */
export interface McpAuth {
  /** Makes, lists, changes and revokes keys. */
  readonly keys: KeyManager;
  /** Turns a credential into a principal. */
  readonly authenticate: Authenticate;
  /** What the security level in force means. */
  readonly level: SecurityPolicy;
  /** Answers "may they?" for lists and calls alike. */
  readonly authorize: Authorize;
  /** Says why `authorize` answers as it does. */
  readonly explain: Authorizer['explain'];
  /** Opens and seals values of the host's own files under the same master key. */
  readonly ring: KeyRing;
  /** `undefined` when nothing outlives the process. */
  readonly masterKey: MasterKeyInfo | undefined;
  /** Where the keys are: a path, or `memory`. */
  readonly location: string;
  /**
   * Calls `listener` when a key is revoked, disabled or deleted, here or by another process.
   *
   * @returns A function that ends it.
   */
  onRevoked(listener: (keyId: KeyId) => void): () => void;
  /** Closes the store and ends all listening. */
  close(): Promise<void>;
}

/**
 * Opens the framework: `createMcpAuth({ app: 'my-server' })` keeps its keys in the user's
 * configuration directory and makes what is missing there.
 *
 * @throws `McpAuthError`: `ERR_MCPAUTH_CONFIG_INVALID` for the options, all problems at once;
 *   `ERR_MCPAUTH_MASTER_KEY_MISSING`, `_MISMATCH` or `_INVALID` when existing data cannot be opened
 *   (then every file is as it was); `ERR_MCPAUTH_STORE_DAMAGED`, `ERR_MCPAUTH_STORE_UNAVAILABLE` or
 *   `ERR_MCPAUTH_FILE_UNSAFE` for the files themselves.
 */
export async function createMcpAuth(options: McpAuthOptions): Promise<McpAuth> {
  // The one place of the framework that reads the process: docs/adr/0002.
  const settings = checkOptions(options, { env: process.env, platform: process.platform });
  const { authorizer, clock, random, logger, prefix } = settings;
  const store = await openStore(settings);
  try {
    const { ring, masterKey } = await openRing(settings, store);
    const keys = await createKeyManager({
      store,
      ring,
      clock,
      random,
      prefix,
      logger,
      checkPermission: parsePermission,
    });
    return {
      keys,
      authenticate: createAuthenticate(keys, logger),
      level: securityPolicy('staging'),
      authorize: authorizer.authorize,
      explain: authorizer.explain,
      ring,
      masterKey,
      location: store.location,
      onRevoked: (listener) => onRevoked(keys, logger, listener),
      close: () => keys.close(),
    };
  } catch (error) {
    // A store of the caller's own stays open: they have it in hand and we have not taken it over.
    if (store !== settings.store) await store.close();
    throw error;
  }
}

/** The keys of a server, to look at. */
export type KeyReader = Pick<KeyStore, 'get' | 'list' | 'location' | 'close'>;

/**
 * Opens the keys to look at them, with the options of {@link createMcpAuth}. Needs no master key,
 * makes nothing and writes nothing: it also works where `createMcpAuth` cannot.
 *
 * @throws `McpAuthError` as {@link createMcpAuth} does for the options and for the files.
 */
export function openKeyReader(options: McpAuthOptions): Promise<KeyReader> {
  return openStore(checkOptions(options, { env: process.env, platform: process.platform }));
}

/** Opens the store without writing to it. */
async function openStore({ store, keyStorePath, clock, logger }: Settings): Promise<KeyStore> {
  if (store === 'memory') return createMemoryKeyStore({ logger });
  if (store === 'file') return createFileKeyStore({ path: keyStorePath, clock, logger });
  return store;
}
