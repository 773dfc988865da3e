import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { GateAuth } from '../http/gate-options.js';
import type { Answer } from '../http/problem.js';
import {
  createNodeGate,
  hasMoreToCome,
  type NodeGateOptions,
  openBody,
} from '../node/admission.js';

/** How a gate for Fastify decides. Fastify's own `trustProxy` has no say: name `trustedProxies`. */
export type FastifyGateOptions = NodeGateOptions;

/**
 * Makes a plugin whose hook lets a request in, or answers it. `request.raw.auth` then says who it is,
 * where the MCP SDK looks for it; `principalOf(request.raw)` reads it. The headers that carried the
 * key are gone.
 *
 * It guards the whole instance that it is registered with, unknown routes included, and everything
 * below that. For a part of an application, register it within that part's plugin.
 *
 * ```ts
 * await app.register(fastifyGate(auth));
 * ```
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function fastifyGate(
  auth: GateAuth,
  options: FastifyGateOptions = {},
): FastifyPluginCallback {
  const judge = createNodeGate(auth, options);
  const plugin: FastifyPluginCallback = (instance, _, done) => {
    instance.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      const admission = await judge(request.raw, () => ({ target: request.originalUrl }));
      if (!admission.ok) return answer(request, reply, admission);
      const isOpen = openBody(request.raw, reply.raw, admission);
      if (!isOpen) reply.hijack();
      return undefined;
    });
    done();
  };
  // Without this mark, Fastify would keep the hook within the plugin, where no routes are.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@gatehouse/mcp-auth',
  });
}

function answer(request: FastifyRequest, reply: FastifyReply, refused: Answer): FastifyReply {
  if (hasMoreToCome(request.raw)) reply.header('Connection', 'close');
  for (const [name, value] of Object.entries(refused.headers)) {
    reply.header(name, name === 'Vary' ? joined(reply.getHeader(name), value) : value);
  }
  // Fastify adds a charset to text, which JSON has none of (RFC 8259 §11).
  return reply.code(refused.status).send(Buffer.from(refused.body));
}

function joined(present: unknown, added: string): string {
  return present === undefined ? added : `${String(present)}, ${added}`;
}
