import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMcpAuthError, type Logger } from '@gatehouse/core';
import type { TokenStore } from '@gatehouse/loxone-client';
import { formatTokenFile, type House, parseTokenFile, placeOf } from './token-file.js';

/** Seals bytes so that they open at one place only, and opens them again. */
export interface TokenSealer {
  /** @param context - The place; bound into what is returned, not part of it. */
  readonly seal: (bytes: Uint8Array, context: string) => string;
  /**
   * @throws McpAuthError `ERR_MCPAUTH_SEAL_KEY_UNKNOWN` for another master key,
   *   `ERR_MCPAUTH_SEAL_DAMAGED` for a changed value, `ERR_MCPAUTH_SEAL_MALFORMED` for other text.
   */
  readonly open: (sealed: string, context: string) => Uint8Array;
}

/** What keeping a Miniserver's token needs. */
export interface SealedTokenOptions {
  /** Absolute path of the file; its directory is made where there is none. */
  readonly path: string;
  readonly house: House;
  readonly sealer: TokenSealer;
  /** Replaces a file as a whole, for its owner only. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly logger: Logger;
}

/** What stands in the file: whether it may be replaced, and what of it can be used. */
type Found =
  | { readonly usable: true; readonly token: Uint8Array | undefined }
  /** Completes "The stored token … ". */
  | { readonly usable: false; readonly problem: string };

const EMPTY: Found = { usable: true, token: undefined };

/**
 * Opens the place of the Miniserver's token on disk. The token is a cache: without it the server
 * logs in with the password. So a file that this server could not have written, or that needs
 * another master key, does not stop it; but it is left as it is (DESIGN rule 7), and the token then
 * lives in memory only.
 *
 * @returns `undefined` when the file must be left alone; the log says why.
 */
export async function openSealedTokenStore(
  options: SealedTokenOptions,
): Promise<TokenStore | undefined> {
  const { path, house, sealer, logger } = options;
  const found = await look(options);
  if (!found.usable) {
    const consequence = 'it is left as it is, and the token is kept in memory only';
    logger.warn(`The stored token of the Miniserver ${found.problem}; ${consequence}`, { path });
    return undefined;
  }
  let token = found.token;
  return {
    load: async () => token,
    save: async (bytes) => {
      const sealed = sealer.seal(bytes, placeOf(house));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await options.write(path, formatTokenFile({ ...house, token: sealed }));
      token = bytes;
    },
    clear: async () => {
      token = undefined;
      await rm(path, { force: true });
    },
  };
}

async function look({ path, house, sealer, logger }: SealedTokenOptions): Promise<Found> {
  const text = await readIfAny(path);
  if (typeof text !== 'string') return text ?? EMPTY;
  const file = parseTokenFile(text);
  if (file === undefined) return { usable: false, problem: 'is not in a file of this server' };
  try {
    const token = sealer.open(file.token, placeOf(file));
    if (file.host === house.host && file.user === house.user) return { usable: true, token };
    logger.info('The stored token is for another house or user; the next login replaces it');
    return EMPTY;
  } catch (error) {
    return judge(error, logger);
  }
}

async function readIfAny(path: string): Promise<string | Found | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    if (code === 'ENOENT') return undefined;
    return { usable: false, problem: `cannot be read (${code})` };
  }
}

/** No key opens a damaged token, so nothing is lost with it; another key may open all others. */
function judge(error: unknown, logger: Logger): Found {
  if (!isMcpAuthError(error)) throw error;
  if (error.code === 'ERR_MCPAUTH_SEAL_DAMAGED') {
    logger.warn('The stored token of the Miniserver is damaged; the next login replaces it');
    return EMPTY;
  }
  if (error.code === 'ERR_MCPAUTH_SEAL_KEY_UNKNOWN') {
    return { usable: false, problem: `needs master key ${error.details.keyId}` };
  }
  return { usable: false, problem: 'is not in a file of this server' };
}
