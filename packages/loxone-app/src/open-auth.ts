import type { Logger } from '@gatehouse/core';
import {
  type Binding,
  createMcpAuth,
  type KeyReader,
  type McpAuth,
  type McpAuthOptions,
  openKeyReader,
  type SecurityLevel,
} from '@gatehouse/mcp-auth';
import { MASTER_KEY_VARIABLES } from './settings/loxone-mcp.js';
import type { ConsentByRisk } from './settings/tools.js';

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

/** How careful the framework is, as {@link GUARD_SETTINGS} resolve. */
export interface GuardSettings {
  readonly securityLevel?: SecurityLevel | undefined;
  readonly maxRequestsPerMinute?: number | undefined;
  readonly maxFailedAttempts?: number | undefined;
  readonly lockoutMinutes?: number | undefined;
  /** Who agrees to what, before what the security level says. */
  readonly consent?: ConsentByRisk | undefined;
}

/** Where what is opened serves, and who hears of it. */
export interface GuardSurroundings {
  /** Where the server listens; decides about the level that is not named. */
  readonly binding?: Binding;
  readonly logger?: Logger;
}

/**
 * Opens the keys, limits and audit trail of the Loxone MCP server; both programs do it here and so
 * find the same ones.
 *
 * @throws McpAuthError when the store is damaged, when its master key is missing or another one, or
 *   when the security level does not let a server listen there.
 */
export function openLoxoneAuth(
  location: KeyLocation,
  guard: GuardSettings = {},
  { binding, logger }: GuardSurroundings = {},
): Promise<McpAuth> {
  const { securityLevel, maxRequestsPerMinute, maxFailedAttempts, lockoutMinutes, consent } = guard;
  return createMcpAuth({
    ...optionsFor(location),
    ...(securityLevel === undefined ? {} : { securityLevel }),
    ...(binding === undefined ? {} : { binding }),
    ...(logger === undefined ? {} : { logger }),
    ...(consent === undefined ? {} : { consent }),
    rateLimit: {
      ...(maxRequestsPerMinute === undefined ? {} : { maxRequestsPerMinute }),
      ...(maxFailedAttempts === undefined ? {} : { maxFailedAttempts }),
      ...(lockoutMinutes === undefined ? {} : { lockoutDurationMinutes: lockoutMinutes }),
    },
  });
}

/**
 * Opens the queue of approvals alone, where there are no keys: an assistant over stdio has none, and
 * its requests wait in the same place. Makes no file.
 */
export function openLoxoneApprovals(location: KeyLocation): Promise<McpAuth> {
  return createMcpAuth({ ...optionsFor(location), store: 'memory', approvals: 'file' });
}

/** Opens the same keys to look at them; makes nothing and needs no master key. */
export function readLoxoneKeys(location: KeyLocation): Promise<KeyReader> {
  return openKeyReader(optionsFor(location));
}
