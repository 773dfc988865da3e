import { type AuditStorage, type KeyStore, McpAuthError } from '@gatehouse/core';
import { sealedKeyId } from '@gatehouse/crypto';
import type { SealedValue } from './options.js';

/**
 * What of a key store is sealed, and under which master keys.
 *
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` for a store that holds keys but not what opens them.
 */
export async function sealedInStore(store: KeyStore): Promise<readonly SealedValue[]> {
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

/**
 * What of an audit trail is sealed. Without its keys a trail can neither be verified nor continued,
 * so it counts like the key store when a master key is looked for.
 *
 * @throws `ERR_MCPAUTH_AUDIT_DAMAGED` for a trail whose keys are no sealed values.
 */
export async function sealedInTrail(storage: AuditStorage): Promise<readonly SealedValue[]> {
  const head = await storage.head();
  return (head?.chainKeys ?? []).map(({ id, sealed }) => {
    const keyId = sealedKeyId(sealed);
    if (keyId === undefined) {
      const problem = `its chain key ${id} is not a sealed value`;
      throw new McpAuthError(
        'ERR_MCPAUTH_AUDIT_DAMAGED',
        `The audit trail ${storage.location} cannot be used: ${problem}. Nothing was changed; move it away to begin a new one.`,
        { location: storage.location, problem },
      );
    }
    return { keyId, where: `${storage.location} (chain key ${id})` };
  });
}
