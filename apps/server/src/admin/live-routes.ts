import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { type AdminParts, callerOf } from './admin-parts.js';
import { type Every, liveStream, systemEvery } from './live-stream.js';

/** Streams of all owners together; each costs memory as long as it is open. */
const MOST_STREAMS = 256;

/** What happens, as it happens. */
export function liveRoutes(parts: AdminParts, every: Every = systemEvery): readonly Route[] {
  let open = 0;

  async function* counted(stream: AsyncIterable<string>): AsyncGenerator<string> {
    open += 1;
    try {
      yield* stream;
    } finally {
      open -= 1;
    }
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/admin/api/live',
      access: { to: 'signed-in' },
      summary: 'Server-sent events of all that the caller may see.',
      answers: {
        200: { description: 'Events, each with its type as name.', mediaType: 'text/event-stream' },
      },
      handle(call) {
        if (open >= MOST_STREAMS) {
          throw new RouteProblem(
            503,
            'too-many-streams',
            'Too many pages are open: close some, or try again later.',
            { retryAfterSeconds: 30 },
          );
        }
        const { signal, context } = call;
        const reader = { principal: callerOf(call), sessionId: context.sessionId, signal };
        return {
          status: 200,
          headers: { 'Content-Type': 'text/event-stream' },
          stream: counted(liveStream(parts, reader, every)),
        };
      },
    }),
  ];
}
