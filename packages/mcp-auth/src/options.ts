import type { Clock, KeyStore, Logger, RandomBytes, RoleName } from '@gatehouse/core';
import type { RoleDefinition } from '@gatehouse/rbac';
import type { Environment } from './config-directory.js';

/** A sealed value outside the key store, by the id of the master key that opens it. */
export interface SealedValue {
  /** The 22 characters between `enc:v1:` and the next `:`. */
  readonly keyId: string;
  /** For messages: a path, or a path and a field. */
  readonly where: string;
}

/** How the framework is opened. Only `app` is needed. */
export interface McpAuthOptions {
  /** Names the configuration directory: letters, digits, `.`, `_` and `-`. */
  readonly app: string;
  /** What new keys start with: `[a-z][a-z0-9-]*`, at most 32 characters. Default: `mcp`. */
  readonly prefix?: string;
  /**
   * Where keys live: in `keys.toml` (default), in memory only (writes no file at all; for stdio and
   * tests), or in a store of your own, which {@link McpAuth.close} then closes.
   */
  readonly store?: 'file' | 'memory' | KeyStore;
  /**
   * Directory of `keys.toml` and `master.key`. Default: `$XDG_CONFIG_HOME/<app>` or
   * `~/.config/<app>`; `%APPDATA%\<app>` on Windows.
   */
  readonly configDir?: string;
  /** The file of the `file` store. Default: `keys.toml` in the configuration directory. */
  readonly keyStorePath?: string;
  /** The master key itself: base64url, base64 or hex of 32 bytes. Goes before all other sources. */
  readonly masterKey?: string;
  /**
   * Variables that may hold the master key; each also with `_FILE`, which names a file that does.
   * Default: `MCP_AUTH_MASTER_KEY`, `PULSEENGINE_MCP_MASTER_KEY`.
   */
  readonly masterKeyEnv?: readonly string[];
  /**
   * Values of the host's own files that are sealed under the same master key: without that key the
   * framework does not start, and makes no new one (rule 7).
   */
  readonly sealed?: readonly SealedValue[];
  /** Roles beside the built-in ones, by slug. A role that keys have and nobody defines may do nothing. */
  readonly roles?: Readonly<Record<RoleName, RoleDefinition>>;
  /** Default: `process.env`. */
  readonly env?: Environment;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly logger?: Logger;
}
