import type { AnyMcpAuthError, McpAuthErrorCode } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { expect } from 'vitest';

/** @returns The coded error that `promise` rejects with. */
export async function errorOf<Code extends McpAuthErrorCode>(
  promise: Promise<unknown>,
  code: Code,
): Promise<Extract<AnyMcpAuthError, { code: Code }>> {
  const outcome: unknown = await promise.then(
    () => 'it resolved',
    (error: unknown) => error,
  );
  if (!isMcpAuthError(outcome) || outcome.code !== code) {
    return expect.fail(`expected ${code}, but ${String(outcome)}`);
  }
  return outcome as Extract<AnyMcpAuthError, { code: Code }>;
}
