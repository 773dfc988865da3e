import type { IncomingMessage } from 'node:http';
import type { HeaderLine } from '../http/request-facts.js';

/**
 * The headers of a request, one per line that the client sent.
 *
 * `req.headers` is no help where it matters: Node keeps the first of two `Authorization` or `Host`
 * lines without a word, and joins two `X-API-Key` lines with a comma.
 *
 * HTTP/2 carries the host as `:authority` (RFC 9113 §8.3.1); it counts as `Host`.
 */
export function headerLines(req: IncomingMessage): readonly HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let at = 0; at + 1 < req.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(at, at + 2);
    if (name === ':authority') lines.push(['host', value]);
    else if (!name.startsWith(':')) lines.push([name, value]);
  }
  return lines;
}

/**
 * Takes headers out of a request for everybody who handles it afterwards: the SDK gives a copy of
 * all of them to every tool (`extra.requestInfo.headers`).
 *
 * @param names - In lower case.
 */
export function removeHeaders(req: IncomingMessage, names: readonly string[]): void {
  // Node derives these two from `rawHeaders` on first use, by a count taken earlier; so they are
  // made before lines are cut out there.
  const { headers, headersDistinct } = req;
  for (const name of names) {
    delete headers[name];
    delete headersDistinct?.[name];
  }
  const kept: string[] = [];
  for (let at = 0; at + 1 < req.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(at, at + 2);
    if (!names.includes(name.toLowerCase())) kept.push(name, value);
  }
  req.rawHeaders.splice(0, req.rawHeaders.length, ...kept);
}
