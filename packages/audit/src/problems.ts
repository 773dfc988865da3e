import { isMcpAuthError, McpAuthError } from '@gatehouse/core';

/** The trail is not as it was left. Nothing is rewritten. */
export function damaged(location: string, problem: string, cause?: unknown): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_AUDIT_DAMAGED',
    `The audit trail ${location} cannot be continued: ${problem}. Keep it as evidence, and put ` +
      'back a backup or begin a new one elsewhere.',
    { location, problem },
    { cause },
  );
}

/** The trail cannot be written now. */
export function unavailable(location: string, problem: string, cause?: unknown): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
    `The audit trail ${location} cannot be written: ${problem}.`,
    { location, problem },
    { cause },
  );
}

/** A code or a class of an error: never its message, which may hold anything. */
export function errorName(error: unknown): string {
  if (isMcpAuthError(error)) {
    return error.code;
  }
  return error instanceof Error ? error.name : typeof error;
}

const DAMAGE: ReadonlySet<string> = new Set([
  'ERR_MCPAUTH_AUDIT_DAMAGED',
  'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
  'ERR_MCPAUTH_MASTER_KEY_MISSING',
]);

/** What a caller of `record` is told of a failed write. */
export function writeError(location: string, error: unknown): McpAuthError {
  if (isMcpAuthError(error)) {
    if (DAMAGE.has(error.code)) {
      return error;
    }
    if (error.code === 'ERR_MCPAUTH_STORE_DAMAGED') {
      return damaged(location, error.details.problem, error);
    }
  }
  return unavailable(location, `its storage answers ${errorName(error)}`, error);
}
