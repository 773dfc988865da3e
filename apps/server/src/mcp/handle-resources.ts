import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { resourceAnswer, rpcError } from './answers.js';
import type { Callers } from './callers.js';
import { resourceEntry, templateEntry } from './entries.js';
import { readingOutcome, type WatchCall } from './observe-call.js';
import type { McpOffers } from './offers.js';
import type { Session } from './session.js';

/** "Resource not found" (MCP 2025-11-25). */
const NOT_FOUND = -32002;

/** Entries of one page of `resources/list`. */
const PAGE = 200;

/** Resources, templates and subscriptions. */
export function handleResources(
  server: Server,
  { resources }: McpOffers,
  callers: Callers,
  session: Session,
  watch: WatchCall,
): void {
  const templates = resources.definitions.map(templateEntry);

  server.setRequestHandler(ListResourcesRequestSchema, async ({ params }, extra) => {
    const context = await callers.reader(extra);
    const all = context === undefined ? [] : resources.list(context);
    const from = /^\d{1,6}$/.test(params?.cursor ?? '') ? Number(params?.cursor) : 0;
    const end = from + PAGE;
    return {
      resources: all.slice(from, end).map(resourceEntry),
      ...(end < all.length && { nextCursor: String(end) }),
    };
  });

  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: templates,
  }));

  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, extra) => {
    const context = await callers.reader(extra);
    if (context === undefined) throw new McpError(NOT_FOUND, 'There is no such resource');
    const name = resources.find(uri)?.name ?? 'unknown';
    const about = { kind: 'resource', name, principalId: context.principal.id } as const;
    const reading = await watch(about, () => resources.read(uri, context), readingOutcome);
    return resourceAnswer(uri, reading);
  });

  server.setRequestHandler(SubscribeRequestSchema, async ({ params: { uri } }, extra) => {
    // A client may wait for what is not there; of this it will never hear.
    if (resources.find(uri) === undefined) return {};
    // The signal of this request says nothing about the readings that follow it.
    const done = new AbortController();
    const later = { ...extra, signal: done.signal };
    const result = await session.subscriptions()?.subscribe(uri, () => callers.reader(later));
    if (result?.ok === false) throw rpcError(result.error, NOT_FOUND);
    return {};
  });

  server.setRequestHandler(UnsubscribeRequestSchema, ({ params: { uri } }) => {
    session.subscriptions()?.unsubscribe(uri);
    return {};
  });
}
