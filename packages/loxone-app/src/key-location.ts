import { dirname, join, resolve } from 'node:path';
import { McpAuthError } from '@gatehouse/core';
import { configDirectory } from '@gatehouse/mcp-auth';
import type { KeyBackend } from './settings/loxone-mcp.js';

/** Directory name under the user's configuration directory, as earlier versions had it. */
export const APP = 'loxone-mcp';

/** Where the programs find their keys. */
export interface KeyLocation {
  /** Where `HOME`, `XDG_CONFIG_HOME` and the master-key variables are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly configDir?: string | undefined;
  /** Default: `file`. */
  readonly keyBackend?: KeyBackend | undefined;
  /** The file of the backends `file`, `sealed` and `sqlite`. */
  readonly keyStore?: string | undefined;
  /** The keys of the backend `env`: JSON. */
  readonly apiKeys?: string | undefined;
}

/** Absolute paths, whether there is something or not. */
export interface LoxoneFiles {
  readonly masterKey: string;
  /** The Miniservers that are known by name. */
  readonly miniservers: string;
  /** The database of the backend `sqlite`. */
  readonly database: string;
  /** Where the server keeps what it learns of a house: its token, its scenes. */
  readonly state: string;
}

/** @throws McpAuthError `ERR_MCPAUTH_CONFIG_INVALID` when the environment names no home directory. */
export function loxoneFiles(location: KeyLocation): LoxoneFiles {
  const { keyBackend, keyStore } = location;
  const directory = directoryOf(location);
  return {
    masterKey: join(directory, 'master.key'),
    miniservers: join(directory, 'miniservers.json'),
    database: resolve(keyStore ?? join(directory, 'keys.db')),
    state: keyStore === undefined || keyBackend === 'env' ? directory : dirname(resolve(keyStore)),
  };
}

function directoryOf({ env, configDir }: KeyLocation): string {
  if (configDir !== undefined) return resolve(configDir);
  const found = configDirectory(APP, env, process.platform);
  if (found.ok) return found.path;
  const problems = [found.problem];
  throw new McpAuthError('ERR_MCPAUTH_CONFIG_INVALID', `${found.problem}.`, { problems });
}
