import type { Health } from '@gatehouse/admin-ui/wire';
import { defineRoute, type Route } from '../http/route.js';
import { VERSION } from '../version.js';
import type { AdminParts } from './admin-parts.js';
import { looking } from './may-administer.js';

function miniserverOf({ home, houseHost }: AdminParts): Health['miniserver'] {
  const { phase, since, problem } = home.status();
  const info = home.info();
  return {
    phase,
    since,
    ...(problem === undefined ? {} : { problem }),
    ...(houseHost === undefined ? {} : { host: houseHost }),
    ...(info === undefined ? {} : { serial: info.serial, name: info.name }),
    ...(info?.firmware === undefined ? {} : { firmware: info.firmware }),
    controls: home.controls().length,
    rooms: home.rooms().length,
  };
}

/** How the server and its connection to the Miniserver are. */
export function healthRoutes(parts: AdminParts): readonly Route[] {
  const { auth, clock } = parts;
  const startedAt = clock.now();
  return [
    defineRoute({
      method: 'GET',
      path: '/admin/api/health',
      access: { to: 'owner', action: looking('health') },
      summary: 'How the server and its connection to the Miniserver are.',
      answers: { 200: { description: 'Health.' } },
      handle() {
        const { masterKey } = auth;
        const body: Health = {
          version: VERSION,
          node: process.version,
          startedAt,
          memoryBytes: process.memoryUsage.rss(),
          securityLevel: auth.level.level,
          audit: auth.audit.state(),
          keyStore: auth.location,
          ...(masterKey === undefined
            ? {}
            : { masterKey: { id: masterKey.id, source: masterKey.source } }),
          miniserver: miniserverOf(parts),
        };
        return { status: 200, body };
      },
    }),
  ];
}
