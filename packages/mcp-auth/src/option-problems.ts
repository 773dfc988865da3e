import type { McpAuthOptions, RateLimitOptions, SealedValue } from './options.js';
import { isSecurityLevel, SECURITY_LEVELS } from './security-level.js';

/** Options as somebody wrote them, perhaps without a compiler that looks. */
type Unchecked<Name extends keyof McpAuthOptions> = Readonly<Partial<Record<Name, unknown>>>;

/** A master key's id: base64url of 16 bytes. */
const KEY_ID = /^[A-Za-z0-9_-]{22}$/;

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A role's slug, as keys carry it. */
const ROLE = /^[a-z][a-z0-9-]{0,31}$/;

const KNOWN: Readonly<Record<keyof McpAuthOptions, true>> = {
  app: true,
  enabled: true,
  requireApiKey: true,
  defaultRole: true,
  rateLimit: true,
  securityLevel: true,
  binding: true,
  maxRequestBytes: true,
  prefix: true,
  store: true,
  keysEnv: true,
  audit: true,
  usage: true,
  approvals: true,
  limits: true,
  configDir: true,
  keyStorePath: true,
  masterKey: true,
  masterKeyEnv: true,
  sealed: true,
  roles: true,
  consent: true,
  shadow: true,
  onDecision: true,
  onEvent: true,
  env: true,
  clock: true,
  random: true,
  logger: true,
};

/**
 * Looks at each option by itself.
 *
 * @returns A sentence per problem, beginning with the option's name. Values are not repeated: one of
 *   them may be a secret in the wrong place.
 */
