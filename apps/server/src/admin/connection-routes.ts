import type { Connection } from '@gatehouse/admin-ui/wire';
import { z } from 'zod';
import type { ListedConnection } from '../http/connections.js';
import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { type AdminParts, callerOf } from './admin-parts.js';
import { assertNoConsentNeeded } from './consent-needed.js';
import { changing, looking } from './may-administer.js';

const PATH = '/admin/api/connections';

function shown(connection: ListedConnection, ownId: string | undefined): Connection {
  const { id, kind, principal, openedAt, lastSeenAt, address, client } = connection;
  return {
    id,
    kind,
    principal: { id: principal.id, name: principal.name, role: principal.role },
    openedAt,
    lastSeenAt,
    ...(address === undefined ? {} : { address }),
    ...(client === undefined ? {} : { client }),
    isOwn: id === ownId,
  };
}

/** Who is connected. */
export function connectionRoutes({ auth, connections, sessions }: AdminParts): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      access: { to: 'owner', action: looking('connections') },
      summary: 'Assistants, browsers and streams of events that are connected, the newest first.',
      answers: { 200: { description: 'The connections.' } },
      async handle({ context }) {
        await sessions.sweep();
        const own =
          context.sessionId === undefined ? undefined : sessions.connectionOf(context.sessionId);
        return { status: 200, body: connections.list().map((one) => shown(one, own)) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${PATH}/:id`,
      access: { to: 'owner', action: changing('connections') },
      summary:
        'End one. Who has a key can come back with it: to keep somebody out, disable the key.',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      answers: { 204: { description: 'It has ended.' } },
      async handle(call) {
        callerOf(call);
        assertNoConsentNeeded(auth, call, 'connections');
        if (await connections.end(call.params.id)) return { status: 204 };
        throw new RouteProblem(404, 'unknown-connection', 'There is no such connection any more.');
      },
    }),
  ];
}
