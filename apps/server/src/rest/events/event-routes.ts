import { defineRoute, type Route } from '../../http/route.js';
import type { HouseCalls } from '../house-calls.js';
import { REST, type RestParts } from '../rest-parts.js';
import { eventQuerySchema } from './event-filter.js';
import { type ItemStream, openEventStream, type StreamItem } from './event-stream.js';

const DESCRIPTION = [
  'Server-sent events. A snapshot first, in pieces; then "state" (a device changed), "connection" and "structure".',
  '"overflow" says that a slow client missed something; a new snapshot follows. "end" says why the server ends it.',
  'Last-Event-ID, or last_event_id, goes on where a client was. The same as a WebSocket on the same path.',
].join(' ');

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // Proxies such as nginx would else collect events until there are many.
  'x-accel-buffering': 'no',
} as const;

/** Hearing of what happens. */
export function eventRoutes(parts: RestParts, calls: HouseCalls): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/events',
      access: { to: 'key', action: REST.events },
      summary: 'Tells of what happens, as it happens',
      description: DESCRIPTION,
      query: eventQuerySchema,
      answers: { 200: { description: 'A stream of events', mediaType: 'text/event-stream' } },
      async handle(call) {
        const { last_event_id, ...filter } = call.query;
        const lastEventId = call.arrival['last-event-id'] ?? last_event_id;
        const stream = await openEventStream({ ...parts, calls }, { call, filter, lastEventId });
        return { status: 200, headers: HEADERS, stream: asServerSentEvents(stream) };
      },
    }),
  ];
}

/** As text (HTML Living Standard §9.2.6); JSON has no line breaks. */
async function* asServerSentEvents(items: ItemStream): AsyncGenerator<string, void, void> {
  try {
    yield 'retry: 3000\n\n';
    for await (const item of items) yield textOf(item);
  } finally {
    await items.return();
  }
}

function textOf(item: StreamItem): string {
  if (item.type === 'keep-alive') return ': keep-alive\n\n';
  const id = item.id === undefined ? '' : `id: ${item.id}\n`;
  return `${id}event: ${item.type}\ndata: ${JSON.stringify(item.data)}\n\n`;
}
