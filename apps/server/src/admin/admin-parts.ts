import type { ActivityStore, Clock, Logger, Principal } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { Actor, Binding, McpAuth } from '@gatehouse/mcp-auth';
import type { ConnectionBook } from '../http/connections.js';
import type { RouteCall } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import type { McpPorts } from '../mcp/callers.js';
import type { McpOffers } from '../mcp/offers.js';
import type { OwnerSessions } from './owner-sessions.js';
import type { ShownSetting } from './shown-settings.js';
import type { SignInLinks } from './sign-in-links.js';

/** The limits in force, before the security level multiplies them. */
export interface LimitSettings {
  readonly maxRequestsPerMinute?: number | undefined;
  readonly maxFailedAttempts?: number | undefined;
  readonly lockoutMinutes?: number | undefined;
}

/** What the administration is made of. */
export interface AdminParts {
  readonly auth: McpAuth;
  readonly home: LoxoneHome;
  readonly ports: McpPorts;
  readonly offers: Pick<McpOffers, 'tools'>;
  readonly connections: ConnectionBook;
  readonly sessions: OwnerSessions;
  readonly links: SignInLinks;
  /** Made by `shownSettings`, which hides what is secret. */
  readonly settings: readonly ShownSetting[];
  readonly limits?: LimitSettings;
  /** Where the server listens, for the findings. */
  readonly binding?: Binding;
  /** A sentence that says why keys cannot be changed here; absent where they can. */
  readonly keysAreReadOnly?: string;
  /** Where the Miniserver is, as the settings name it. */
  readonly houseHost?: string;
  /** Where the Miniserver's token is kept, sealed: a path, or `memory`. */
  readonly houseToken?: string;
  readonly timeZone?: string;
  readonly activity?: Pick<ActivityStore, 'read'>;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** A call of anything but the open routes. */
type AnyCall = Pick<RouteCall<unknown, unknown, unknown>, 'principal' | 'context'>;

/** Who calls. @throws RouteProblem where nobody is: whatever the binding forgot, nobody gets in. */
export function callerOf({ principal }: AnyCall): Principal {
  if (principal === undefined) {
    throw new RouteProblem(401, 'credential-missing', 'Sign in, or send a key.');
  }
  return principal;
}

/** Who acts, for the trail and for the rule that nobody grants more than they hold. */
export function actorOf(call: AnyCall): Actor {
  const principal = callerOf(call);
  const { address, requestId } = call.context;
  return {
    id: principal.id,
    name: principal.name,
    principal,
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
