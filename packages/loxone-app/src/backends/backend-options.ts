import { existsSync } from 'node:fs';
import { type Logger, McpAuthError } from '@gatehouse/core';
import type { McpAuthOptions } from '@gatehouse/mcp-auth';
import { openSqliteStore } from '@gatehouse/storage-sqlite';
import { type KeyLocation, loxoneFiles } from '../key-location.js';
import { API_KEYS_VARIABLE, checkEnvKeys } from './env-keys.js';

/** The options of the framework that a backend decides about, and how what it opened is given up. */
export interface BackendOptions {
  readonly options: Pick<
    McpAuthOptions,
    'store' | 'keysEnv' | 'keyStorePath' | 'usage' | 'audit' | 'env'
  >;
  /** To be called when the framework could not be opened with them. */
  readonly giveUp: () => Promise<void>;
}

const NOTHING = async (): Promise<void> => undefined;

/**
 * Opens what keys are stored in.
 *
 * @throws McpAuthError for keys in the environment that let nobody in, and for a database that cannot
 *   be opened.
 */
export async function openBackend(location: KeyLocation, logger?: Logger): Promise<BackendOptions> {
  const { env, keyBackend = 'file', keyStore, apiKeys } = location;
  if (keyBackend === 'env') return { options: envOptions(location), giveUp: NOTHING };
  if (apiKeys !== undefined) {
    logger?.warn('keys in the environment are not looked at: LOXONE_KEY_BACKEND is not env', {
      variable: API_KEYS_VARIABLE,
      backend: keyBackend,
    });
  }
  if (keyBackend === 'sqlite') return sqliteOptions(location, logger);
  const path = keyStore === undefined ? {} : { keyStorePath: keyStore };
  return { options: { store: keyBackend, env, ...path }, giveUp: NOTHING };
}

/** Whether the backend is a database that is not there yet: to look at it must not make it. */
export function isDatabaseMissing(location: KeyLocation): boolean {
  return location.keyBackend === 'sqlite' && !existsSync(loxoneFiles(location).database);
}

function envOptions({
  env,
  keyStore,
  apiKeys = env[API_KEYS_VARIABLE],
}: KeyLocation): BackendOptions['options'] {
  if (keyStore !== undefined) {
    const problem = '--key-store names a file, but LOXONE_KEY_BACKEND=env keeps no keys in files';
    const problems = [problem];
    throw new McpAuthError('ERR_MCPAUTH_CONFIG_INVALID', `${problem}: use one of them.`, {
      problems,
    });
  }
  if (apiKeys !== undefined) checkEnvKeys(apiKeys);
  return {
    store: 'env',
    keysEnv: API_KEYS_VARIABLE,
    env: { ...env, [API_KEYS_VARIABLE]: apiKeys },
  };
}

/** One database holds uses and the audit trail, too. */
async function sqliteOptions(location: KeyLocation, logger?: Logger): Promise<BackendOptions> {
  const path = loxoneFiles(location).database;
  const database = await openSqliteStore({ path, ...(logger !== undefined && { logger }) });
  const { keys: store, usage, audit } = database;
  return {
    options: { store, usage, audit, env: location.env },
    giveUp: () => database.close(),
  };
}
