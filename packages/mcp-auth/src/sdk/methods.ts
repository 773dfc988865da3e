import type { ActionKind } from '@gatehouse/core';

/** What kinds of things an MCP server offers by name. */
export type OfferKind = Extract<ActionKind, 'tool' | 'resource' | 'prompt'>;

/** One thing that a server offers, by the name that a client uses for it. */
export interface Offer {
  readonly kind: OfferKind;
  /** Tool or prompt name, resource URI, or the URI template of a resource. */
  readonly name: string;
}

/** A method whose result is a list that must not show what may not be used. */
export interface ListMethod {
  readonly kind: OfferKind;
  /** The member of the result that holds the list. */
  readonly member: string;
  /** The member of each entry by which it is later called. */
  readonly nameIn: string;
}

/** Methods whose result is a list (MCP 2025-11-25, server features). */
export const LIST_METHODS: ReadonlyMap<string, ListMethod> = new Map([
  ['tools/list', { kind: 'tool', member: 'tools', nameIn: 'name' }],
  ['prompts/list', { kind: 'prompt', member: 'prompts', nameIn: 'name' }],
  ['resources/list', { kind: 'resource', member: 'resources', nameIn: 'uri' }],
  [
    'resources/templates/list',
    { kind: 'resource', member: 'resourceTemplates', nameIn: 'uriTemplate' },
  ],
]);

/**
 * What a call is about. Every one of the offers must be allowed; a string says why the parameters
 * name nothing that could be judged.
 */
export type NamedOffers = readonly Offer[] | string;

/** Methods that use one thing by its name. */
export const CALL_METHODS: ReadonlyMap<string, (params: unknown) => NamedOffers> = new Map([
  ['tools/call', (params: unknown) => named('tool', member(params, 'name'))],
  ['prompts/get', (params: unknown) => named('prompt', member(params, 'name'))],
  ['resources/read', (params: unknown) => resourceAt(member(params, 'uri'))],
  ['resources/subscribe', (params: unknown) => resourceAt(member(params, 'uri'))],
  ['completion/complete', (params: unknown) => completed(member(params, 'ref'))],
]);

/** The handshake: answered without a principal, because it gives nothing away and does nothing. */
export const OPEN_METHODS: ReadonlySet<string> = new Set(['initialize', 'ping']);

/** Needs a principal and no rule: concerns only the caller's own session. */
export const SESSION_METHODS: ReadonlySet<string> = new Set([
  'logging/setLevel',
  'resources/unsubscribe',
]);

/** Reads an own member of something that a client sent. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

function named(kind: OfferKind, name: unknown): NamedOffers {
  return typeof name === 'string' ? [{ kind, name }] : `${kind} name must be a string`;
}

/**
 * A URI is judged as it was sent and as a URL parser normalises it (`..`, escapes, letter case,
 * stripped tabs): the SDK's `McpServer` looks up the normalised form, a plain `Server` may look up
 * either, and neither may find what the guard did not judge.
 */
function resourceAt(uri: unknown): NamedOffers {
  if (typeof uri !== 'string') return 'resource uri must be a string';
  if (!URL.canParse(uri)) return 'resource uri must be a URI';
  const normalised = new URL(uri).toString();
  const offers: Offer[] = [{ kind: 'resource', name: uri }];
  if (normalised !== uri) offers.push({ kind: 'resource', name: normalised });
  return offers;
}

function completed(ref: unknown): NamedOffers {
  const type = member(ref, 'type');
  if (type === 'ref/prompt') return named('prompt', member(ref, 'name'));
  // Here `uri` is a template such as `note://{id}`: compared as text, never parsed as a URL.
  if (type === 'ref/resource') return named('resource', member(ref, 'uri'));
  return 'completion ref must be a prompt or a resource';
}
