import type { ToolCall } from '../define-tool.js';

/** Lets time pass; ends early when the call is ended. */
export function pause(
  ms: number,
  { after, signal }: Pick<ToolCall, 'after' | 'signal'>,
): Promise<void> {
  if (ms === 0 || signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = after(ms, end);
    signal?.addEventListener('abort', end, { once: true });
  });
}
