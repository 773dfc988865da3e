import { SecretProblem } from './secret-problem.js';

/** What an HTTP service answered. */
export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON; `undefined` for anything else. */
  readonly body: unknown;
}

/** How patient requests are, and what they are made with. */
export interface Patience {
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that one attempt may take. Default: 10,000. */
  readonly timeoutMs?: number;
}

/** What is asked. Redirects are never followed: what is sent is secret, and meant for one host. */
export interface HttpQuestion {
  readonly url: string;
  readonly init: RequestInit;
  /** Names the service at the beginning of a sentence: `Infisical at https://…`. */
  readonly service: string;
}

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Asks an HTTP service that may be busy: an answer 429 or 5xx, none, or one that is late is asked for
 * again, twice, after a pause that doubles or that the service names.
 *
 * @throws SecretProblem `ERR_SECRET_UNAVAILABLE` when the last attempt fails too, or the signal's reason.
 */
export async function patientFetch(
  question: HttpQuestion,
  signal: AbortSignal,
  patience: Patience = {},
): Promise<HttpAnswer> {
  const { pause = systemPause } = patience;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(question, signal, patience);
    signal.throwIfAborted();
    if (outcome.ok) return outcome.answer;
    if (attempt === ATTEMPTS) {
      const message = `${question.service} ${outcome.problem}, and so ${ATTEMPTS} times.`;
      throw new SecretProblem('ERR_SECRET_UNAVAILABLE', message);
    }
    const asked = outcome.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
    await pause(Math.min(asked, LONGEST_PAUSE_MS), signal);
  }
}

type Outcome =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly problem: string; readonly retryAfterMs?: number };

async function attemptOnce(
  { url, init }: HttpQuestion,
  signal: AbortSignal,
  { fetch = globalThis.fetch, timeoutMs = 10_000 }: Patience,
): Promise<Outcome> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const both = AbortSignal.any([signal, late]);
    const response = await fetch(url, { ...init, redirect: 'error', signal: both });
    const { status } = response;
    if (status !== 429 && status < 500) {
      return { ok: true, answer: { status, body: await readJson(response) } };
    }
    await response.body?.cancel();
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const problem = status === 429 ? 'asks to wait' : `answers ${status}`;
    return { ok: false, problem, ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }) };
  } catch (error) {
    if (late.aborted) return { ok: false, problem: `gives no answer within ${timeoutMs / 1000} s` };
    return { ok: false, problem: `does not answer (${codeOf(error)})` };
  }
}

async function readJson({ body }: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop cancels the body: nobody can fill our memory.
    if (size > MAX_BODY_BYTES) return undefined;
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Messages of the platform name addresses and more; the code is enough. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error && cause.message.includes('redirect') ? 'it redirects' : 'network';
}

function systemPause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    const aborted = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', aborted, { once: true });
  });
}
