import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { RouteAnswer } from './route.js';
import type { RouteProblem } from './route-problem.js';

/** As challenges name this server. */
export const REALM = 'loxone-mcp';

/** Sends an error. As bytes, since Fastify would add a charset, which JSON has none of (RFC 8259 §11). */
export function sendProblem(reply: FastifyReply, problem: RouteProblem): FastifyReply {
  const { retryAfterSeconds } = problem.extras;
  if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
  // RFC 9110 §15.5.2: a 401 says how to come in.
  if (problem.status === 401) reply.header('WWW-Authenticate', `Bearer realm="${REALM}"`);
  return reply
    .code(problem.status)
    .header('Content-Type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(problem)));
}

/** A route may say what its answer is, but not make a second line of a header. */
function setHeaders(reply: FastifyReply, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
}

async function unused(stream: AsyncIterable<string>): Promise<void> {
  await stream[Symbol.asyncIterator]().return?.();
}

/** Sends what a route answered. Streams go out as fast as the client reads, and end when it goes. */
export async function sendAnswer(reply: FastifyReply, answer: RouteAnswer): Promise<FastifyReply> {
  reply.code(answer.status);
  setHeaders(reply, answer.headers ?? {});
  if ('stream' in answer) {
    if (reply.request.method === 'HEAD') {
      // Never started: a stream of events would otherwise run for nobody.
      await unused(answer.stream);
      return reply.send(Buffer.alloc(0));
    }
    return reply.send(
      Readable.from(answer.stream, { objectMode: false, highWaterMark: 64 * 1024 }),
    );
  }
  if ('text' in answer) return reply.send(Buffer.from(answer.text));
  if (answer.body === undefined) return reply.send();
  if (!reply.hasHeader('Content-Type')) reply.header('Content-Type', 'application/json');
  return reply.send(Buffer.from(JSON.stringify(answer.body)));
}
