import { type KeyStore, McpAuthError } from '@gatehouse/core';
import { createKeyRing, generateMasterKey, type KeyRing, sealedKeyId } from '@gatehouse/crypto';
import { resolveMasterKey } from '@gatehouse/storage-file';
import { needsNoFiles, type Settings } from './check-options.js';
import type { SealedValue } from './options.js';

/** Which master key is in use, for people; never the key. */
export interface MasterKeyInfo {
  readonly id: string;
  /** For example `environment variable MCP_AUTH_MASTER_KEY` or `file /home/u/.config/x/master.key`. */
  readonly source: string;
  /** Whether it was made just now: somebody should be told to keep a copy. */
  readonly generated: boolean;
}

/** The keys that open sealed values, and where they came from. */
export interface OpenedRing {
  readonly ring: KeyRing;
  /** `undefined` for a key that lives and ends with this process. */
  readonly masterKey: MasterKeyInfo | undefined;
}

/**
 * Finds the master key that the store's sealed values need. It reads first and makes a key only
 * where nothing was ever sealed (rule 7).
 *
 * @throws `McpAuthError`: `ERR_MCPAUTH_MASTER_KEY_MISSING`, `_MISMATCH` or `_INVALID`,
 *   `ERR_MCPAUTH_FILE_UNSAFE`, and `ERR_MCPAUTH_STORE_DAMAGED` for a store that holds keys but not
 *   what opens them. In all of these cases nothing was written.
 */
export async function openRing(settings: Settings, store: KeyStore): Promise<OpenedRing> {
  if (needsNoFiles(settings)) {
    return {
      ring: createKeyRing({ current: generateMasterKey(settings.random) }),
      masterKey: undefined,
    };
  }
  const { ring, keyId, source, generated } = await resolveMasterKey({
    ...(settings.masterKey === undefined ? {} : { explicit: settings.masterKey }),
    env: settings.env,
    envNames: [...settings.masterKeyEnv],
    path: settings.masterKeyPath,
    sealed: [...(await sealedIn(store)), ...settings.sealed],
    random: settings.random,
    logger: settings.logger,
  });
  return { ring, masterKey: { id: keyId, source, generated } };
}

async function sealedIn(store: KeyStore): Promise<readonly SealedValue[]> {
  const header = await store.header();
  if (header === undefined) {
    // Records that people wrote by hand have no hash and were never made with a pepper.
    if ((await store.list()).every(({ hash }) => hash === '')) return [];
    throw damaged(store, 'it holds keys, but not the pepper that they were made with');
  }
  return header.peppers.map(({ id, sealed }) => {
    const keyId = sealedKeyId(sealed);
    // Without this, a new master key would be made over a store whose damage hides the old one.
    if (keyId === undefined) throw damaged(store, `its pepper ${id} is not a sealed value`);
    return { keyId, where: `${store.location} (pepper ${id})` };
  });
}

function damaged(store: KeyStore, problem: string): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_DAMAGED',
    `The key store ${store.location} cannot be used: ${problem}. Nothing was changed; restore it from a backup.`,
    { location: store.location, problem },
  );
}
