import {
  type KeyList,
  keyChangeRequest,
  type NewKey,
  newKeyRequest,
  rotateRequest,
} from '@gatehouse/admin-ui/wire';
import type { KeyRecord } from '@gatehouse/core';
import type { CreatedKey } from '@gatehouse/mcp-auth';
import { z } from 'zod';
import { clientSetups } from '../clients/configurations.js';
import { defineRoute, type Route, type RouteArrival } from '../http/route.js';
import { type AdminParts, actorOf, callerOf } from './admin-parts.js';
import { readOnly, unknownKey } from './admin-problem.js';
import { assertNoConsentNeeded } from './consent-needed.js';
import { keyRequestOf, keyUpdateOf } from './key-requests.js';
import { KEY_ROLES } from './key-roles.js';
import { keyViewOf } from './key-view.js';
import { changing, looking } from './may-administer.js';

const PATH = '/admin/api/keys';
const HOUR_MS = 3_600_000;

/** The id of a key, as paths name it; any text, since it is only looked up. */
export const keyParams: z.ZodType<{ readonly id: string }> = z.strictObject({
  id: z.string().min(1).max(200),
});

/** @throws RouteProblem where the store of keys takes no changes. */
export function assertWritable({ keysAreReadOnly }: AdminParts): void {
  if (keysAreReadOnly !== undefined) throw readOnly(keysAreReadOnly);
}

/** @throws RouteProblem when there is none of this id. */
async function keyNamed({ auth }: AdminParts, id: string): Promise<KeyRecord> {
  const record = await auth.keys.get(id);
  if (record === undefined) throw unknownKey();
  return record;
}

/** How clients reach this server: by the name that the page was reached by. */
function endpointOf({ secure, host = 'localhost' }: RouteArrival): string {
  return `${secure ? 'https' : 'http'}://${host}/mcp`;
}

/** The one answer that holds a key. */
async function newKeyOf(
  { auth }: AdminParts,
  { record, key }: CreatedKey,
  viewerId: string,
  arrival: RouteArrival,
): Promise<NewKey> {
  return {
    key: await keyViewOf(record, { keys: auth.keys, viewerId }),
    secret: key,
    configurations: clientSetups(endpointOf(arrival)),
  };
}

async function listOf(parts: AdminParts, viewerId: string): Promise<KeyList> {
  const { auth, keysAreReadOnly } = parts;
  const { keyLifetime } = auth.level;
  const records = await auth.keys.list();
  const views = await Promise.all(
    records.map((record) => keyViewOf(record, { keys: auth.keys, viewerId })),
  );
  const notices = await auth.keys.notices();
  return {
    keys: views.reverse(),
    notices: notices.map(({ keyId, kind, at }) => ({ keyId, kind, at })),
    roles: KEY_ROLES,
    ...(keysAreReadOnly === undefined ? {} : { readOnly: keysAreReadOnly }),
    ...(keyLifetime?.onExceeded === 'refuse' ? { maxDays: keyLifetime.maxLifetimeDays } : {}),
  };
}

/** Keys: at a glance, made, changed and rotated. */
export function keyRoutes(parts: AdminParts): readonly Route[] {
  const { auth } = parts;
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      access: { to: 'owner', action: looking('keys') },
      summary: 'All keys, the newest first, with how each is used.',
      answers: { 200: { description: 'The keys, without anything that helps to use them.' } },
      handle: async (call) => ({ status: 200, body: await listOf(parts, callerOf(call).id) }),
    }),
    defineRoute({
      method: 'GET',
      path: `${PATH}/:id`,
      access: { to: 'owner', action: looking('keys') },
      summary: 'One key.',
      params: keyParams,
      answers: { 200: { description: 'The key.' } },
      async handle(call) {
        const record = await keyNamed(parts, call.params.id);
        const body = await keyViewOf(record, { keys: auth.keys, viewerId: callerOf(call).id });
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'POST',
      path: PATH,
      access: { to: 'owner', action: changing('keys') },
      summary: 'Make a key. It is shown this once.',
      body: newKeyRequest,
      answers: { 201: { description: 'The key itself, and how clients are set up with it.' } },
      async handle(call) {
        assertWritable(parts);
        assertNoConsentNeeded(auth, call, 'keys');
        const created = await auth.keys.create(keyRequestOf(call.body), actorOf(call));
        const body = await newKeyOf(parts, created, callerOf(call).id, call.arrival);
        return { status: 201, body };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: `${PATH}/:id`,
      access: { to: 'owner', action: changing('keys') },
      summary: 'Change a key that nobody else has changed since it was looked at.',
      params: keyParams,
      body: keyChangeRequest,
      answers: { 200: { description: 'The key as it now is.' } },
      async handle(call) {
        assertWritable(parts);
        assertNoConsentNeeded(auth, call, 'keys');
        const { id } = call.params;
        const condition = { expectedRevision: call.body.revision };
        const change = keyUpdateOf(call.body);
        const changed = await auth.keys.update(id, change, actorOf(call), condition);
        const body = await keyViewOf(changed, { keys: auth.keys, viewerId: callerOf(call).id });
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/:id/rotate`,
      access: { to: 'owner', action: changing('keys') },
      summary: 'Make a new key in place of one, which ends after the overlap.',
      params: keyParams,
      body: rotateRequest,
      answers: { 201: { description: 'The new key itself. It is shown this once.' } },
      async handle(call) {
        assertWritable(parts);
        assertNoConsentNeeded(auth, call, 'keys');
        const overlapMs = Math.round(call.body.overlapHours * HOUR_MS);
        const rotated = await auth.keys.rotate(call.params.id, { overlapMs }, actorOf(call));
        const body = await newKeyOf(parts, rotated, callerOf(call).id, call.arrival);
        return { status: 201, body };
      },
    }),
  ];
}
