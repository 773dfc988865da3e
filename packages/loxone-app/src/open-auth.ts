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
import {
  isDatabaseMissing,
  type OpenedKeyBackend,
  openKeyBackend,
} from './backends/backend-options.js';
import { APP, type KeyLocation, loxoneFiles } from './key-location.js';
import { sealedInMiniservers } from './miniservers/sealed-secrets.js';
import { MASTER_KEY_VARIABLES } from './settings/loxone-mcp.js';
import type { ConsentByRisk } from './settings/tools.js';

function optionsFor({ env, configDir }: KeyLocation): McpAuthOptions {
  return {
    app: APP,
    prefix: 'lmcp',
    env,
    masterKeyEnv: MASTER_KEY_VARIABLES,
    ...(configDir === undefined ? {} : { configDir }),
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
  /** Hears of every decision, for whoever counts them. */
  readonly onDecision?: McpAuthOptions['onDecision'];
  /**
   * Where the keys are, opened already by whoever also uses it otherwise, and closes it in the end.
   * Default: opened here.
   */
  readonly backend?: OpenedKeyBackend;
}

/**
 * Opens the keys, limits and audit trail of the Loxone MCP server; both programs do it here and so
 * find the same ones.
 *
 * @throws McpAuthError when the store is damaged, when its master key is missing or another one, or
 *   when the security level does not let a server listen there.
 */
export async function openLoxoneAuth(
  location: KeyLocation,
  guard: GuardSettings = {},
  surroundings: GuardSurroundings = {},
): Promise<McpAuth> {
  const { securityLevel, consent } = guard;
  const { binding, logger, onDecision } = surroundings;
  const { options, close } = surroundings.backend ?? (await openKeyBackend(location, logger));
  try {
    return await createMcpAuth({
      ...optionsFor(location),
      ...options,
      ...(securityLevel === undefined ? {} : { securityLevel }),
      ...(binding === undefined ? {} : { binding }),
      ...(logger === undefined ? {} : { logger }),
      ...(consent === undefined ? {} : { consent }),
      ...(onDecision === undefined ? {} : { onDecision }),
      sealed: await sealedInMiniservers(loxoneFiles(location).miniservers),
      rateLimit: rateLimitOf(guard),
    });
  } catch (error) {
    if (surroundings.backend === undefined) await close();
    throw error;
  }
}

function rateLimitOf(guard: GuardSettings): NonNullable<McpAuthOptions['rateLimit']> {
  const { maxRequestsPerMinute, maxFailedAttempts, lockoutMinutes } = guard;
  return {
    ...(maxRequestsPerMinute === undefined ? {} : { maxRequestsPerMinute }),
    ...(maxFailedAttempts === undefined ? {} : { maxFailedAttempts }),
    ...(lockoutMinutes === undefined ? {} : { lockoutDurationMinutes: lockoutMinutes }),
  };
}

/**
 * Opens the queue of approvals alone, where there are no keys: an assistant over stdio has none, and
 * its requests wait in the same place. Makes no file.
 */
export function openLoxoneApprovals(location: KeyLocation): Promise<McpAuth> {
  return createMcpAuth({ ...optionsFor(location), store: 'memory', approvals: 'file' });
}

/** Opens the same keys to look at them; makes nothing and needs no master key. */
export async function readLoxoneKeys(location: KeyLocation): Promise<KeyReader> {
  if (isDatabaseMissing(location)) return noKeys(loxoneFiles(location).database);
  const { options, close } = await openKeyBackend(location);
  try {
    const { store, keysEnv, keyStorePath, env } = options;
    const keys = await openKeyReader({
      ...optionsFor(location),
      ...(store === undefined ? {} : { store }),
      ...(keysEnv === undefined ? {} : { keysEnv }),
      ...(keyStorePath === undefined ? {} : { keyStorePath }),
      ...(env === undefined ? {} : { env }),
    });
    return closingToo(keys, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** A database also has uses and an audit trail open, which nobody asked for. */
function closingToo(keys: KeyReader, closeBackend: () => Promise<void>): KeyReader {
  return {
    location: keys.location,
    get: (id) => keys.get(id),
    list: () => keys.list(),
    header: () => keys.header(),
    async close() {
      await keys.close();
      await closeBackend();
    },
  };
}

function noKeys(location: string): KeyReader {
  return {
    location,
    get: async () => undefined,
    list: async () => [],
    header: async () => undefined,
    close: async () => undefined,
  };
}
