import type { AuditSink, Authorize, Logger, Principal } from '@gatehouse/core';
import type { Consents } from './consent/consents.js';
import type { Decide } from './decide.js';
import { currentPrincipal, isPrincipal, type PrincipalSource } from './sdk/current-principal.js';
import type { GuardChoices, PrincipalOf } from './sdk/guard-options.js';
import { guardServer } from './sdk/guard-server.js';
import { type Rules, type RuleTable, rulesFrom } from './sdk/rules.js';
import type { GuardableServer } from './sdk/server.js';
import type { SecurityPolicy } from './security-level.js';

/** What a host may say when it guards a server with one call. */
export interface McpAuthGuardOptions extends GuardChoices {
  /**
   * What the server offers, and how risky each thing is; what is not named is denied. Absent: tools
   * by their annotations (`readOnlyHint: true` is `read`, all others are `control`), resources and
   * prompts are `read`.
   */
  readonly rules?: Rules | RuleTable;
  /**
   * Who is asking: a function, or somebody for the life of the server (stdio), whose key is looked at
   * anew for each request all the same. Default: whom a gate has let in.
   */
  readonly principal?: Principal | PrincipalOf;
}

/**
 * Puts roles and permissions in front of an SDK server; see `guardServer` of `./sdk`.
 *
 * @param server - A `Server` or `McpServer` of `@modelcontextprotocol/sdk` 1.x.
 * @returns The same server.
 * @throws `TypeError` when `server` is something else, or is guarded already.
 */
export type GuardWithAuth = <Server extends GuardableServer>(
  server: Server,
  options?: McpAuthGuardOptions,
) => Server;

/** Makes {@link GuardWithAuth}. */
export function createGuard(parts: {
  readonly authorize: Authorize;
  readonly decide: Decide;
  readonly keys: PrincipalSource;
  readonly refusals: Pick<AuditSink, 'note'>;
  readonly policy: Pick<SecurityPolicy, 'errorDetail'>;
  readonly consents: Consents;
  readonly logger: Logger;
}): GuardWithAuth {
  const { authorize, decide, keys, refusals, policy, consents, logger } = parts;
  return (server, options = {}) => {
    const { rules, principal, ...choices } = options;
    guardServer(server, {
      ...choices,
      authorize,
      decide,
      principal: principalOf(principal, keys),
      ...(rules === undefined
        ? {}
        : { rules: typeof rules === 'function' ? rules : rulesFrom(rules) }),
      consents,
      audit: refusals,
      errorDetail: policy.errorDetail,
      logger,
    });
    return server;
  };
}

function principalOf(
  principal: McpAuthGuardOptions['principal'],
  keys: PrincipalSource,
): PrincipalOf {
  if (principal === undefined) return currentPrincipal(keys);
  if (typeof principal === 'function') return principal;
  if (!isPrincipal(principal))
    throw new TypeError('options.principal must be a principal or a function');
  return () => (principal.kind === 'key' ? keys.principal(principal.id) : principal);
}
