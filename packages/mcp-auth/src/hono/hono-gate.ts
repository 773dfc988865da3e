import type { MiddlewareHandler } from 'hono';
import type { GateAuth } from '../http/gate-options.js';
import { elsewhere } from './elsewhere.js';
import { nodePair, onNode } from './on-node.js';
import type { HonoGateEnv, HonoGateOptions } from './types.js';

/**
 * Makes middleware that lets a request in, or answers it. The headers that carried the key are gone
 * for whatever comes after it.
 *
 * ```ts
 * app.use(honoGate(auth));
 * app.get('/me', (c) => c.json({ id: c.get('principal').id }));
 * ```
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function honoGate(
  auth: GateAuth,
  options: HonoGateOptions = {},
): MiddlewareHandler<HonoGateEnv> {
  const passNode = onNode(auth, options);
  const passElsewhere = elsewhere(auth, options);
  return (c, next) => {
    const pair = nodePair(c.env);
    return pair === undefined ? passElsewhere(c, next) : passNode(c, next, pair);
  };
}
