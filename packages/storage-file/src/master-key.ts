import { dirname, resolve } from 'node:path';
import type { Logger, RandomBytes } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError, silentLogger, systemRandomBytes } from '@gatehouse/core';
import type { KeyRing, MasterKey } from '@gatehouse/crypto';
import { createKeyRing } from '@gatehouse/crypto';
import type { FileSystem } from './file-system.js';
import { nodeFileSystem } from './file-system.js';
import { createMasterKeyFile } from './master-key-file.js';
import type { MasterKeySource } from './master-key-sources.js';
import { masterKeySources, readPreviousKeys } from './master-key-sources.js';
import type { SealedData } from './sealed-files.js';
import { sealedInDirectory } from './sealed-files.js';

/** Where to look for the master key, and what it must open. */
export interface MasterKeyOptions {
  readonly explicit?: string;
  /** Usually `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Variables in the order in which they count; each is also looked for as `<name>_FILE`. Keys in
   * `<name>_PREVIOUS`, separated by commas, still open what was sealed before a rotation.
   */
  readonly envNames: readonly string[];
  /** Path of the key file, which is made where nothing else gives a key. */
  readonly path: string;
  /**
   * All that is sealed already and has to be opened. Only if it is empty, and no file beside the key
   * file holds anything sealed, is a key ever made (rule 7).
   */
  readonly sealed: readonly SealedData[];
  /** Makes the key; the default is cryptographically secure. */
  readonly random?: RandomBytes;
  readonly logger?: Logger;
  readonly fileSystem?: FileSystem;
}

/** The master key, and where it came from. */
export interface ResolvedMasterKey {
  readonly ring: KeyRing;
  readonly keyId: string;
  /** `environment variable X`, `file /…`, `generated, saved in /…` */
  readonly source: string;
  readonly generated: boolean;
}

interface FoundKey {
  readonly key: MasterKey;
  readonly source: MasterKeySource;
}

interface Search {
  readonly found?: FoundKey;
  /** Every place that was looked at, with what was there. */
  readonly lookedIn: readonly string[];
  readonly notAsked: readonly MasterKeySource[];
}

