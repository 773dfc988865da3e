import { join, resolve } from 'node:path';
import {
  type Clock,
  type KeyStore,
  type Logger,
  McpAuthError,
  type RandomBytes,
  silentLogger,
  systemClock,
  systemRandomBytes,
} from '@gatehouse/core';
import { type Authorizer, createAuthorizer } from '@gatehouse/rbac';
import { configDirectory, type Environment } from './config-directory.js';
import type { McpAuthOptions, SealedValue } from './options.js';

/** Options with their defaults, checked. */
export interface Settings {
  readonly prefix: string;
  readonly store: 'file' | 'memory' | KeyStore;
  readonly env: Environment;
  readonly keyStorePath: string;
  readonly masterKeyPath: string;
  readonly masterKey: string | undefined;
  readonly masterKeyEnv: readonly string[];
  readonly sealed: readonly SealedValue[];
  readonly authorizer: Authorizer;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

/** A master key's id: base64url of 16 bytes. */
const KEY_ID = /^[A-Za-z0-9_-]{22}$/;

const MASTER_KEY_ENV: readonly string[] = ['MCP_AUTH_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY'];

const KNOWN: Readonly<Record<keyof McpAuthOptions, true>> = {
  app: true,
  prefix: true,
  store: true,
  configDir: true,
  keyStorePath: true,
  masterKey: true,
  masterKeyEnv: true,
  sealed: true,
  roles: true,
  env: true,
  clock: true,
  random: true,
  logger: true,
};

/**
 * Checks all options before anything is opened.
 *
 * @param ambient - Environment and platform that count where the options name none.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists every problem; values that
 *   may be secrets are not repeated.
 */
export function checkOptions(
  options: McpAuthOptions,
  ambient: { readonly env: Environment; readonly platform: NodeJS.Platform },
): Settings {
  const { store = 'file', prefix = 'mcp', env = ambient.env, clock = systemClock } = options;
  const problems = [
    ...unknownNames(options),
    ...appProblems(options.app),
    ...prefixProblems(prefix),
    ...storeProblems(store),
    ...pathProblems('configDir', options.configDir),
    ...pathProblems('keyStorePath', options.keyStorePath),
    ...masterKeyProblems(options),
    ...sealedProblems(options.sealed),
  ];
  if (options.keyStorePath !== undefined && store !== 'file') {
    problems.push("keyStorePath: has a meaning only with store: 'file'");
  }
  const authorizer = authorizerOf({ clock, ...rolesIn(options) }, problems);
  const directory =
    problems.length > 0 ? '' : directoryOf(options, env, ambient.platform, problems);
  if (problems.length > 0) {
    throw new McpAuthError(
      'ERR_MCPAUTH_CONFIG_INVALID',
      `createMcpAuth cannot work with these options: ${problems.join('; ')}.`,
      { problems },
    );
  }
  return {
    prefix,
    store,
    env,
    keyStorePath: resolve(options.keyStorePath ?? join(directory, 'keys.toml')),
    masterKeyPath: resolve(directory, 'master.key'),
    masterKey: options.masterKey,
    masterKeyEnv: options.masterKeyEnv ?? MASTER_KEY_ENV,
    sealed: options.sealed ?? [],
    authorizer,
    clock,
    random: options.random ?? systemRandomBytes,
    logger: options.logger ?? silentLogger,
  };
}

function unknownNames(options: McpAuthOptions): string[] {
  return Object.keys(options)
    .filter((name) => !Object.hasOwn(KNOWN, name))
    .map((name) => `${name}: is not an option`);
}

function appProblems(app: unknown): string[] {
  const fits = typeof app === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(app);
  return fits ? [] : ['app: must be 1 to 64 letters, digits, ".", "_" or "-"'];
}

function prefixProblems(prefix: unknown): string[] {
  const fits = typeof prefix === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(prefix);
  return fits ? [] : ['prefix: must be a lower-case slug of at most 32 characters'];
}

function storeProblems(store: unknown): string[] {
  const isStore =
    typeof store === 'object' &&
    store !== null &&
    'ensureHeader' in store &&
    'capabilities' in store;
  return store === 'file' || store === 'memory' || isStore
    ? []
    : ["store: must be 'file', 'memory' or a key store"];
}

function pathProblems(name: string, path: unknown): string[] {
  if (path === undefined) return [];
  const fits = typeof path === 'string' && path !== '' && !path.includes('\0');
  return fits ? [] : [`${name}: must be a path`];
}

function masterKeyProblems({ masterKey, masterKeyEnv }: McpAuthOptions): string[] {
  const problems: string[] = [];
  if (masterKey !== undefined && typeof masterKey !== 'string') {
    problems.push('masterKey: must be text');
  }
  const names: readonly unknown[] = masterKeyEnv ?? [];
  if (!names.every((name) => typeof name === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))) {
    problems.push('masterKeyEnv: must be names of environment variables');
  }
  return problems;
}

function sealedProblems(sealed: unknown = []): string[] {
  if (!Array.isArray(sealed)) return ['sealed: must be a list'];
  return sealed.flatMap((value: Partial<SealedValue> | undefined, at) => {
    const fits = KEY_ID.test(String(value?.keyId)) && typeof value?.where === 'string';
    return fits ? [] : [`sealed[${at}]: must have the id of a master key, and where it is needed`];
  });
}

function rolesIn({ roles }: McpAuthOptions): Pick<McpAuthOptions, 'roles'> {
  return roles === undefined ? {} : { roles };
}

/** Builds the authorizer, which is the check of its roles; one without roles stands in for a bad one. */
function authorizerOf(
  options: Parameters<typeof createAuthorizer>[0],
  problems: string[],
): Authorizer {
  try {
    return createAuthorizer(options);
  } catch (error) {
    problems.push(
      error instanceof Error
        ? error.message.replace(/^options\.roles[. ]/, 'roles: ')
        : 'roles: cannot be used',
    );
    return createAuthorizer();
  }
}

/** A process that keeps nothing needs no files: its master key is forgotten with its keys. */
export function needsNoFiles(options: {
  readonly store?: McpAuthOptions['store'] | undefined;
  readonly masterKey?: string | undefined;
  readonly sealed?: readonly SealedValue[] | undefined;
}): boolean {
  const { store, masterKey, sealed = [] } = options;
  const fleeting = typeof store === 'object' ? !store.capabilities.persistent : store === 'memory';
  return fleeting && masterKey === undefined && sealed.length === 0;
}

/** The configuration directory, or a reported problem where one is needed. */
function directoryOf(
  options: McpAuthOptions,
  env: Environment,
  platform: NodeJS.Platform,
  problems: string[],
): string {
  if (options.configDir !== undefined) return options.configDir;
  const found = configDirectory(String(options.app), env, platform);
  if (found.ok) return found.path;
  if (!needsNoFiles(options)) problems.push(found.problem);
  return '';
}
