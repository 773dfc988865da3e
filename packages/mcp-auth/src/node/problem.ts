import type { ServerResponse } from 'node:http';

/** A refused request in the terms of RFC 9457. */
export interface Problem {
  /** Names the kind for programs; the `type` URI is made of it. */
  readonly kind:
    | 'request-ambiguous'
    | 'host-not-allowed'
    | 'origin-not-allowed'
    | 'credential-malformed'
    | 'credential-missing'
    | 'credential-invalid'
    | 'unavailable';
  readonly status: 400 | 401 | 403 | 503;
  readonly title: string;
  /** What to do about it. Free of anything that the request carried as a secret. */
  readonly detail: string;
  /** RFC 6750 §3.1, for the challenge; absent when the request carried no key at all. */
  readonly error?: 'invalid_request' | 'invalid_token';
}

/** The request's target or `Host` can be read in more than one way. */
export function requestAmbiguous(detail: string): Problem {
  return { kind: 'request-ambiguous', status: 400, title: 'Ambiguous request', detail };
}

/** The `Host` header names a host that this server is not known by. */
export const HOST_NOT_ALLOWED: Problem = {
  kind: 'host-not-allowed',
  status: 403,
  title: 'Host not allowed',
  detail: 'This server is not known by the host name of the request: add it to the allowed hosts.',
};

/** A page of another origin called. */
export const ORIGIN_NOT_ALLOWED: Problem = {
  kind: 'origin-not-allowed',
  status: 403,
  title: 'Origin not allowed',
  detail: 'Pages of this origin may not call this server: add it to the allowed origins.',
};

/** The request carries a key, or tries to, in a form that is not accepted. */
export function credentialMalformed(detail: string): Problem {
  return {
    kind: 'credential-malformed',
    status: 400,
    title: 'Malformed credential',
    detail,
    error: 'invalid_request',
  };
}

/** No key was sent. */
export const CREDENTIAL_MISSING: Problem = {
  kind: 'credential-missing',
  status: 401,
  title: 'Key required',
  detail: 'Send a key: Authorization: Bearer <key>.',
};

/** A key was sent and is not good for this request. One text for all reasons: see `authenticate`. */
export const CREDENTIAL_INVALID: Problem = {
  kind: 'credential-invalid',
  status: 401,
  title: 'Key not accepted',
  detail: 'The key is not valid for this request.',
  error: 'invalid_token',
};

/** The keys cannot be read right now; nobody gets in. */
export const UNAVAILABLE: Problem = {
  kind: 'unavailable',
  status: 503,
  title: 'Keys unavailable',
  detail: 'Keys cannot be checked right now: try again later.',
};

/** Problems that are answered with a challenge (RFC 6750 §3). */
const CHALLENGED: ReadonlySet<Problem['kind']> = new Set([
  'credential-malformed',
  'credential-missing',
  'credential-invalid',
]);

/**
 * Answers a request with a problem document (RFC 9457).
 *
 * The challenge names a realm and nothing else: `resource_metadata` would send clients with a
 * configured key into an OAuth flow that a key-only server does not have.
 */
export function sendProblem(res: ServerResponse, problem: Problem, realm: string): void {
  if (res.headersSent || res.destroyed) return;
  const { kind, status, title, detail, error } = problem;
  const body = JSON.stringify({ type: `urn:gatehouse:problem:${kind}`, title, status, detail });
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/problem+json');
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.setHeader('Cache-Control', 'no-store');
  if (CHALLENGED.has(kind)) res.setHeader('WWW-Authenticate', challenge(realm, error));
  res.end(body);
}

function challenge(realm: string, error: Problem['error']): string {
  const attribute = error === undefined ? '' : `, error="${error}"`;
  return `Bearer realm="${realm}"${attribute}`;
}
