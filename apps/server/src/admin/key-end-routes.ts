import { reasonRequest } from '@gatehouse/admin-ui/wire';
import type { KeyRecord } from '@gatehouse/core';
import type { Actor } from '@gatehouse/mcp-auth';
import { defineRoute, type Route } from '../http/route.js';
import { type AdminParts, actorOf, callerOf } from './admin-parts.js';
import { assertNoConsentNeeded } from './consent-needed.js';
import { assertWritable, keyParams } from './key-routes.js';
import { keyViewOf } from './key-view.js';
import { changing } from './may-administer.js';

const PATH = '/admin/api/keys/:id';

/** Something that is done to a key, with words for the trail. */
type Act = (id: string, actor: Actor, reason: string | undefined) => Promise<KeyRecord>;

/** What lets a key in no more, or again. */
export function keyEndRoutes(parts: AdminParts): readonly Route[] {
  const { auth } = parts;

  function actRoute(name: string, summary: string, act: Act): Route {
    return defineRoute({
      method: 'POST',
      path: `${PATH}/${name}`,
      access: { to: 'owner', action: changing('keys') },
      summary,
      params: keyParams,
      body: reasonRequest,
      answers: { 200: { description: 'The key as it now is.' } },
      async handle(call) {
        assertWritable(parts);
        assertNoConsentNeeded(auth, call, 'keys');
        const reason = call.body.reason === '' ? undefined : call.body.reason;
        const record = await act(call.params.id, actorOf(call), reason);
        const body = await keyViewOf(record, { keys: auth.keys, viewerId: callerOf(call).id });
        return { status: 200, body };
      },
    });
  }

  return [
    actRoute('enable', 'Let a key in again that was disabled or has gone idle.', (id, actor) =>
      auth.keys.enable(id, actor),
    ),
    actRoute('disable', 'Let a key in no more until it is enabled.', (id, actor, reason) =>
      auth.keys.disable(id, actor, reason),
    ),
    actRoute('revoke', 'End a key for good; its record stays.', (id, actor, reason) =>
      auth.keys.revoke(id, actor, reason),
    ),
    defineRoute({
      method: 'DELETE',
      path: PATH,
      access: { to: 'owner', action: changing('keys') },
      summary: 'Revoke a key and remove its record.',
      params: keyParams,
      answers: { 204: { description: 'The key is gone.' } },
      async handle(call) {
        assertWritable(parts);
        assertNoConsentNeeded(auth, call, 'keys');
        await auth.keys.delete(call.params.id, actorOf(call));
        return { status: 204 };
      },
    }),
  ];
}
