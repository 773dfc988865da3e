import type { HomeStatus } from '@gatehouse/loxone-controls';
import {
  createSubscriptions,
  type ResourceContext,
  type Subscriptions,
} from '@gatehouse/loxone-tools';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { BinderAuth, CallerParts, Callers } from './callers.js';
import type { McpOffers } from './offers.js';

/** What a session of one client is made of. */
export interface SessionParts extends Pick<CallerParts, 'home'> {
  readonly auth: Pick<BinderAuth, 'keys'>;
  readonly server: Server;
  readonly offers: McpOffers;
  readonly callers: Callers;
}

/** What a server tells its client without being asked, while the connection stands. */
export interface Session {
  /** `undefined` before the connection and after it. */
  subscriptions(): Subscriptions | undefined;
}

/** Tells the client what changes, from connection to close. Nothing is left behind afterwards. */
export function openSession({ home, auth, server, offers, callers }: SessionParts): Session {
  let running: { readonly subscriptions: Subscriptions; stop(): void } | undefined;

  /** Not before the client is there, and a client that has just gone is no error. */
  function tell(send: () => Promise<void>): void {
    if (server.getClientCapabilities() !== undefined) send().catch(() => undefined);
  }

  function start(): void {
    const subscriptions = createSubscriptions({
      home,
      resources: offers.resources,
      mayRead,
      emit: (event) => {
        if (event.type === 'updated') {
          tell(() => server.sendResourceUpdated({ uri: event.uri }));
          return;
        }
        tell(() => server.sendResourceListChanged());
        if (event.because === 'structure') return;
        tell(() => server.sendToolListChanged());
        tell(() => server.sendPromptListChanged());
      },
    });
    const endKeys = auth.keys.subscribe(({ id }) => {
      if (id === callers.latest()?.id) subscriptions.rightsChanged();
    });
    const endStatus = home.onChange((change) => {
      if (change.type === 'status') tell(() => server.sendLoggingMessage(logEntry(change.status)));
    });
    running = {
      subscriptions,
      stop() {
        subscriptions.stop();
        endKeys();
        endStatus();
      },
    };
  }

  function stop(): void {
    running?.stop();
    running = undefined;
  }

  const connect = server.connect.bind(server);
  server.connect = async (transport) => {
    // The SDK keeps what was set before; `server.onclose` belongs to whoever runs the server.
    const { onclose } = transport;
    transport.onclose = () => {
      stop();
      onclose?.();
    };
    start();
    await connect(transport);
  };
  return { subscriptions: () => running?.subscriptions };
}

function mayRead(name: string, { authorize, principal }: ResourceContext): boolean {
  return authorize(principal, { kind: 'resource', name, risk: 'read' }).allow;
}

function logEntry(status: HomeStatus): {
  level: 'notice' | 'warning';
  logger: string;
  data: { phase: string; problem?: string };
} {
  const { phase, problem } = status;
  return {
    level: phase === 'live' ? 'notice' : 'warning',
    logger: 'house',
    data: { phase, ...(problem !== undefined && { problem }) },
  };
}
