import type { Authorize } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { type Access, createAccess } from '../access.js';
import type { ToolKit } from '../define-tool.js';
import { houseClock } from '../history/house-clock.js';
import { neverConnected, staleNotice } from '../house/freshness.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { HouseIndex } from '../house/house-index.js';
import { watchReads } from '../house/watch-reads.js';
import type { ToolDefinition } from '../tool.js';
import { type Outcome, type ToolError, toolError } from '../tool-error.js';
import type { Body } from './body.js';
import { type PageRequest, pageOf } from './page.js';
import type { ResourceContext, ResourceDefinition, ResourceReading } from './resource.js';
import { PAGE_PARAMETERS, uriPattern } from './uri.js';

/** What all resources of one server share. */
export interface ResourceKit extends Pick<ToolKit, 'clock' | 'indexOf'> {
  /** The tools whose answers some resources give. */
  readonly tools: readonly ToolDefinition[];
}

/** One reading, once the URI was understood. */
export interface ResourceCall {
  readonly home: LoxoneHome;
  readonly index: HouseIndex;
  readonly access: Pick<Access, 'sees'>;
  /** All controls that the caller sees, as they stand in the house. */
  readonly entries: readonly HouseEntry[];
  readonly values: Readonly<Record<string, string>>;
  /** As the caller gave it, but every question to it is about this resource. */
  readonly context: ResourceContext;
  readonly kit: ResourceKit;
}

/** Why there is no body: the caller learns one and the same of what is not and what is hidden. */
export type BodyOrNot = Body | { readonly ok: false; readonly error: ToolError } | undefined;

/** A resource as its author writes it. */
export interface ResourceSpec
  extends Pick<ResourceDefinition, 'name' | 'title' | 'description' | 'changes' | 'priority'> {
  /** `rooms/{room}/devices` */
  readonly path: string;
  /** Names of query parameters besides those that page. */
  readonly query?: readonly string[];
  readonly audience?: ResourceDefinition['audience'];
  /** Default: `read`. */
  readonly follows?: ResourceDefinition['follows'];
  readonly mimeType?: string;
  /** `undefined`: there is no such thing, or not for this caller. */
  readonly body: (call: ResourceCall) => BodyOrNot | Promise<BodyOrNot>;
}

/** Makes a resource of one kit. */
export function defineResource(kit: ResourceKit, spec: ResourceSpec): ResourceDefinition {
  const { path, query = [], body, audience = ['assistant', 'user'], ...rest } = spec;
  const { follows = 'read' } = spec;
  const mimeType = spec.mimeType ?? 'application/json';
  const isPaged = mimeType === 'application/json';
  const pattern = uriPattern(path, isPaged ? [...query, ...PAGE_PARAMETERS] : query);
  const read: ResourceDefinition['read'] = async (uri, context) => {
    const values = pattern.match(uri);
    if (values === undefined) return notFound();
    const watched = watchReads(context.home);
    const asked = { ...context, home: watched.home, authorize: aboutResource(context, uri) };
    const call = callOf(kit, values, asked);
    if (call.index.entries.length === 0 && spec.changes !== 'never') {
      return { ok: false, error: neverConnected(context.home.status()) };
    }
    const made = await body(call);
    if (made === undefined) return notFound();
    if ('ok' in made) return made;
    const lastModified = spec.changes === 'structure' ? structureDate(context) : watched.newest();
    const written = write(made, [path, values], call);
    if (!written.ok) return written;
    return {
      ok: true,
      mimeType,
      text: written.value,
      ...(lastModified !== undefined && { lastModified }),
    };
  };
  return { ...rest, risk: 'read', mimeType, audience, follows, pattern, read };
}

function write(
  body: Body,
  [path, values]: readonly [path: string, values: Readonly<Record<string, string>>],
  { index, home, kit }: ResourceCall,
): Outcome<string> {
  if (body.kind === 'text') return { ok: true, value: body.text };
  const { limit: _, cursor: __, ...identity } = values;
  const page = pageOf(body, values as PageRequest, JSON.stringify([path, identity, index.version]));
  if (!page.ok) return page;
  const notice = staleNotice(home.status(), kit.clock.now());
  return { ok: true, value: JSON.stringify({ ...page.value, ...(notice && { notice }) }) };
}

/** Every question that a reading raises is about this resource, whichever tool may answer it. */
function aboutResource({ authorize }: ResourceContext, uri: string): Authorize {
  return (principal, action) => authorize(principal, { ...action, kind: 'resource', name: uri });
}

function callOf(
  kit: ResourceKit,
  values: Readonly<Record<string, string>>,
  context: ResourceContext,
): ResourceCall {
  const { home } = context;
  const index = kit.indexOf(home);
  const access = createAccess(context, index, { name: '', risk: 'read' });
  let seen: readonly HouseEntry[] | undefined;
  return {
    home,
    index,
    access,
    get entries() {
      seen ??= index.entries.filter((entry) => access.sees(entry));
      return seen;
    },
    values,
    context,
    kit,
  };
}

/** The one answer for what is not there and for what the caller may not see. */
export function notFound(): ResourceReading & { readonly ok: false } {
  return {
    ok: false,
    error: toolError('unknown_device', 'There is no such resource.', 'List the resources first.'),
  };
}

/**
 * When the structure was changed, in ISO 8601: the structure file tells it by the clock of the house,
 * and without the house's zone that is taken for UTC.
 */
export function structureDate({ home, data }: ResourceContext): string | undefined {
  const wall = Date.parse(`${home.info()?.structureVersion.replace(' ', 'T') ?? ''}Z`);
  if (Number.isNaN(wall)) return undefined;
  return new Date(houseClock(data?.timeZone() ?? 'UTC').real(wall)).toISOString();
}
