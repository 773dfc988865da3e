import type { KeyId } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { checkKeyRequest } from '../check-request.js';
import type { Actor, CreatedKey, KeyRequest } from '../types.js';
import type { KeyPlan } from './make-key.js';
import { discardKey, makeKey } from './make-key.js';
import type { LifecycleParts } from './parts.js';
import { assertFits } from './parts.js';

/** So many keys that are shown once are more than anybody can hand out, and still fit in memory. */
const MOST_AT_ONCE = 10_000;

function planOf(request: KeyRequest): KeyPlan {
  const { name, role, expiresAt, notBefore, maxIdleDays, devices, rooms, permissions } = request;
  return {
    name,
    role,
    ipWhitelist: request.ipWhitelist ?? [],
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(maxIdleDays === undefined ? {} : { maxIdleDays }),
    ...(devices === undefined ? {} : { devices }),
    ...(rooms === undefined ? {} : { rooms }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

function assertCanMake(
  parts: LifecycleParts,
  argument: string,
  request: KeyRequest,
  actor: Actor,
): void {
  assertFits(argument, checkKeyRequest(request, parts.checkContext()));
  parts.grants.assertMayCreate(actor, request);
}

/** @param request - A snapshot. */
export async function createKey(
  parts: LifecycleParts,
  request: KeyRequest,
  actor: Actor,
): Promise<CreatedKey> {
  assertCanMake(parts, 'request', request, actor);
  const created = await makeKey(parts, planOf(request), request.test ?? false, actor);
  await parts.ledger.done('key.created', created.record, actor);
  return created;
}

/** @param requests - Snapshots. */
export async function createManyKeys(
  parts: LifecycleParts,
  requests: readonly KeyRequest[],
  actor: Actor,
): Promise<readonly CreatedKey[]> {
  if (requests.length > MOST_AT_ONCE) {
    throw new RangeError(`requests must be at most ${MOST_AT_ONCE}`);
  }
  for (const [at, request] of requests.entries()) {
    assertCanMake(parts, `requests[${at}]`, request, actor);
  }
  const made: CreatedKey[] = [];
  try {
    for (const request of requests) {
      made.push(await makeKey(parts, planOf(request), request.test ?? false, actor));
    }
  } catch (error) {
    await discardAll(parts, made, actor, error);
    throw error;
  }
  for (const { record } of made) {
    await parts.ledger.done('key.created', record, actor);
  }
  return made;
}

async function discardAll(
  parts: LifecycleParts,
  made: readonly CreatedKey[],
  actor: Actor,
  cause: unknown,
): Promise<void> {
  const left: KeyId[] = [];
  for (const { record } of made) {
    const gone = await discardKey(parts, record.id).catch(() => false);
    if (!gone) {
      left.push(record.id);
      parts.ledger.leftOver(record, actor);
    }
  }
  if (left.length > 0) {
    const { location } = parts.store;
    throw new McpAuthError(
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
      `The key store ${location} failed while keys were made. Nobody holds these; delete them: ${left.join(', ')}.`,
      { location, problem: `left over: ${left.join(', ')}` },
      { cause },
    );
  }
}
