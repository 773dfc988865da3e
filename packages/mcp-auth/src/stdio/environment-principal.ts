import { McpAuthError, type Principal, type RoleName } from '@gatehouse/core';
import type { Authenticate, Authentication } from '../authentication.js';
import { localPrincipal } from '../local-principal.js';

/** Where a server over stdio takes its caller from. */
export interface EnvironmentPrincipalOptions {
  /** Usually `process.env`. The variable is deleted from it, for child processes and for dumps. */
  readonly env: Record<string, string | undefined>;
  /** The variable that may hold a key. Default: `MCP_API_KEY`. */
  readonly name?: string;
  /** Role of the local caller where the variable is not set. Default: `monitor`. */
  readonly role?: RoleName;
}

/**
 * Says who calls a server over stdio: the key in an environment variable if there is one (MCP
 * 2025-11-25, Authorization: stdio takes credentials from the environment), else the local user.
 *
 * A variable that is set but holds no valid key stops the start: to go on as the local user could
 * give more rights than the key was meant to.
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError`: `ERR_MCPAUTH_CONFIG_INVALID` with a sentence for the user when the key is
 *   not accepted, `ERR_MCPAUTH_AUDIT_UNAVAILABLE` when nobody may be let in unrecorded, and what
 *   `authenticate` throws.
 */
export async function principalFromEnvironment(
  auth: { readonly authenticate: Authenticate },
  options: EnvironmentPrincipalOptions,
): Promise<Principal> {
  const { env, name = 'MCP_API_KEY', role = 'monitor' } = options;
  const value = env[name];
  delete env[name];
  if (value === undefined) return localPrincipal({ role });
  const key = value.trim();
  if (key === '') throw refused(name, 'is set, but empty: put a key in, or unset it');
  const result = await auth.authenticate(key, { transport: 'stdio' });
  if (result.ok) return result.principal;
  throw result.status === 503 ? unrecorded() : refused(name, problemOf(result));
}

function problemOf(result: Exclude<Authentication, { readonly ok: true }>): string {
  return result.status === 429
    ? `cannot be checked for another ${result.retryAfterSeconds} seconds: too many attempts`
    : 'holds a key that is not valid: it may be mistyped, revoked, disabled or expired';
}

function refused(name: string, problem: string): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_CONFIG_INVALID',
    `The environment variable ${name} ${problem}.`,
    { problems: [`${name}: ${problem}`] },
  );
}

function unrecorded(): McpAuthError {
  const problem = 'it cannot be written, and the security level then lets nobody in';
  return new McpAuthError(
    'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
    `The audit trail cannot be used: ${problem}.`,
    { location: 'audit trail', problem },
  );
}
