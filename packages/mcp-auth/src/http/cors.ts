import type { Answer } from './problem.js';
import { linesOf, type RequestFacts } from './request-facts.js';

/** Request headers of MCP clients (MCP 2025-11-25 and 2026-07-28, Transports) and of keys. */
const ALLOWED_HEADERS = [
  'Authorization',
  'X-API-Key',
  'Content-Type',
  'Accept',
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Last-Event-ID',
].join(', ');

/** What a page's script may read of an answer, beside what it always may. */
const EXPOSED_HEADERS = [
  'Mcp-Session-Id',
  'WWW-Authenticate',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-Request-Id',
].join(', ');

/** How long a browser may remember the answer to a preflight, in seconds. */
const REMEMBERED = '600';

/**
 * Headers that let a page's script read an answer (Fetch standard, CORS protocol). Never with
 * credentials in the sense of that standard: keys travel in a header, cookies count for nothing.
 *
 * @param origin - An origin that the origin check has let through.
 */
export function corsHeaders(origin: string | undefined): Record<string, string> {
  if (origin === undefined) return { Vary: 'Origin' };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED_HEADERS,
  };
}

/** Whether a browser asks if it may send a request. It sends no key with the question. */
export function isPreflight(facts: RequestFacts): boolean {
  return facts.method === 'OPTIONS' && linesOf(facts, 'access-control-request-method').length === 1;
}

/** The answer to a preflight of an allowed origin. Gives nothing away: it is the same for all paths. */
export function preflightAnswer(origin: string): Answer {
  return {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
      'Access-Control-Allow-Headers': ALLOWED_HEADERS,
      'Access-Control-Max-Age': REMEMBERED,
    },
    body: '',
  };
}
