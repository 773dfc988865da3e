import { createKeyRing, generateMasterKey, type KeyRing } from '@gatehouse/crypto';
import { resolveMasterKey } from '@gatehouse/storage-file';
import type { Settings } from './check-options.js';
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
 * Finds the master key that the sealed values need. It makes a key only where nothing was ever
 * sealed (rule 7).
 *
 * @param sealed - What is sealed already, beside what the options name.
 * @throws `McpAuthError`: `ERR_MCPAUTH_MASTER_KEY_MISSING`, `_MISMATCH` or `_INVALID`, and
 *   `ERR_MCPAUTH_FILE_UNSAFE`. In all of these cases nothing was written.
 */
export async function openRing(
  settings: Settings,
  sealed: readonly SealedValue[],
): Promise<OpenedRing> {
  if (settings.fleeting) return fleetingRing(settings);
  const { ring, keyId, source, generated } = await resolveMasterKey({
    ...(settings.masterKey === undefined ? {} : { explicit: settings.masterKey }),
    env: settings.env,
    envNames: [...settings.masterKeyEnv],
    path: settings.files.masterKey,
    sealed: [...sealed, ...settings.sealed],
    random: settings.random,
    logger: settings.logger,
  });
  return { ring, masterKey: { id: keyId, source, generated } };
}

/** A ring whose key is forgotten with the process. */
export function fleetingRing({ random }: Pick<Settings, 'random'>): OpenedRing {
  return { ring: createKeyRing({ current: generateMasterKey(random) }), masterKey: undefined };
}
