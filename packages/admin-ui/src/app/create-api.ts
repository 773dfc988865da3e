import { ApiProblem, readProblem, unreachable } from './api-problem.js';
import { type Query, withQuery } from './path.js';

/** Where all requests go. */
const BASE = '/admin/api';
/** After so long without an answer a request has failed; milliseconds. */
const LONGEST = 30_000;

/** What the client takes from around it. */
export interface ApiOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Token of the session; undefined before sign-in. */
  readonly csrfToken: () => string | undefined;
  /** The session has ended: called for every 401. */
  readonly onSignedOut: () => void;
  /** The token was not the session's: asks for the right one. @returns Whether there is one now. */
  readonly renewToken?: () => Promise<boolean>;
}

/** The administration API. All paths are below `/admin/api`; every method throws ApiProblem. */
export interface Api {
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

async function readBody<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiProblem(response.status, 'no-json', 'The server answered with something else.');
  }
}

function initOf(request: Request, csrfToken: string | undefined): RequestInit {
  const limit = AbortSignal.timeout(LONGEST);
  const writes = request.method !== 'GET';
  return {
    method: request.method,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    signal: request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]),
    headers: {
      Accept: 'application/json',
      ...(writes && csrfToken !== undefined ? { 'X-CSRF-Token': csrfToken } : {}),
      ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  };
}

/** Makes the client of the administration API. */
export function createApi(options: ApiOptions): Api {
  async function answerTo(request: Request): Promise<Response> {
    try {
      return await options.fetch(`${BASE}${request.path}`, initOf(request, options.csrfToken()));
    } catch (cause) {
      // Whoever gave up the request wants to hear nothing of it.
      if (request.signal?.aborted === true) throw cause;
      throw unreachable();
    }
  }

  async function send<T>(request: Request, isSecondTry = false): Promise<T> {
    const response = await answerTo(request);
    if (response.ok) return await readBody<T>(response);
    const problem = await readProblem(response);
    // Another tab signed in anew: the cookie is its session's, the token still ours.
    if (problem.status === 403 && problem.code.startsWith('csrf-token') && !isSecondTry) {
      if ((await options.renewToken?.()) === true) return await send<T>(request, true);
    }
    if (problem.status === 401) options.onSignedOut();
    throw problem;
  }

  return {
    get: (path, query, signal) => send({ method: 'GET', path: withQuery(path, query), signal }),
    // A body is always sent: requests without one are not what the server's body check expects.
    post: (path, body = {}) => send({ method: 'POST', path, body }),
    patch: (path, body) => send({ method: 'PATCH', path, body }),
    delete: (path) => send({ method: 'DELETE', path }),
  };
}
