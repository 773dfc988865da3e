/** A refused request in the terms of RFC 9457. */
export interface Problem {
  /** Names the kind for programs; the `type` URI is made of it and never changes. */
  readonly kind:
    | 'request-ambiguous'
    | 'host-not-allowed'
    | 'origin-not-allowed'
    | 'encryption-needed'
    | 'not-found'
    | 'method-not-allowed'
    | 'credential-malformed'
    | 'credential-missing'
    | 'credential-invalid'
    | 'rate-limited'
    | 'locked-out'
    | 'request-too-large'
    | 'request-incomplete'
    | 'audit-unavailable'
    | 'unavailable';
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 429 | 503;
  readonly title: string;
  /** What to do about it. Free of anything that the request carried as a secret. */
  readonly detail: string;
  /** RFC 6750 §3.1, for the challenge; absent when the request carried no key at all. */
  readonly error?: 'invalid_request' | 'invalid_token';
  /** For `Retry-After`; an integer ≥ 1. */
  readonly retryAfterSeconds?: number;
}

/** An answer that a gate gives in place of the host. Header names are in their usual spelling. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request's target, `Host` or origin of its connection can be read in more than one way. */
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

/** The key came, or would come, over a network in the clear. */
export const ENCRYPTION_NEEDED: Problem = {
  kind: 'encryption-needed',
  status: 403,
  title: 'Encryption needed',
  detail:
    'This server takes requests from other machines only over TLS: use https, or name the trusted proxy that does.',
};

/** Where OAuth metadata would be. A server of keys has none: see `isDiscovery`. */
export const NOT_FOUND: Problem = {
  kind: 'not-found',
  status: 404,
  title: 'Not found',
  detail: 'This server takes keys and has no OAuth metadata.',
};

/** A method that no server of ours answers. */
export const METHOD_NOT_ALLOWED: Problem = {
  kind: 'method-not-allowed',
  status: 405,
  title: 'Method not allowed',
  detail: 'Requests of this method are not answered here.',
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

/** A key was sent and is not good for this request. One text for all reasons: see `Authentication`. */
export const CREDENTIAL_INVALID: Problem = {
  kind: 'credential-invalid',
  status: 401,
  title: 'Key not accepted',
  detail: 'The key is not valid for this request.',
  error: 'invalid_token',
};

/** The key's requests are used up for now. */
export function rateLimited(retryAfterSeconds: number): Problem {
  return {
    kind: 'rate-limited',
    status: 429,
    title: 'Too many requests',
    detail: 'The requests of this key are used up for now: wait as Retry-After says.',
    retryAfterSeconds,
  };
}

/** Too many keys were refused; says nothing about the one that was sent now. */
export function lockedOut(retryAfterSeconds: number): Problem {
  return {
    kind: 'locked-out',
    status: 429,
    title: 'Too many failures',
    detail: 'Too many keys from here were not accepted: wait as Retry-After says.',
    retryAfterSeconds,
  };
}

/** @param maxBytes - What the server takes. */
export function requestTooLarge(maxBytes: number): Problem {
  return {
    kind: 'request-too-large',
    status: 413,
    title: 'Request too large',
    detail: `The body of a request may have ${maxBytes} bytes.`,
  };
}

/** The connection broke off within the body. */
export const REQUEST_INCOMPLETE: Problem = {
  kind: 'request-incomplete',
  status: 400,
  title: 'Request incomplete',
  detail: 'The body of the request did not arrive whole.',
};

/** Nothing may happen that cannot be written down. */
export const AUDIT_UNAVAILABLE: Problem = {
  kind: 'audit-unavailable',
  status: 503,
  title: 'Audit trail unavailable',
  detail: 'The audit trail cannot be written right now, so nobody is let in: try again later.',
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
 * Makes a problem document of a problem (RFC 9457).
 *
 * The challenge names a realm and nothing else: `resource_metadata` would send clients with a
 * configured key into an OAuth flow that a key-only server does not have.
 */
export function problemAnswer(problem: Problem, realm: string): Answer {
  const { kind, status, title, detail, error, retryAfterSeconds } = problem;
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  };
  if (CHALLENGED.has(kind)) headers['WWW-Authenticate'] = challenge(realm, error);
  if (status === 405) headers.Allow = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
  if (retryAfterSeconds !== undefined) headers['Retry-After'] = String(retryAfterSeconds);
  const type = `urn:gatehouse:problem:${kind}`;
  return { status, headers, body: JSON.stringify({ type, title, status, detail, code: kind }) };
}

function challenge(realm: string, error: Problem['error']): string {
  const attribute = error === undefined ? '' : `, error="${error}"`;
  return `Bearer realm="${realm}"${attribute}`;
}
