import { compareFirmware } from '@gatehouse/loxone-protocol';
import type { Box } from './box.js';
import { HOUSE_ROUTES } from './house-routes.js';
import { INFO_ROUTES } from './info-routes.js';
import { KEY_ROUTES } from './key-routes.js';
import { classic, type Reply } from './reply.js';
import { type CommandRequest, parseRequest } from './request.js';
import { type Access, type Caller, type Route, type RouteTable, USER } from './route.js';
import { STATISTIC_ROUTES } from './statistic-routes.js';
import { SYSTEM_ROUTES } from './system-routes.js';
import { TOKEN_ROUTES } from './token-routes.js';
import { USER_ROUTES } from './user-routes.js';

const ROUTES: RouteTable = {
  ...INFO_ROUTES,
  ...KEY_ROUTES,
  ...TOKEN_ROUTES,
  ...HOUSE_ROUTES,
  ...STATISTIC_ROUTES,
  ...SYSTEM_ROUTES,
  ...USER_ROUTES,
};

/** From here on TLS is as good as `enc` for token commands (protocol reference §1.1, §2.5). */
const TLS_COUNTS_SINCE = '11.2.10.22';

/** Carries out one command, decrypted if it was encrypted. */
export function dispatch(command: string, box: Box, caller: Caller): Reply {
  box.commands.add(caller.user ?? '', command);
  const request = parseRequest(command);
  const route = knownTo(box, routeOf(request));
  const refusal = refuse(route?.access ?? USER, box, caller);
  if (refusal !== undefined) return classic(request.control, '', refusal);
  return route?.run(request, box, caller) ?? classic(request.control, '', 404);
}

/** Whether a command takes a login; whoever is not logged in is not told which commands exist. */
export function needsUser(request: CommandRequest): boolean {
  return routeOf(request)?.access.login ?? true;
}

function routeOf(request: CommandRequest): Route | undefined {
  return Object.hasOwn(ROUTES, request.route) ? ROUTES[request.route] : undefined;
}

/** A route, unless the firmware is older than it. */
function knownTo(box: Box, route: Route | undefined): Route | undefined {
  const since = route?.since;
  return since === undefined || compareFirmware(box.firmware, since) >= 0 ? route : undefined;
}

/** @returns The status code of the refusal, if it is one. */
function refuse(access: Access, box: Box, caller: Caller): number | undefined {
  const onSocket = caller.channel === 'socket';
  if (access.login && caller.user === undefined) return onSocket ? 400 : 401;
  if (access.only !== undefined && access.only !== caller.channel) return onSocket ? 400 : 404;
  if (access.encrypted && !caller.encrypted && !isTlsEnough(box)) return 400;
  if (access.right !== undefined && !box.gatekeeper.hasRight(caller.user, access.right)) return 403;
  return undefined;
}

function isTlsEnough(box: Box): boolean {
  return box.tls && compareFirmware(box.firmware, TLS_COUNTS_SINCE) >= 0;
}
