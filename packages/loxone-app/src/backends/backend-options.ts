import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityStore, type Logger, McpAuthError } from '@gatehouse/core';
import type { McpAuthOptions } from '@gatehouse/mcp-auth';
import { createFileActivityStore } from '@gatehouse/storage-file';
import { openSqliteStore } from '@gatehouse/storage-sqlite';
import { type KeyLocation, loxoneFiles } from '../key-location.js';
import { API_KEYS_VARIABLE, checkEnvKeys } from './env-keys.js';

/** What keys are stored in, opened, until {@link openLoxoneAuth} takes it over. */
export interface OpenedKeyBackend {
  /** The options of the framework that a backend decides about. */
  readonly options: Pick<
    McpAuthOptions,
    'store' | 'keysEnv' | 'keyStorePath' | 'usage' | 'audit' | 'env'
  >;
  /**
   * Opens the counts of activity: in the database of the backend `sqlite`, else in files beside what
   * the server learns of a house.
   */
  readonly openActivity: () => Promise<ActivityStore>;
  /**
   * Closes what is still open: for whoever opened it, when all that came of it is closed, or could not
   * be made.
   */
  readonly close: () => Promise<void>;
}

const NOTHING = async (): Promise<void> => undefined;

/**
 * Opens what keys are stored in.
 *
 * @throws McpAuthError for keys in the environment that let nobody in, and for a database that cannot
 *   be opened.
 */
export async function openKeyBackend(
  location: KeyLocation,
  logger?: Logger,
): Promise<OpenedKeyBackend> {
  const { env, keyBackend = 'file', keyStore, apiKeys } = location;
  const openActivity = (): Promise<ActivityStore> => openActivityFiles(location, logger);
  if (keyBackend === 'env') return { options: envOptions(location), openActivity, close: NOTHING };
  if (apiKeys !== undefined) {
    logger?.warn('keys in the environment are not looked at: LOXONE_KEY_BACKEND is not env', {
      variable: API_KEYS_VARIABLE,
      backend: keyBackend,
    });
  }
  if (keyBackend === 'sqlite') return sqliteOptions(location, logger);
  const path = keyStore === undefined ? {} : { keyStorePath: keyStore };
  return { options: { store: keyBackend, env, ...path }, openActivity, close: NOTHING };
}

/** Whether the backend is a database that is not there yet: to look at it must not make it. */
export function isDatabaseMissing(location: KeyLocation): boolean {
  return location.keyBackend === 'sqlite' && !existsSync(loxoneFiles(location).database);
}

function openActivityFiles(location: KeyLocation, logger?: Logger): Promise<ActivityStore> {
  const directory = join(loxoneFiles(location).state, 'activity');
  return createFileActivityStore({ directory, ...(logger !== undefined && { logger }) });
}

function envOptions({
  env,
  keyStore,
  apiKeys = env[API_KEYS_VARIABLE],
}: KeyLocation): OpenedKeyBackend['options'] {
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

/** One database holds uses, the audit trail and counts of activity, too. */
async function sqliteOptions(location: KeyLocation, logger?: Logger): Promise<OpenedKeyBackend> {
  const path = loxoneFiles(location).database;
  const database = await openSqliteStore({ path, ...(logger !== undefined && { logger }) });
  const { keys: store, usage, audit } = database;
  return {
    options: { store, usage, audit, env: location.env },
    openActivity: async () => database.openActivity(),
    close: () => database.close(),
  };
}
