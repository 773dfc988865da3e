import { join } from 'node:path';
import type { Logger } from '@gatehouse/core';
import { systemClock } from '@gatehouse/core';
import type { KEY_SETTINGS, ResolvedSettings } from '@gatehouse/loxone-app';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { Binding, McpAuth } from '@gatehouse/mcp-auth';
import {
  createMcpHttpHandler,
  createMemoryEventStore,
  type McpHttpHandler,
  type OnMcpSession,
} from '@gatehouse/mcp-auth/sdk';
import type { ActivityObservers } from '../activity/observers.js';
import type { AdminParts, LimitSettings } from '../admin/admin-parts.js';
import { adminRoutes } from '../admin/admin-routes.js';
import { createOwnerSessions } from '../admin/owner-sessions.js';
import type { ShownSetting } from '../admin/shown-settings.js';
import {
  createFileSignInLinks,
  createMemorySignInLinks,
  type SignInLinks,
} from '../admin/sign-in-links.js';
import { ConnectionBook } from '../http/connections.js';
import type { HttpSettings } from '../http/http-settings.js';
import { healthRoutes } from '../http/operations/health.js';
import { createMetrics } from '../http/operations/metrics.js';
import { startPage } from '../http/operations/start-page.js';
import { REALM } from '../http/send-answer.js';
import type { ServeParts } from '../http/serve-http.js';
import type { McpPorts } from '../mcp/callers.js';
import { createMcpServer } from '../mcp/create-mcp-server.js';
import type { McpOffers } from '../mcp/offers.js';
import { createEventFeed } from '../rest/events/event-feed.js';
import { eventUpgrade } from '../rest/events/event-upgrade.js';
import { restRoutes } from '../rest/rest-routes.js';
import { VERSION } from '../version.js';
import { pageFiles } from './page-files.js';

/** What the whole HTTP side is assembled from. */
export interface AssembleParts {
  readonly settings: HttpSettings &
    LimitSettings & {
      readonly timeZone?: string | undefined;
      readonly keyBackend?: ResolvedSettings<typeof KEY_SETTINGS>['values']['keyBackend'];
    };
  /** What the owner sees of the settings. */
  readonly shown: readonly ShownSetting[];
  readonly auth: McpAuth;
  readonly binding: Binding;
  readonly home: LoxoneHome;
  /** Where the Miniserver is, for the owner. */
  readonly houseHost?: string;
  /** Where the Miniserver's token is kept, sealed: a path, or `memory`. */
  readonly houseToken?: string;
  readonly ports: McpPorts;
  readonly offers: McpOffers;
  /** Where other processes of the owner leave sign-in links; absent: links of this process only. */
  readonly stateDirectory?: string;
  /** What was asked over time, for the charts; absent: nothing is counted. */
  readonly activity?: {
    readonly reader: NonNullable<AdminParts['activity']>;
    readonly observers: Pick<ActivityObservers, 'request' | 'call'>;
  };
  readonly logger: Logger;
}

/** Everything that the HTTP side serves, before it does. */
export interface AssembledParts {
  readonly serve: ServeParts;
  readonly links: SignInLinks;
  readonly connections: ConnectionBook;
  /** Ends what listens to the house, so that streams end. */
  stopEvents(): void;
  /** Ends all browsers' sessions, once nobody is served any more. */
  close(): Promise<void>;
}

function openLinks({ auth, stateDirectory }: AssembleParts): SignInLinks {
  const { ring, masterKey } = auth;
  // Without a master key that others find, nobody else could make a link.
  if (stateDirectory === undefined || masterKey === undefined) return createMemorySignInLinks();
  return createFileSignInLinks({ directory: join(stateDirectory, 'sign-in-links'), ring });
}

/** Enters assistants into the book of who is connected. */
function listed(connections: ConnectionBook): OnMcpSession {
  return ({ principal, address, client, end }) => {
    const name = client === undefined ? undefined : cleaned(`${client.name} ${client.version}`);
    return connections.add({
      kind: 'mcp',
      principal,
      ...(address === undefined ? {} : { address }),
      ...(name === undefined ? {} : { client: name }),
      end,
    });
  };
}

/** Control characters and marks that turn text around have no place in a list. */
function cleaned(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, ' ').slice(0, 100);
}

function openMcp(parts: AssembleParts, connections: ConnectionBook): McpHttpHandler {
  const { auth, home, ports, offers, settings, logger, activity } = parts;
  const { allowedHosts, allowedOrigins, trustedProxies } = settings;
  const observe = activity === undefined ? {} : { observe: activity.observers.call };
  return createMcpHttpHandler(auth, {
    createServer: (opener) => createMcpServer({ home, auth, opener, ports, offers, ...observe }),
    gate: { allowedHosts, allowedOrigins, trustedProxies, realm: REALM, cors: true },
    eventStore: () => createMemoryEventStore(),
    onSession: listed(connections),
    logger,
  });
}

/** Puts MCP, REST, the administration and the operator's routes together. */
export function httpParts(parts: AssembleParts): AssembledParts {
  const { settings, auth, home, ports, offers, logger, activity } = parts;
  const connections = new ConnectionBook();
  const links = openLinks(parts);
  const owners = createOwnerSessions({ auth, connections, logger });
  const feed = createEventFeed({ home, offers, logger });
  const metrics = createMetrics({ auth, home, connections, version: VERSION });
  const mcp = openMcp(parts, connections);
  const rest = { auth, home, ports, offers, feed, connections };
  const admin = adminParts(parts, { connections, sessions: owners, links });
  return {
    links,
    connections,
    stopEvents: () => feed.close(),
    close: () => owners.close(),
    serve: {
      settings,
      auth,
      logger,
      owners,
      mcp,
      routes: [
        startPage,
        ...healthRoutes({ auth, home }),
        metrics.route,
        ...restRoutes(rest),
        ...adminRoutes(admin),
      ],
      page: pageFiles(),
      upgrades: [eventUpgrade(rest)],
      observe: [metrics.observe, ...(activity === undefined ? [] : [activity.observers.request])],
      closeMcp: () => mcp.close(),
    },
  };
}

/** Why keys cannot be changed here, where they come from a variable. */
const KEYS_OF_ENVIRONMENT =
  'they come from LOXONE_API_KEYS. Change them there, and start the server again.';

function adminParts(
  parts: AssembleParts,
  made: Pick<AdminParts, 'connections' | 'sessions' | 'links'>,
): AdminParts {
  const { auth, home, ports, offers, settings, shown, binding, houseHost, houseToken, logger } =
    parts;
  const { timeZone, keyBackend } = settings;
  const activity = parts.activity?.reader;
  return {
    ...made,
    auth,
    home,
    ports,
    offers,
    settings: shown,
    limits: settings,
    binding,
    logger,
    clock: systemClock,
    ...(houseHost === undefined ? {} : { houseHost }),
    ...(houseToken === undefined ? {} : { houseToken }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(keyBackend === 'env' && { keysAreReadOnly: KEYS_OF_ENVIRONMENT }),
    ...(activity === undefined ? {} : { activity }),
  };
}
