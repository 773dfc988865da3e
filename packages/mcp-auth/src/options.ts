import type {
  ApprovalStore,
  AuditStorage,
  Clock,
  KeyStore,
  LimitStore,
  Logger,
  RandomBytes,
  RoleName,
  UsageStore,
} from '@gatehouse/core';
import type { ConsentDefaults, PolicyOptions, RoleDefinition } from '@gatehouse/rbac';
import type { Environment } from './config-directory.js';
import type { Hooks } from './hooks.js';
import type { Binding, SecurityLevel } from './security-level.js';

/** A sealed value outside the key store, by the id of the master key that opens it. */
export interface SealedValue {
  /** The 22 characters between `enc:v1:` and the next `:`. */
  readonly keyId: string;
  /** For messages: a path, or a path and a field. */
  readonly where: string;
}

/** How much one caller may ask, and how often they may be wrong. All numbers are integers ≥ 1. */
export interface RateLimitOptions {
  /** Requests of one key in any minute. Default: 60; ten times that at level `development`. */
  readonly maxRequestsPerMinute?: number;
  /** Keys that were not accepted before an address has to wait. Default: 5. */
  readonly maxFailedAttempts?: number;
  /** How long it waits then. Default: 30. */
  readonly lockoutDurationMinutes?: number;
  /** Requests in any minute for keys of a role, in place of `maxRequestsPerMinute`. */
  readonly roles?: Readonly<Record<RoleName, number>>;
}

/** How the framework is opened. Only `app` is needed. */
export interface McpAuthOptions extends Hooks {
  /** Names the configuration directory: letters, digits, `.`, `_` and `-`. */
  readonly app: string;
  /**
   * `false`: keys are not looked at; every caller of this machine acts as `anonymous` with
   * `defaultRole`, all others are refused. Only at level `development`. Default: `true`.
   */
  readonly enabled?: boolean;
  /**
   * `false`: a caller of this machine without a key acts as `anonymous` with `defaultRole`; a wrong
   * key is still refused. Only at level `development`. Default: `true`, and at level `development`
   * a caller of this machine without a key acts as the admin `development`.
   */
  readonly requireApiKey?: boolean;
  /** Role of `anonymous`. Default: `monitor`. */
  readonly defaultRole?: RoleName;
  readonly rateLimit?: RateLimitOptions;
  /**
   * How careful the framework is (DESIGN §4). Default: `production` where `binding` says that other
   * machines reach the server, else `staging`.
   */
  readonly securityLevel?: SecurityLevel;
  /** Where the server will listen. What the security level refuses is then an invalid option. */
  readonly binding?: Binding;
  /** Longest body of a request that the adapters read, in bytes. Default: 1 MiB. */
  readonly maxRequestBytes?: number;
  /** What new keys start with: `[a-z][a-z0-9-]*`, at most 32 characters. Default: `mcp`. */
  readonly prefix?: string;
  /**
   * Where keys live: in `keys.toml`, which people can edit (default); in `keys.enc`, the same sealed
   * whole; in memory only (writes no file at all; for stdio and tests); in an environment variable,
   * read-only; or in a store of your own, which {@link McpAuth.close} then closes.
   */
  readonly store?: 'file' | 'sealed' | 'memory' | 'env' | KeyStore;
  /** Variable of the `env` store. Default: `MCP_AUTH_API_KEYS`. */
  readonly keysEnv?: string;
  /**
   * Where the audit trail is kept: `audit.jsonl` in the configuration directory, memory, nowhere
   * (`false`; not at level `production`), or a storage of your own, which is then closed as well.
   * Default: `file`, and `memory` where keys are only in memory.
   */
  readonly audit?: 'file' | 'memory' | false | AuditStorage;
  /** Where uses of keys are counted. Default: `usage.json`, or memory, as for `audit`. */
  readonly usage?: UsageStore;
  /**
   * Where requests wait that the owner has to approve: the directory `approvals` beside the keys, where
   * a command line can answer them; memory, where only this process can; or a store of your own, which
   * is then closed as well. Default: `file`, or memory, as for `audit`.
   */
  readonly approvals?: 'file' | 'memory' | ApprovalStore;
  /** Where requests and failures are counted. Default: memory; servers that share keys share one. */
  readonly limits?: LimitStore;
  /**
   * Directory of `keys.toml`, `master.key` and the audit trail. Default: `$XDG_CONFIG_HOME/<app>` or
   * `~/.config/<app>`; `%APPDATA%\<app>` on Windows.
   */
  readonly configDir?: string;
  /** The file of the `file` and `sealed` stores. Default: in the configuration directory. */
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
  /**
   * How what is granted happens, by risk class, for keys whose permissions (`allow:`, `confirm:`,
   * `approve:`) say nothing of the class. Default: as the security level says.
   */
  readonly consent?: ConsentDefaults;
  /**
   * A policy to try out: decided beside the one in force and never enforced. Where it would answer
   * differently, the audit trail says so (`decision.shadow`), summed up by caller.
   */
  readonly shadow?: PolicyOptions;
  /** Default: `process.env`. */
  readonly env?: Environment;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly logger?: Logger;
}
