import type { ToolError, ToolErrorCode, ToolResult } from '@gatehouse/loxone-tools';

/** A call of a tool, or a reading of a resource or prompt, that is over. */
export interface SeenCall {
  readonly kind: 'tool' | 'resource' | 'prompt';
  /** As the server offers it: for a resource its name, never the URI that was asked for. */
  readonly name: string;
  readonly principalId: string;
  readonly outcome: 'ok' | 'denied' | 'failed';
  readonly durationMs: number;
}

/** Called once for each call that reached its handler. It must not throw. */
export type ObserveCall = (seen: SeenCall) => void;

/** Runs a call and tells of its end. What the call returns or throws passes through. */
export type WatchCall = <Answer>(
  about: Pick<SeenCall, 'kind' | 'name' | 'principalId'>,
  run: () => Promise<Answer>,
  outcomeOf: (answer: Answer) => SeenCall['outcome'],
) => Promise<Answer>;

/** Somebody said no. */
const DENIED: ReadonlySet<ToolErrorCode> = new Set(['not_allowed', 'approval_refused', 'declined']);

/** Nothing went wrong: a person has to say something first. */
const WAITING: ReadonlySet<ToolErrorCode> = new Set(['confirmation_required', 'approval_pending']);

function outcomeOfCode(code: unknown): SeenCall['outcome'] {
  for (const denied of DENIED) if (denied === code) return 'denied';
  for (const waiting of WAITING) if (waiting === code) return 'ok';
  return 'failed';
}

/** How a tool's call ended. */
export function toolOutcome({ isError, structured }: ToolResult): SeenCall['outcome'] {
  if (isError !== true) return 'ok';
  const { error } = structured;
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return outcomeOfCode(hasCode ? error.code : undefined);
}

/** How the reading of a resource or prompt ended. */
export function readingOutcome(
  reading: { readonly ok: true } | { readonly ok: false; readonly error: ToolError },
): SeenCall['outcome'] {
  return reading.ok ? 'ok' : outcomeOfCode(reading.error.code);
}

/**
 * @param observe - Absent: calls just run.
 * @param now - Monotonic milliseconds.
 */
export function createWatchCall(
  observe: ObserveCall | undefined,
  now: () => number = () => performance.now(),
): WatchCall {
  if (observe === undefined) return (_about, run) => run();
  return async (about, run, outcomeOf) => {
    const startedAt = now();
    let outcome: SeenCall['outcome'] = 'failed';
    try {
      const answer = await run();
      outcome = outcomeOf(answer);
      return answer;
    } finally {
      observe({ ...about, outcome, durationMs: now() - startedAt });
    }
  };
}
