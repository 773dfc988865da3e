import type { Logger } from '@gatehouse/core';
import {
  createMcpAuth,
  type KeyReader,
  type McpAuth,
  type McpAuthOptions,
  openKeyReader,
} from '@gatehouse/mcp-auth';
import { MASTER_KEY_VARIABLES } from './settings/loxone-mcp.js';

/** Directory name under the user's configuration directory, as earlier versions had it. */
const APP = 'loxone-mcp';

/** Where the programs find their keys. */
export interface KeyLocation {
  /** Where `HOME`, `XDG_CONFIG_HOME` and the master-key variables are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly configDir?: string | undefined;
  readonly keyStore?: string | undefined;
}

function optionsFor({ env, configDir, keyStore }: KeyLocation): McpAuthOptions {
  return {
    app: APP,
    prefix: 'lmcp',
    env,
    masterKeyEnv: MASTER_KEY_VARIABLES,
    ...(configDir === undefined ? {} : { configDir }),
    ...(keyStore === undefined ? {} : { keyStorePath: keyStore }),
  };
}

/**
 * Opens the keys of the Loxone MCP server; both programs do it here and so find the same ones.
 *
 * @throws McpAuthError when the store is damaged, or when its master key is missing or another one.
 */
export function openLoxoneAuth(location: KeyLocation, logger?: Logger): Promise<McpAuth> {
  return createMcpAuth({ ...optionsFor(location), ...(logger === undefined ? {} : { logger }) });
}

/** Opens the same keys to look at them; makes nothing and needs no master key. */
export function readLoxoneKeys(location: KeyLocation): Promise<KeyReader> {
  return openKeyReader(optionsFor(location));
}
