import { isRule, memberOf } from './is-rule.js';

/** One thing that a server offers, by the name that a client uses for it. */
export interface UnruledOffer {
  readonly kind: 'tool' | 'resource' | 'prompt';
  /** Tool or prompt name, resource URI, or URI template. */
  readonly name: string;
}

/** A host's rules, as `rulesFrom` of `@gatehouse/mcp-auth/sdk` makes them. */
export type OfferRules = (kind: UnruledOffer['kind'], name: string) => unknown;

interface List {
  readonly method: string;
  readonly kind: UnruledOffer['kind'];
  readonly member: string;
  readonly nameIn: string;
}

/** The lists of a server (MCP 2025-11-25, server features). */
const LISTS: readonly List[] = [
  { method: 'tools/list', kind: 'tool', member: 'tools', nameIn: 'name' },
  { method: 'resources/list', kind: 'resource', member: 'resources', nameIn: 'uri' },
  {
    method: 'resources/templates/list',
    kind: 'resource',
    member: 'resourceTemplates',
    nameIn: 'uriTemplate',
  },
  { method: 'prompts/list', kind: 'prompt', member: 'prompts', nameIn: 'name' },
];

const MOST_PAGES = 1_000;

type Handler = (request: object, extra: object) => unknown;

interface HandlerTable {
  get(method: string): unknown;
}

function isTable(value: unknown): value is HandlerTable {
  return value instanceof Map;
}

/**
 * Finds the handlers of a server as its author registered them. A guard filters lists by the very
 * rules that are examined here, so a guarded server is asked behind its guard.
 */
function handlersOf(server: object): (method: string) => Handler | undefined {
  const table = memberOf(memberOf(server, 'server') ?? server, '_requestHandlers');
  if (!isTable(table)) {
    throw new TypeError('server must be a Server or McpServer of @modelcontextprotocol/sdk 1.x');
  }
  const behind = memberOf(table, 'behind');
  const look = typeof behind === 'function' ? behind : table.get;
  return (method) => {
    const handler: unknown = look.call(table, method);
    return typeof handler === 'function' ? (handler as Handler) : undefined;
  };
}

/** What handlers are told of a request that no client has sent. */
function extra(): object {
  return {
    signal: new AbortController().signal,
    requestId: 0,
    sendNotification: async () => undefined,
    sendRequest: () => Promise.reject(new TypeError('there is no client to ask')),
  };
}

async function namesOf(handler: Handler, { method, member, nameIn }: List): Promise<string[]> {
  const names: string[] = [];
  let cursor: unknown;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const result = await handler({ method, params }, extra());
    const entries: unknown = memberOf(result, member);
    if (!Array.isArray(entries)) {
      throw new TypeError(`${method} of the server answered without ${member}`);
    }
    names.push(...entries.map((entry) => String(memberOf(entry, nameIn))));
    cursor = memberOf(result, 'nextCursor');
    if (cursor === undefined) {
      return names;
    }
  }
  throw new RangeError(`${method} of the server does not end after ${MOST_PAGES} pages`);
}

/**
 * Lists what a server offers and its host has no rule for: such things are denied to everybody. A
 * host's test expects none:
 *
 * ```ts
 * expect(await unruledOffers(server, rules)).toEqual([]);
 * ```
 *
 * @param server - A `Server` or `McpServer` of `@modelcontextprotocol/sdk` 1.x, guarded or not,
 *   connected or not. Only what is listed is found: enable first what is disabled.
 * @returns Tools, resources, resource templates and prompts, in this order.
 * @throws `TypeError` when `server` is something else, or offers nothing at all.
 */
export async function unruledOffers(server: object, rules: OfferRules): Promise<UnruledOffer[]> {
  const handlerOf = handlersOf(server);
  const offers: UnruledOffer[] = [];
  for (const list of LISTS) {
    const handler = handlerOf(list.method);
    const names = handler === undefined ? [] : await namesOf(handler, list);
    offers.push(...names.map((name) => ({ kind: list.kind, name })));
  }
  if (offers.length === 0) {
    throw new TypeError('server offers nothing: register its tools before asking for rules');
  }
  return offers.filter(({ kind, name }) => !isRule(rules(kind, name)));
}
