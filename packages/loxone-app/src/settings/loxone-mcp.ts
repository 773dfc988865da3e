import { SECURITY_LEVELS, type SecurityLevel } from '@gatehouse/mcp-auth';
import { countUpTo, oneOf, secret, text } from './parsers.js';
import type { Setting, SettingWithDefault } from './setting.js';

/** Roles that a local process over stdio may be given. */
export const STDIO_ROLES = ['admin', 'operator', 'monitor'] as const;

/** One of {@link STDIO_ROLES}. */
export type StdioRole = (typeof STDIO_ROLES)[number];

/** Where keys may be stored. */
export const KEY_BACKENDS = ['file', 'sealed', 'env', 'sqlite'] as const;

/** One of {@link KEY_BACKENDS}. */
export type KeyBackend = (typeof KEY_BACKENDS)[number];

/** Master-key variables, first hit wins; each also with `_FILE`. The last is a legacy name. */
export const MASTER_KEY_VARIABLES = [
  'LOXONE_MCP_MASTER_KEY',
  'PULSEENGINE_MCP_MASTER_KEY',
] as const;

/** Where keys and the master key are; server and command line share these. */
export const KEY_SETTINGS: {
  readonly configDir: Setting<string>;
  readonly keyStore: Setting<string>;
  readonly keyBackend: SettingWithDefault<KeyBackend>;
  readonly apiKeys: Setting<string>;
} = {
  configDir: {
    flag: 'config-dir',
    env: ['LOXONE_MCP_CONFIG_DIR'],
    meaning: 'directory of keys.toml, master.key and miniservers.json',
    parse: text,
  },
  keyStore: {
    flag: 'key-store',
    env: ['LOXONE_KEY_STORE'],
    meaning:
      'path of the key store, instead of keys.toml, keys.enc or keys.db in the config directory',
    parse: text,
  },
  keyBackend: {
    env: ['LOXONE_KEY_BACKEND'],
    meaning:
      'kind of key store: file (keys.toml), sealed (keys.enc), sqlite (keys.db), env (LOXONE_API_KEYS, read-only)',
    parse: oneOf(KEY_BACKENDS),
    fallback: 'file',
  },
  apiKeys: {
    env: ['LOXONE_API_KEYS'],
    orFile: true,
    meaning: 'keys of LOXONE_KEY_BACKEND=env, as "loxone-mcp keys export --format env" prints them',
    parse: secret,
  },
};

/** What the limits of the framework can count; an address may fail four times as often as a key. */
const MOST_REQUESTS = 1_000_000;
const MOST_FAILURES = 2_500;
/** In minutes. */
const YEAR = 525_600;

/** How careful the framework is, and how much one caller may ask. */
export const GUARD_SETTINGS: {
  readonly securityLevel: Setting<SecurityLevel>;
  readonly maxRequestsPerMinute: Setting<number>;
  readonly maxFailedAttempts: Setting<number>;
  readonly lockoutMinutes: Setting<number>;
} = {
  securityLevel: {
    flag: 'security-level',
    env: ['SECURITY_LEVEL'],
    meaning: 'default: staging on a loopback address, production elsewhere',
    parse: oneOf(SECURITY_LEVELS),
  },
  maxRequestsPerMinute: {
    flag: 'max-requests-per-minute',
    env: ['LOXONE_MCP_MAX_REQUESTS_PER_MINUTE'],
    meaning: 'requests that one key may make in any minute; default: 60',
    parse: countUpTo(MOST_REQUESTS),
  },
  maxFailedAttempts: {
    flag: 'max-failed-attempts',
    env: ['LOXONE_MCP_MAX_FAILED_ATTEMPTS'],
    meaning: 'wrong keys from one address before it has to wait; default: 5',
    parse: countUpTo(MOST_FAILURES),
  },
  lockoutMinutes: {
    flag: 'lockout-minutes',
    env: ['LOXONE_MCP_LOCKOUT_MINUTES'],
    meaning: 'how long it waits then; default: 30',
    parse: countUpTo(YEAR),
  },
};

/** How a local process over stdio acts. */
export const STDIO_SETTINGS: {
  readonly role: SettingWithDefault<StdioRole>;
} = {
  role: {
    flag: 'role',
    env: ['LOXONE_MCP_STDIO_ROLE'],
    meaning: 'what the local assistant may do',
    parse: oneOf(STDIO_ROLES),
    fallback: 'operator',
  },
};