async function search(sources: readonly MasterKeySource[]): Promise<Search> {
  const lookedIn: string[] = [];
  for (const [index, source] of sources.entries()) {
    const key = await source.read();
    if (key !== undefined) {
      const found = { key, source };
      return { found, lookedIn: [...lookedIn, source.name], notAsked: sources.slice(index + 1) };
    }
    lookedIn.push(`${source.name} (${source.absence})`);
  }
  return { lookedIn, notAsked: [] };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Only to help: which other place holds a key that is needed. It is not used. */
async function placeOfKey(
  sources: readonly MasterKeySource[],
  keyIds: readonly string[],
): Promise<string | undefined> {
  for (const source of sources) {
    const key = await source.read().catch(() => undefined);
    if (key !== undefined && keyIds.includes(key.id)) {
      return source.name;
    }
  }
  return undefined;
}

async function mismatch(
  missing: readonly SealedData[],
  { key, source }: FoundKey,
  { lookedIn, notAsked }: Search,
): Promise<McpAuthError> {
  const keyIds = unique(missing.map(({ keyId }) => keyId));
  const sealedIn = unique(missing.map(({ where }) => where));
  const place = await placeOfKey(notAsked, keyIds);
  const hint =
    place === undefined
      ? `Give the key ${keyIds.join(', ')} there instead.`
      : `The key that is needed is in ${place}: remove the one in ${source.name} to use it.`;
  return new McpAuthError(
    'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
    `This is sealed with master key ${keyIds.join(', ')}: ${sealedIn.join('; ')}. ` +
      `The one found is ${key.id}, in ${source.name}. Looked in: ${lookedIn.join('; ')}. ${hint} ` +
      'Nothing was changed.',
    { keyIds, foundKeyId: key.id, foundIn: source.name, sealedIn, lookedIn },
  );
}

function missingKey(
  sealed: readonly SealedData[],
  lookedIn: readonly string[],
  variable: string | undefined,
  alternative = '',
): McpAuthError {
  const keyIds = unique(sealed.map(({ keyId }) => keyId));
  const sealedIn = unique(sealed.map(({ where }) => where));
  const remedy =
    variable === undefined
      ? 'Put the key file back.'
      : `Give the key in ${variable}, or put the key file back.`;
  return new McpAuthError(
    'ERR_MCPAUTH_MASTER_KEY_MISSING',
    `This is sealed with master key ${keyIds.join(', ')}: ${sealedIn.join('; ')}. ` +
      `No master key was found. Looked in: ${lookedIn.join('; ')}. ${remedy} ${alternative}` +
      'Nothing was changed, and no new key was made.',
    { keyIds, sealedIn, lookedIn },
  );
}

function resolved(key: MasterKey, source: string, generated: boolean): ResolvedMasterKey {
  return { ring: createKeyRing({ current: key }), keyId: key.id, source, generated };
}

async function useFound(
  options: MasterKeyOptions,
  found: FoundKey,
  result: Search,
  logger: Logger,
): Promise<ResolvedMasterKey> {
  const { key, source } = found;
  const ring = createKeyRing({ current: key, previous: readPreviousKeys(options) });
  const missing = options.sealed.filter(({ keyId }) => !ring.has(keyId));
  if (missing.length > 0) {
    throw await mismatch(missing, found, result);
  }
  await source.tidy?.();
  logger.debug('master key found', { keyId: key.id, source: source.name });
  return { ring, keyId: key.id, source: source.name, generated: false };
}

/** A machine without a place for the file can still be given a key. */
function withAlternative(error: unknown, variable: string | undefined): unknown {
  const helps = isMcpAuthError(error) && error.code === 'ERR_MCPAUTH_STORE_UNAVAILABLE';
  if (!helps || variable === undefined) {
    return error;
  }
  const message = `${error.message} Or give a master key in ${variable}.`;
  return new McpAuthError(error.code, message, error.details, { cause: error.cause });
}

/**
 * Looks whether something sealed lies beside the key file, in use now or not. Another process that
 * starts at the same time makes its key before it seals: then there is one to be used.
 *
 * @returns `undefined` when there is nothing, so that a key can be made.
 * @throws `ERR_MCPAUTH_MASTER_KEY_MISSING`
 */
async function findBeside(
  options: MasterKeyOptions,
  { path, sources, fileSystem, logger }: Surroundings,
): Promise<ResolvedMasterKey | undefined> {
  const beside = await sealedInDirectory(fileSystem, dirname(path));
  if (beside.length === 0) {
    return undefined;
  }
  const again = await search(sources);
  if (again.found !== undefined) {
    return useFound(options, again.found, again, logger);
  }
  const alternative = 'Or move away what is not needed any more. ';
  throw missingKey(beside, again.lookedIn, options.envNames[0], alternative);
}

/** What {@link findBeside} looks with. */
interface Surroundings {
  readonly path: string;
  readonly sources: readonly MasterKeySource[];
  readonly fileSystem: FileSystem;
  readonly logger: Logger;
}

/** Only where nothing is sealed: no other key can be meant. */
async function makeKey(
  path: string,
  { random = systemRandomBytes, envNames: [variable] }: MasterKeyOptions,
  fileSystem: FileSystem,
  logger: Logger,
): Promise<ResolvedMasterKey> {
  const created = createMasterKeyFile(fileSystem, path, random);
  const { key, generated } = await created.catch((error: unknown) => {
    throw withAlternative(error, variable);
  });
  if (!generated) {
    return resolved(key, `file ${path}`, false);
  }
  logger.info('a master key was made and saved; keep a copy of the file in a safe place', {
    keyId: key.id,
    path,
  });
  return resolved(key, `generated, saved in ${path}`, true);
}

/**
 * Finds the master key: the explicit one, each environment variable and the file that `<name>_FILE`
 * names, the key file; first hit wins. Only if none of them gives a key, and nothing is sealed yet,
 * also in no file beside the key file, is one made and saved in the key file. What is given and cannot be a key is an error, never a reason
 * to look further; what is sealed with another key is one too. No file is changed by an error.
 *
 * @throws `ERR_MCPAUTH_MASTER_KEY_INVALID`, `ERR_MCPAUTH_MASTER_KEY_MISSING`,
 *   `ERR_MCPAUTH_MASTER_KEY_MISMATCH`, `ERR_MCPAUTH_FILE_UNSAFE` for a key file that others can read or
 *   that is a link, `ERR_MCPAUTH_STORE_UNAVAILABLE` when a file cannot be read or made.
 */
export async function resolveMasterKey(options: MasterKeyOptions): Promise<ResolvedMasterKey> {
  const { sealed, logger = silentLogger, fileSystem = nodeFileSystem } = options;
  const path = resolve(options.path);
  const sources = masterKeySources({ ...options, path, logger, fileSystem });
  const result = await search(sources);
  if (result.found !== undefined) {
    return useFound(options, result.found, result, logger);
  }
  if (sealed.length > 0) {
    throw missingKey(sealed, result.lookedIn, options.envNames[0]);
  }
  const beside = await findBeside(options, { path, sources, fileSystem, logger });
  return beside ?? makeKey(path, options, fileSystem, logger);
}
