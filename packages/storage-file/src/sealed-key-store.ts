import type { KeyStore, RandomBytes } from '@gatehouse/core';
import { systemRandomBytes } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import type { FileKeyStoreOptions } from './file-key-store.js';
import { openKeyStore } from './file-key-store.js';
import type { FileSystem } from './file-system.js';
import { nodeFileSystem } from './file-system.js';
import { readPrivateFile } from './safe-file.js';
import { createSealedCodec, keyIdOf } from './sealed-codec.js';

/** Where a sealed keys file is, what opens it, and how its store watches it. */
export interface SealedKeyStoreOptions extends FileKeyStoreOptions {
  /** Path of `keys.enc`. It and its directory are made by the first write. */
  readonly path: string;
  /** Its current key seals every write; the others open what they have sealed. */
  readonly ring: KeyRing;
  /** Source of the nonces; the default is cryptographically secure. */
  readonly random?: RandomBytes;
}

/**
 * Opens a store of keys in a file that is sealed as a whole, where nobody shall edit or even list the
 * keys by hand. Its content, and all that is promised of it, is that of {@link createFileKeyStore}.
 *
 * @throws `ERR_MCPAUTH_SEAL_KEY_UNKNOWN` naming the master key that the file needs, when the ring lacks
 *   it. `ERR_MCPAUTH_STORE_DAMAGED` when a byte of the file was changed, and when it is empty; it is
 *   never rewritten. Otherwise as {@link createFileKeyStore}.
 */
export function createSealedKeyStore(options: SealedKeyStoreOptions): Promise<KeyStore> {
  const { ring, random = systemRandomBytes, ...rest } = options;
  return openKeyStore(rest, { kind: 'sealed', codec: createSealedCodec(ring, random) });
}

/**
 * Which master key a sealed keys file needs, told without any key: so that the right one can be
 * looked for, and none is made over it (rule 7).
 *
 * @param path - Path of `keys.enc`.
 * @returns 22 characters, or `undefined` when there is no such file.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` when there is a file that does not say.
 *   `ERR_MCPAUTH_FILE_UNSAFE`, `ERR_MCPAUTH_STORE_UNAVAILABLE` when it cannot be read.
 */
export async function sealedStoreKeyId(
  path: string,
  fileSystem: FileSystem = nodeFileSystem,
): Promise<string | undefined> {
  const file = await readPrivateFile(fileSystem, path);
  return file === undefined ? undefined : keyIdOf(path, file.bytes);
}
