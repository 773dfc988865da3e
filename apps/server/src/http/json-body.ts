import type { FastifyInstance } from 'fastify';
import { RouteProblem } from './route-problem.js';

/** Levels of objects and arrays in a body: more than any route needs, less than hurts anybody. */
export const MAX_DEPTH = 32;

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Whether a JSON text nests deeper than `limit`; looks at brackets only, so it never recurses. */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (OPENING.has(code)) {
      depth += 1;
      if (depth > limit) return true;
    } else if (CLOSING.has(code)) {
      depth -= 1;
    }
  }
  return false;
}

/**
 * Lets routes read JSON and nothing else: other media types are answered with 415. A body with a
 * member `__proto__`, or `constructor` with a `prototype`, is refused wherever in it that stands, and
 * so is one that nests too deep. No body at all is `undefined`, whatever the header says of it.
 */
export function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, text, done) => {
      if (text === '') {
        done(null, undefined);
      } else if (isDeeperThan(text, MAX_DEPTH)) {
        done(
          new RouteProblem(400, 'invalid-json', `The body nests deeper than ${MAX_DEPTH} levels.`),
        );
      } else {
        void parse(request, text, done);
      }
    },
  );
}
