import type { Logger } from '@gatehouse/core';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { MASTER_KEY_VARIABLES } from './settings/loxone-mcp.js';

/** Directory name under the user's configuration directory, as earlier versions had it. */
const APP = 'loxone-mcp';

/**
 * Opens the keys of the Loxone MCP server; both programs do it here and so find the same ones.
 *
 * @param options.env - Where `HOME`, `XDG_CONFIG_HOME` and the master-key variables are looked up.
 * @throws McpAuthError when the store is damaged, or when its master key is missing or another one.
 */
export function openLoxoneAuth(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly configDir?: string | undefined;
  readonly keyStore?: string | undefined;
  readonly logger?: Logger;
}): Promise<McpAuth> {
  const { env, configDir, keyStore, logger } = options;
  return createMcpAuth({
    app: APP,
    prefix: 'lmcp',
    env,
    masterKeyEnv: MASTER_KEY_VARIABLES,
    ...(configDir === undefined ? {} : { configDir }),
    ...(keyStore === undefined ? {} : { keyStorePath: keyStore }),
    ...(logger === undefined ? {} : { logger }),
  });
}
