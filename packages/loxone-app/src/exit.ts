import { isMcpAuthError, type McpAuthErrorCode } from '@gatehouse/core';
import { SecretProblem } from './secrets/secret-problem.js';

/**
 * Exit codes of the programs, for scripts: `failed`: the world failed (a file, a port, a disk) ·
 * `usage`: flags, settings or arguments are wrong · `masterKey`: sealed data exists, and its master
 * key is missing or another one (nothing was changed) · `interrupted`: Ctrl-C at a question, as shells
 * count it (128 and the number of SIGINT).
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, masterKey: 3, interrupted: 130 } as const;

/** A reason to end the program that is explained in one message to whoever started it. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly exitCode: number;

  /**
   * @param message - What is wrong and what to do.
   * @param exitCode - One of {@link EXIT}.
   */
  constructor(message: string, exitCode: number = EXIT.failed, options?: { cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

const EXIT_OF_CODE: Partial<Record<McpAuthErrorCode, number>> = {
  ERR_MCPAUTH_MASTER_KEY_MISSING: EXIT.masterKey,
  ERR_MCPAUTH_MASTER_KEY_MISMATCH: EXIT.masterKey,
  ERR_MCPAUTH_MASTER_KEY_INVALID: EXIT.masterKey,
  ERR_MCPAUTH_SEAL_KEY_UNKNOWN: EXIT.masterKey,
  ERR_MCPAUTH_CONFIG_INVALID: EXIT.usage,
  ERR_MCPAUTH_KEY_NOT_FOUND: EXIT.usage,
};

/**
 * What to print and how to end for anything that was thrown up to a program's top.
 *
 * Failures that we foresaw are shown as their sentence alone; anything else is a bug of ours and
 * shows its stack, so that it can be reported.
 */
export function describeFailure(error: unknown): {
  readonly message: string;
  readonly exitCode: number;
} {
  if (error instanceof StartupError) return { message: error.message, exitCode: error.exitCode };
  if (isMcpAuthError(error)) {
    return { message: error.message, exitCode: EXIT_OF_CODE[error.code] ?? EXIT.failed };
  }
  if (error instanceof SecretProblem) {
    const isUsage = error.code === 'ERR_SECRET_REFERENCE' || error.code === 'ERR_SECRET_MISSING';
    return { message: error.message, exitCode: isUsage ? EXIT.usage : EXIT.failed };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    message: `This is a bug in the program, please report it:\n${stack}`,
    exitCode: EXIT.failed,
  };
}
