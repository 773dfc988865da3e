import { confirmByElicitation } from './confirm.js';
import { Guard } from './guard.js';
import type { GuardOptions } from './guard-options.js';
import { interceptRequests } from './intercept.js';
import { CALL_METHODS, LIST_METHODS, OPEN_METHODS } from './methods.js';
import { type GuardableServer, protocolOf } from './server.js';

/**
 * Puts roles and permissions in front of every request of an SDK v1 server, before or after its
 * tools are registered: lists show only what may be used, and what may not be used does not run.
 *
 * Everything unknown is denied: names without a rule, methods that the guard cannot judge, requests
 * without a principal. `initialize` and `ping` need none.
 *
 * @param server - A `Server` or `McpServer` of `@modelcontextprotocol/sdk` 1.x.
 * @throws `TypeError` when `server` is something else, or is guarded already; `RangeError` when
 *   `openMethods` names a method that is judged by name.
 */
export function guardServer(server: GuardableServer, options: GuardOptions): void {
  for (const method of options.openMethods ?? []) {
    if (LIST_METHODS.has(method) || CALL_METHODS.has(method)) {
      throw new RangeError(`openMethods must not name ${method}: give rules for it instead`);
    }
  }
  const protocol = protocolOf(server);
  const handlerOf = interceptRequests(protocol, (request, extra, next) => {
    if (OPEN_METHODS.has(request.method)) return next(request, extra);
    return guard.judge(request, extra, next);
  });
  const confirm = options.confirm ?? confirmByElicitation(protocol);
  const guard = new Guard(options, { confirm, handlerOf });
}
