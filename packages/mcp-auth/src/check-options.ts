import {
  type Clock,
  type Logger,
  McpAuthError,
  type RandomBytes,
  silentLogger,
  systemClock,
  systemRandomBytes,
} from '@gatehouse/core';
import { type AuthorizerOptions, createAuthorizer } from '@gatehouse/rbac';
import type { Environment } from './config-directory.js';
import { type FileLocations, fileLocations, needsNoFiles } from './file-locations.js';
import { type NoKeyOptions, noKeyProblems } from './no-key.js';
import { optionProblems } from './option-problems.js';
import type { McpAuthOptions, RateLimitOptions, SealedValue } from './options.js';
import {
  bindingProblem,
  defaultSecurityLevel,
  type SecurityPolicy,
  securityPolicy,
} from './security-level.js';

/** Options with their defaults, checked. */
export interface Settings {
  readonly prefix: string;
  readonly policy: SecurityPolicy;
  readonly noKey: NoKeyOptions;
  readonly rateLimit: Required<RateLimitOptions>;
  readonly maxRequestBytes: number;
  readonly store: NonNullable<McpAuthOptions['store']>;
  readonly keysEnv: string;
  readonly audit: NonNullable<McpAuthOptions['audit']>;
  readonly usage: McpAuthOptions['usage'];
  readonly approvals: NonNullable<McpAuthOptions['approvals']>;
  readonly limits: McpAuthOptions['limits'];
  readonly env: Environment;
  readonly files: FileLocations;
  /** Nothing outlives the process: no file is read or written. */
  readonly fleeting: boolean;
  readonly masterKey: string | undefined;
  readonly masterKeyEnv: readonly string[];
  readonly sealed: readonly SealedValue[];
  readonly authorizer: AuthorizerOptions;
  readonly consent: McpAuthOptions['consent'];
  readonly shadow: McpAuthOptions['shadow'];
  readonly onDecision: McpAuthOptions['onDecision'];
  readonly onEvent: McpAuthOptions['onEvent'];
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

/** What counts where the options name nothing. */
export interface Ambient {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
}

const MASTER_KEY_ENV: readonly string[] = ['MCP_AUTH_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY'];

/** 1 MiB: calls of tools are small. */
const MAX_REQUEST_BYTES = 1024 * 1024;

/**
 * Checks all options before anything is opened.
 *
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists every problem; values that
 *   may be secrets are not repeated.
 */
export function checkOptions(options: McpAuthOptions, ambient: Ambient): Settings {
  const problems = optionProblems(options);
  // What follows relies on single options that are what they should be.
  if (problems.length > 0) return refuse([...problems, ...roleProblems(options)]);
  const { env = ambient.env, clock = systemClock, logger = silentLogger } = options;
  const policy = policyOf(options);
  const noKey: NoKeyOptions = {
    enabled: options.enabled ?? true,
    requireApiKey: options.requireApiKey,
    defaultRole: options.defaultRole ?? 'monitor',
  };
  const fleeting = needsNoFiles(options);
  const files = fileLocations(options, { ...ambient, env }, problems);
  problems.push(...levelProblems(options, policy), ...noKeyProblems(noKey, policy));
  problems.push(...roleProblems(options));
  if (problems.length > 0) return refuse(problems);
  return {
    prefix: options.prefix ?? 'mcp',
    policy,
    noKey,
    rateLimit: rateLimitOf(options.rateLimit, policy),
    maxRequestBytes: options.maxRequestBytes ?? MAX_REQUEST_BYTES,
    store: options.store ?? 'file',
    keysEnv: options.keysEnv ?? 'MCP_AUTH_API_KEYS',
    audit: options.audit ?? (fleeting ? 'memory' : 'file'),
    usage: options.usage,
    approvals: options.approvals ?? (fleeting ? 'memory' : 'file'),
    limits: options.limits,
    env,
    files,
    fleeting,
    masterKey: options.masterKey,
    masterKeyEnv: options.masterKeyEnv ?? MASTER_KEY_ENV,
    sealed: options.sealed ?? [],
    authorizer: authorizerOptions(options),
    consent: options.consent,
    shadow: options.shadow,
    onDecision: options.onDecision,
    onEvent: options.onEvent,
    clock,
    random: options.random ?? systemRandomBytes,
    logger,
  };
}

function refuse(problems: readonly string[]): never {
  throw new McpAuthError(
    'ERR_MCPAUTH_CONFIG_INVALID',
    `createMcpAuth cannot work with these options: ${problems.join('; ')}.`,
    { problems },
  );
}

function policyOf({ securityLevel, binding }: McpAuthOptions): SecurityPolicy {
  return securityPolicy(securityLevel ?? defaultSecurityLevel(binding?.host));
}

/** What the security level does not allow, and what it warns of. */
function levelProblems(options: McpAuthOptions, policy: SecurityPolicy): string[] {
  const problems: string[] = [];
  if (options.audit === false && policy.auditUnavailable === 'refuse-everything') {
    problems.push(`audit: security level ${policy.level} does nothing without an audit trail`);
  }
  const found =
    options.binding === undefined ? undefined : bindingProblem(policy.level, options.binding);
  if (found === undefined) return problems;
  if ('refuse' in found) problems.push(`binding: ${found.refuse}`);
  else options.logger?.warn(found.warn);
  return problems;
}

/** Development multiplies what is set, too: a developer's reloads are no attack. */
function rateLimitOf(
  options: RateLimitOptions = {},
  { requestLimitFactor }: SecurityPolicy,
): Required<RateLimitOptions> {
  const roles = Object.entries(options.roles ?? {});
  return {
    maxRequestsPerMinute: (options.maxRequestsPerMinute ?? 60) * requestLimitFactor,
    maxFailedAttempts: options.maxFailedAttempts ?? 5,
    lockoutDurationMinutes: options.lockoutDurationMinutes ?? 30,
    roles: Object.fromEntries(roles.map(([role, limit]) => [role, limit * requestLimitFactor])),
  };
}

function authorizerOptions(options: McpAuthOptions): AuthorizerOptions {
  const { clock = systemClock, roles } = options;
  return { clock, ...(roles === undefined ? {} : { roles }) };
}

/** Building an authorizer is the check of its roles and of what it asks consent for. */
function roleProblems({ roles, consent, shadow }: McpAuthOptions): string[] {
  return [
    ...policyProblems('roles', { roles }),
    ...policyProblems('consent', { consent }),
    ...policyProblems('shadow.roles', { roles: shadow?.roles }),
    ...policyProblems('shadow.consent', { consent: shadow?.consent }),
  ];
}

function policyProblems(
  name: string,
  { roles, consent }: { readonly [Name in 'roles' | 'consent']?: McpAuthOptions[Name] | undefined },
): string[] {
  try {
    createAuthorizer({
      ...(roles === undefined ? {} : { roles }),
      ...(consent === undefined ? {} : { consent }),
    });
    return [];
  } catch (error) {
    const sentence = error instanceof Error ? error.message : 'cannot be used';
    return [`${name}: ${sentence.replace(/^options\.(roles|consent)[. ]/, '')}`];
  }
}
