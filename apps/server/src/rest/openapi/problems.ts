import type { Route } from '../../http/route.js';

type Json = Readonly<Record<string, unknown>>;

/** The members of every error (RFC 9457, and ours). */
export const PROBLEM_SCHEMA: Json = {
  type: 'object',
  properties: {
    type: { type: 'string', description: 'urn:gatehouse:problem:…; never changes' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong and what to do' },
    code: { type: 'string', description: 'For programs: unknown-device' },
    error: { type: 'string', description: 'Of denials: Insufficient permissions' },
    needs: { type: 'string', description: 'Of denials: the role or permission that it would take' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, problem: { type: 'string' } },
        required: ['field', 'problem'],
      },
    },
    candidates: {
      type: 'array',
      items: { type: 'string' },
      description: 'What could have been meant',
    },
    confirmation_token: {
      type: 'string',
      description: 'To be sent again with the same request, once a person has agreed',
    },
    results: { type: 'array', description: 'What would happen, or what became of each device' },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
};

const MEANINGS = {
  400: ['BadRequest', 'Something of the request is wrong; fields say what'],
  401: ['Unauthorized', 'No valid key'],
  403: ['Forbidden', 'The key may not do this; needs says what it would take'],
  404: ['NotFound', 'There is no such thing, or not for this key'],
  409: ['Conflict', 'Several could be meant, or a person has to confirm it'],
  413: ['TooLarge', 'The body is too large'],
  415: ['UnsupportedType', 'The body must be JSON'],
  422: ['NotPossible', 'The device cannot do this, or the house refused it'],
  429: ['TooMany', 'Too many requests; Retry-After says when to try again'],
  503: ['Unavailable', 'There is no connection to the house'],
} as const satisfies Readonly<Record<number, readonly [name: string, meaning: string]>>;

/** Every error answer, once. */
export const PROBLEM_RESPONSES: Json = Object.fromEntries(
  Object.values(MEANINGS).map(([name, description]) => [
    name,
    {
      description,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

/** The errors that a route can answer with. */
export function problemsOf({
  access,
  method,
  params,
  query,
  body,
}: Route): Readonly<Record<string, Json>> {
  if (access.to === 'open') return {};
  const statuses = [
    ...(params === undefined && query === undefined && body === undefined ? [] : [400 as const]),
    ...([401, 403, 429, 503] as const),
    ...(params === undefined && query === undefined && body === undefined
      ? []
      : ([404, 409] as const)),
    ...(method === 'GET' && params === undefined ? [] : [422 as const]),
    ...(method === 'GET' ? [] : ([413, 415] as const)),
  ];
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      { $ref: `#/components/responses/${MEANINGS[status][0]}` },
    ]),
  );
}
