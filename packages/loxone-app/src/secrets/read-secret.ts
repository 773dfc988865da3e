import type { Logger } from '@gatehouse/core';
import { createCommandSecrets } from './command-secrets.js';
import { createEnvSecrets } from './env-secrets.js';
import { createFileSecrets } from './file-secrets.js';
import { createInfisicalSecrets } from './infisical-secrets.js';
import { infisicalAccess } from './infisical-settings.js';
import type { Patience } from './patient-fetch.js';
import type { Secret } from './secret.js';
import { SecretProblem } from './secret-problem.js';
import type { SecretProvider } from './secret-provider.js';
import type { SecretReference } from './secret-reference.js';

/** What the providers of a program work with. */
export interface SecretSurroundings extends Patience {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger?: Logger;
}

/** All who keep secrets for the programs. */
export function createSecretProviders(surroundings: SecretSurroundings): readonly SecretProvider[] {
  const { env, logger, ...patience } = surroundings;
  const files = createFileSecrets(logger === undefined ? {} : { logger });
  const readSecretFile = (path: string): Promise<Secret> =>
    files.read(path, new AbortController().signal);
  return [
    createEnvSecrets(env),
    files,
    createCommandSecrets({ env }),
    createInfisicalSecrets({ ...patience, access: () => infisicalAccess({ env, readSecretFile }) }),
  ];
}

/**
 * @param whose - Where the reference stands, for messages: of several secrets, people must know which.
 * @throws SecretProblem that begins with `whose`, or the signal's reason.
 */
export async function readSecret(
  reference: SecretReference,
  providers: readonly SecretProvider[],
  signal: AbortSignal,
  whose: string,
): Promise<Secret> {
  try {
    return await readFrom(reference, providers, signal);
  } catch (error) {
    if (!(error instanceof SecretProblem)) throw error;
    throw new SecretProblem(error.code, `${whose}: ${error.message}`);
  }
}

async function readFrom(
  { scheme, rest }: SecretReference,
  providers: readonly SecretProvider[],
  signal: AbortSignal,
): Promise<Secret> {
  const provider = providers.find((one) => one.scheme === scheme);
  if (provider === undefined) {
    throw new SecretProblem('ERR_SECRET_REFERENCE', `Nobody here keeps secrets of ${scheme}:.`);
  }
  return provider.read(rest, signal);
}
