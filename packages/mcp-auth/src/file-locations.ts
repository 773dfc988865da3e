import { join, resolve } from 'node:path';
import { configDirectory, type Environment } from './config-directory.js';
import type { McpAuthOptions, SealedValue } from './options.js';

/** Absolute paths of the framework's files, used or not. */
export interface FileLocations {
  readonly keyStore: string;
  readonly masterKey: string;
  readonly usage: string;
  readonly audit: string;
  readonly approvals: string;
}

/** A process that keeps nothing needs no files: its master key is forgotten with its keys. */
export function needsNoFiles(options: {
  readonly store?: McpAuthOptions['store'] | undefined;
  readonly masterKey?: string | undefined;
  readonly sealed?: readonly SealedValue[] | undefined;
  readonly audit?: McpAuthOptions['audit'] | undefined;
}): boolean {
  const { store, masterKey, sealed = [], audit } = options;
  if (audit === 'file' || typeof audit === 'object') return false;
  const fleeting = typeof store === 'object' ? !store.capabilities.persistent : store === 'memory';
  return fleeting && masterKey === undefined && sealed.length === 0;
}

/**
 * Where the files are.
 *
 * @param problems - Where a missing directory is reported, if one is needed.
 */
export function fileLocations(
  options: McpAuthOptions,
  ambient: { readonly env: Environment; readonly platform: NodeJS.Platform },
  problems: string[],
): FileLocations {
  const directory = directoryOf(options, ambient, problems);
  const keys = options.store === 'sealed' ? 'keys.enc' : 'keys.toml';
  return {
    keyStore: resolve(options.keyStorePath ?? join(directory, keys)),
    masterKey: resolve(directory, 'master.key'),
    usage: resolve(directory, 'usage.json'),
    audit: resolve(directory, 'audit.jsonl'),
    approvals: resolve(directory, 'approvals'),
  };
}

function directoryOf(
  options: McpAuthOptions,
  { env, platform }: { readonly env: Environment; readonly platform: NodeJS.Platform },
  problems: string[],
): string {
  if (options.configDir !== undefined) return options.configDir;
  const found = configDirectory(String(options.app), env, platform);
  if (found.ok) return found.path;
  if (!needsNoFiles(options) || options.approvals === 'file') problems.push(found.problem);
  return '';
}
