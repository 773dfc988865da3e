import type { RequestFacts } from '../../src/http/request-facts.js';

/** A request to this machine; lines are `Name: value`. */
export function facts(
  lines: readonly string[] = [],
  more: Partial<RequestFacts> = {},
): RequestFacts {
  const headers = ['Host: localhost', ...lines].map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { method: 'GET', target: '/mcp', headers, remoteAddress: '127.0.0.1', ...more };
}
