import { type ProblemStatus, RouteProblem } from './route-problem.js';

interface Known {
  readonly status: ProblemStatus;
  readonly code: string;
  readonly detail: string;
}

const INVALID_JSON: Known = {
  status: 400,
  code: 'invalid-json',
  detail: 'The body is not JSON that can be read safely.',
};

/** What Fastify itself refuses, in our words: its own texts repeat parts of the request. */
const OF_FASTIFY: Readonly<Record<string, Known>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    detail: 'Send the body as JSON, with the header Content-Type: application/json.',
  },
  FST_ERR_CTP_INVALID_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    detail: 'Send the body as JSON, with the header Content-Type: application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'request-too-large',
    detail: 'The body of the request is too long.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'request-incomplete',
    detail: 'The body of the request is not as long as it says.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: INVALID_JSON,
  FST_ERR_CTP_EMPTY_JSON_BODY: INVALID_JSON,
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'invalid-request',
    detail: 'The path of the request is not encoded as it must be (RFC 3986).',
  },
};

const INTERNAL: Known = {
  status: 500,
  code: 'internal',
  detail: 'The server failed; its log says why, under the id of this request.',
};

function isBodyTooLarge(error: Error): boolean {
  return 'statusCode' in error && error.statusCode === 413;
}

function known(error: unknown): Known {
  if (!(error instanceof Error)) return INTERNAL;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const ofFastify = OF_FASTIFY[code];
  if (ofFastify !== undefined) return ofFastify;
  // The JSON reader's own, for text that is no JSON and for poisoned members.
  const isOfReader = error instanceof SyntaxError && 'statusCode' in error;
  if (isOfReader && error.statusCode === 400) return INVALID_JSON;
  if (isBodyTooLarge(error)) {
    return { status: 413, code: 'request-too-large', detail: 'The body is too long.' };
  }
  return INTERNAL;
}

/** The answer to whatever a route, or the framework, threw. Only a {@link RouteProblem} tells of itself. */
export function problemOf(error: unknown): RouteProblem {
  if (error instanceof RouteProblem) return error;
  const { status, code, detail } = known(error);
  return new RouteProblem(status, code, detail);
}
