import type { Logger } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { MasterKey } from '@gatehouse/crypto';
import { describeFileError, unsafe } from './file-errors.js';
import type { FileStatus, FileSystem } from './file-system.js';
import {
  invalidMasterKey,
  parseMasterKeyFrom,
  readMasterKeyFile,
  sweepMasterKeyFile,
} from './master-key-file.js';

/** One place where a master key may be. */
export interface MasterKeySource {
  /** `environment variable X`, `file /…` */
  readonly name: string;
  /** What a list of places says where there was none: `not set`, `does not exist`. */
  readonly absence: string;
  /**
   * @returns `undefined` where there is none.
   * @throws Where there is one that cannot be used: the next place is no answer to that.
   */
  read(): Promise<MasterKey | undefined>;
  /** Clears up behind others, once the key of this place is the one in use. */
  tidy?(): Promise<void>;
}

/** Where {@link masterKeySources} looks. */
export interface MasterKeyPlaces {
  readonly explicit?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly envNames: readonly string[];
  readonly path: string;
  readonly fileSystem: FileSystem;
  readonly logger: Logger;
}

/** A key takes 64 characters at most; what is longer is another file. */
const MAX_FILE_BYTES = 4096;

function explicitSource(text: string | undefined): MasterKeySource {
  const name = 'the masterKey option';
  return {
    name,
    absence: 'not given',
    async read() {
      const remedy = 'Give another one, or leave the option out.';
      return text === undefined ? undefined : parseMasterKeyFrom(name, text, remedy);
    },
  };
}

function envSource({ env }: MasterKeyPlaces, variable: string): MasterKeySource {
  const name = `environment variable ${variable}`;
  return {
    name,
    absence: 'not set',
    async read() {
      const text = env[variable];
      // Also an empty one is an error: whoever sets it believes that it gives the key.
      const remedy = 'Correct it, or unset it to use the next source.';
      return text === undefined ? undefined : parseMasterKeyFrom(name, text, remedy);
    },
  };
}

/**
 * A file that somebody mounts for the program, a Docker secret or a systemd credential, is often a
 * link and readable by all in its container. So only what lets others choose the key is refused.
 */
function checkMounted(
  { fileSystem, logger }: MasterKeyPlaces,
  path: string,
  status: FileStatus,
): void {
  if (status.kind !== 'file') {
    throw unsafe(path, 'is not a regular file', 'Name the file that holds the master key.');
  }
  if (!fileSystem.posix) {
    return;
  }
  if ((status.mode & 0o022) !== 0) {
    throw unsafe(
      path,
      'can be written by other users',
      `Keep it to its owner: chmod 600 "${path}"`,
    );
  }
  if ((status.mode & 0o200) !== 0 && (status.mode & 0o044) !== 0) {
    logger.warn('the master key file can be read by other users; chmod 600 keeps it to its owner', {
      path,
    });
  }
}

async function readMounted(places: MasterKeyPlaces, path: string, name: string): Promise<string> {
  const remedy = 'Correct the path or the file, or unset the variable to use the next source.';
  try {
    const file = await places.fileSystem.open(path, 'read-through-links');
    try {
      const status = await file.status();
      checkMounted(places, path, status);
      if (status.size > MAX_FILE_BYTES) {
        throw invalidMasterKey(name, `it has ${status.size} bytes, which no key has`, remedy);
      }
      return new TextDecoder().decode(await file.read());
    } finally {
      await file.close();
    }
  } catch (error) {
    throw isMcpAuthError(error) ? error : invalidMasterKey(name, describeFileError(error), remedy);
  }
}

function envFileSource(places: MasterKeyPlaces, variable: string): MasterKeySource {
  const path = places.env[variable];
  const name =
    path === undefined || path === ''
      ? `environment variable ${variable}`
      : `file ${path} (named by ${variable})`;
  const remedy = 'Correct it, or unset the variable to use the next source.';
  return {
    name,
    absence: 'not set',
    async read() {
      if (path === undefined) {
        return undefined;
      }
      if (path === '') {
        throw invalidMasterKey(name, 'it is empty and names no file', remedy);
      }
      return parseMasterKeyFrom(name, await readMounted(places, path, name), remedy);
    },
  };
}

/** @returns All places in the order in which they count (DESIGN §3). */
export function masterKeySources(places: MasterKeyPlaces): readonly MasterKeySource[] {
  const { explicit, envNames, path, fileSystem } = places;
  return [
    explicitSource(explicit),
    ...envNames.flatMap((variable) => [
      envSource(places, variable),
      envFileSource(places, `${variable}_FILE`),
    ]),
    {
      name: `file ${path}`,
      absence: 'does not exist',
      read: () => readMasterKeyFile(fileSystem, path),
      tidy: () => sweepMasterKeyFile(fileSystem, path),
    },
  ];
}

/**
 * Reads the keys of before a rotation, from `<name>_PREVIOUS` of every variable.
 *
 * @throws `ERR_MCPAUTH_MASTER_KEY_INVALID` when one of them cannot be a key.
 */
export function readPreviousKeys({
  env,
  envNames,
}: Pick<MasterKeyPlaces, 'env' | 'envNames'>): readonly MasterKey[] {
  return envNames.flatMap((variable) => {
    const name = `environment variable ${variable}_PREVIOUS`;
    const texts = env[`${variable}_PREVIOUS`]?.split(',') ?? [];
    return texts.map((text) => parseMasterKeyFrom(name, text, 'Correct it, or unset it.'));
  });
}
