import { readFile } from 'node:fs/promises';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import { type KeyRing, LABELS, open, type SealPlace, seal } from '@gatehouse/crypto';
import type { SealedValue } from '@gatehouse/mcp-auth';
import { Secret } from '../secrets/secret.js';
import { SecretProblem } from '../secrets/secret-problem.js';
import type { StoredSecret } from './miniserver.js';

/** Which secret of which Miniserver: bound into what is sealed, so that it opens nowhere else. */
export interface SecretPlace {
  readonly name: string;
  readonly field: 'password' | 'visu_password';
}

const SEALED = /enc:v1:([A-Za-z0-9_-]{22}):/g;

function placeOf({ name, field }: SecretPlace): SealPlace {
  return {
    purpose: LABELS.configValue,
    context: `miniservers.json: ${JSON.stringify([name, field])}`,
  };
}

/** Seals a secret for its place in the file. */
export function sealSecret(ring: KeyRing, secret: Secret, place: SecretPlace): StoredSecret {
  const bytes = new TextEncoder().encode(secret.reveal());
  return { kind: 'sealed', sealed: seal(ring, bytes, placeOf(place)) };
}

/**
 * Opens a sealed secret.
 *
 * @param path - Of the file, for messages.
 * @throws SecretProblem for a value that was changed or moved from another place; McpAuthError
 *   `ERR_MCPAUTH_SEAL_KEY_UNKNOWN` for another master key.
 */
export function openSecret(
  ring: KeyRing,
  sealed: string,
  place: SecretPlace,
  path: string,
): Secret {
  try {
    return new Secret(new TextDecoder().decode(open(ring, sealed, placeOf(place))));
  } catch (error) {
    if (!isMcpAuthError(error) || error.code !== 'ERR_MCPAUTH_SEAL_DAMAGED') throw error;
    throw new SecretProblem(
      'ERR_SECRET_REFUSED',
      `The ${place.field} of "${place.name}" in ${path} does not open: it was changed, or sealed for another ` +
        `name or field. Enter it again: loxone-mcp miniserver add ${place.name} --replace`,
    );
  }
}

/**
 * What of the file is sealed, and under which master keys. Looks at the text alone: also a file that an
 * edit has damaged needs its key (rule 7).
 *
 * @throws McpAuthError `ERR_MCPAUTH_STORE_UNAVAILABLE` when there is a file that cannot be read.
 */
export async function sealedInMiniservers(path: string): Promise<readonly SealedValue[]> {
  const text = await textOf(path);
  const keyIds = new Set([...text.matchAll(SEALED)].map(([, keyId = '']) => keyId));
  return [...keyIds].map((keyId) => ({ keyId, where: path }));
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    if (code === 'ENOENT') return '';
    const problem = `it cannot be read (${code})`;
    throw new McpAuthError(
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
      `${path}: ${problem}, and what is sealed in it decides about the master key.`,
      { location: path, problem },
      { cause: error },
    );
  }
}