export function optionProblems(options: McpAuthOptions): string[] {
  return [
    ...unknownNames(options),
    ...unless(
      matches(options.app, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
      'app: must be 1 to 64 letters, digits, ".", "_" or "-"',
    ),
    ...unless(
      given(options.prefix, ROLE),
      'prefix: must be a lower-case slug of at most 32 characters',
    ),
    ...accessProblems(options),
    ...rateLimitProblems(options.rateLimit),
    ...storeProblems(options),
    ...pathProblems('configDir', options.configDir),
    ...pathProblems('keyStorePath', options.keyStorePath),
    ...masterKeyProblems(options),
    ...sealedProblems(options.sealed),
    ...hookProblems(options),
  ];
}

function unless(fits: boolean, problem: string): string[] {
  return fits ? [] : [problem];
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

/** Like {@link matches}, and absent is fine. */
function given(value: unknown, pattern: RegExp): boolean {
  return value === undefined || matches(value, pattern);
}

function unknownNames(options: McpAuthOptions): string[] {
  return Object.keys(options)
    .filter((name) => !Object.hasOwn(KNOWN, name))
    .map((name) => `${name}: is not an option`);
}

function accessProblems(
  options: Unchecked<'enabled' | 'requireApiKey' | 'defaultRole' | 'securityLevel' | 'binding'>,
): string[] {
  const { enabled, requireApiKey, defaultRole, securityLevel, binding } = options;
  return [
    ...unless(isSwitch(enabled), 'enabled: must be true or false'),
    ...unless(isSwitch(requireApiKey), 'requireApiKey: must be true or false'),
    ...unless(given(defaultRole, ROLE), 'defaultRole: must be the name of a role'),
    ...unless(
      securityLevel === undefined || isSecurityLevel(securityLevel),
      `securityLevel: must be one of ${SECURITY_LEVELS.join(', ')}`,
    ),
    ...unless(isBinding(binding), 'binding: must have host, tls and trustedProxy'),
  ];
}

function isSwitch(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}

function isBinding(binding: unknown): boolean {
  if (binding === undefined) return true;
  if (typeof binding !== 'object' || binding === null) return false;
  const { host, tls, trustedProxy }: Partial<Record<string, unknown>> = { ...binding };
  return matches(host, /./) && typeof tls === 'boolean' && typeof trustedProxy === 'boolean';
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && Number(value) >= 1);
}

function rateLimitProblems(rateLimit: RateLimitOptions | undefined): string[] {
  if (rateLimit === undefined) return [];
  if (typeof rateLimit !== 'object' || rateLimit === null) return ['rateLimit: must be an object'];
  const names = ['maxRequestsPerMinute', 'maxFailedAttempts', 'lockoutDurationMinutes'] as const;
  const wholes = names.filter((name) => !isCount(rateLimit[name]));
  const known: readonly string[] = [...names, 'roles'];
  const strange = Object.keys(rateLimit).filter((name) => !known.includes(name));
  const roles = Object.entries(rateLimit.roles ?? {});
  return [
    ...wholes.map((name) => `rateLimit.${name}: must be an integer of at least 1`),
    ...strange.map((name) => `rateLimit.${name}: is not an option`),
    ...unless(
      roles.every(([role, limit]) => ROLE.test(role) && isCount(limit) && limit !== undefined),
      'rateLimit.roles: must have requests per minute, integers of at least 1, by role',
    ),
  ];
}

function storeProblems(
  options: Unchecked<
    | 'store'
    | 'keysEnv'
    | 'keyStorePath'
    | 'audit'
    | 'usage'
    | 'approvals'
    | 'limits'
    | 'maxRequestBytes'
  >,
): string[] {
  const {
    store = 'file',
    keysEnv,
    keyStorePath,
    audit,
    usage,
    approvals,
    limits,
    maxRequestBytes,
  } = options;
  const named = ['file', 'sealed', 'memory', 'env'].includes(String(store));
  return [
    ...unless(
      (typeof store === 'string' && named) || has(store, 'ensureHeader', 'capabilities'),
      "store: must be 'file', 'sealed', 'memory', 'env' or a key store",
    ),
    ...unless(
      keyStorePath === undefined || store === 'file' || store === 'sealed',
      "keyStorePath: has a meaning only with store: 'file' or 'sealed'",
    ),
    ...unless(given(keysEnv, VARIABLE), 'keysEnv: must be the name of an environment variable'),
    ...unless(
      keysEnv === undefined || store === 'env',
      "keysEnv: has a meaning only with store: 'env'",
    ),
    ...unless(
      [undefined, false, 'file', 'memory'].some((known) => known === audit) ||
        has(audit, 'append', 'head'),
      "audit: must be 'file', 'memory', false or an audit storage",
    ),
    ...unless(
      [undefined, 'file', 'memory'].some((known) => known === approvals) ||
        has(approvals, 'decide', 'end'),
      "approvals: must be 'file', 'memory' or a store of approvals",
    ),
    ...unless(usage === undefined || has(usage, 'add', 'get'), 'usage: must be a usage store'),
    ...unless(limits === undefined || has(limits, 'take', 'fail'), 'limits: must be a limit store'),
    ...unless(isCount(maxRequestBytes), 'maxRequestBytes: must be an integer of at least 1'),
  ];
}

function has(value: unknown, ...members: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && members.every((member) => member in value);
}

function pathProblems(name: string, path: unknown): string[] {
  if (path === undefined) return [];
  const fits = typeof path === 'string' && path !== '' && !path.includes('\0');
  return unless(fits, `${name}: must be a path`);
}

function masterKeyProblems({ masterKey, masterKeyEnv }: McpAuthOptions): string[] {
  const names: readonly unknown[] = masterKeyEnv ?? [];
  return [
    ...unless(masterKey === undefined || typeof masterKey === 'string', 'masterKey: must be text'),
    ...unless(
      names.every((name) => matches(name, VARIABLE)),
      'masterKeyEnv: must be names of environment variables',
    ),
  ];
}

function sealedProblems(sealed: unknown = []): string[] {
  if (!Array.isArray(sealed)) return ['sealed: must be a list'];
  return sealed.flatMap((value: Partial<SealedValue> | undefined, at) =>
    unless(
      KEY_ID.test(String(value?.keyId)) && typeof value?.where === 'string',
      `sealed[${at}]: must have the id of a master key, and where it is needed`,
    ),
  );
}

function hookProblems({ onDecision, onEvent }: Unchecked<'onDecision' | 'onEvent'>): string[] {
  return Object.entries({ onDecision, onEvent }).flatMap(([name, hook]) =>
    unless(hook === undefined || typeof hook === 'function', `${name}: must be a function`),
  );
}
