import type { Clock } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { After } from '@gatehouse/loxone-tools';
import type { McpAuth } from '@gatehouse/mcp-auth';
import type { HousePorts } from '../house-call/acting-context.js';
import type { ConnectionBook } from '../http/connections.js';
import type { RouteAction } from '../http/route.js';
import type { McpOffers } from '../mcp/offers.js';
import type { EventFeed } from './events/event-feed.js';

/** The part of the auth framework that REST uses. */
export type RestAuth = Pick<
  McpAuth,
  'authorize' | 'decide' | 'recording' | 'consents' | 'keys' | 'onRevoked'
>;

/** What REST is made of. */
export interface RestParts {
  readonly auth: RestAuth;
  readonly home: LoxoneHome;
  readonly ports: HousePorts;
  /** The tools and resources that REST is a skin of. */
  readonly offers: Pick<McpOffers, 'tools' | 'resources'>;
  /** What happens in the house, for everybody who listens. */
  readonly feed: EventFeed;
  readonly connections: ConnectionBook;
  readonly clock?: Clock;
  readonly after?: After;
}

/** Parts of REST that are allowed one by one. */
type RestName =
  | 'devices'
  | 'rooms'
  | 'states'
  | 'history'
  | 'scenes'
  | 'events'
  | 'control'
  | 'activate';

/** What a key must be allowed for each part of REST; the names stand in permissions. */
export const REST: Readonly<Record<RestName, RouteAction>> = {
  devices: { kind: 'rest', name: 'devices', risk: 'read' },
  rooms: { kind: 'rest', name: 'rooms', risk: 'read' },
  states: { kind: 'rest', name: 'states', risk: 'read' },
  history: { kind: 'rest', name: 'history', risk: 'read' },
  scenes: { kind: 'rest', name: 'scenes', risk: 'read' },
  events: { kind: 'rest', name: 'events', risk: 'read' },
  control: { kind: 'rest', name: 'devices.control', risk: 'control' },
  activate: { kind: 'rest', name: 'scenes.activate', risk: 'control' },
};
