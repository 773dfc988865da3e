import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GateAuth } from '../http/gate-options.js';
import { createNodeGate, type NodeGateOptions, openBody, sendAnswer } from '../node/admission.js';

/** How a gate for Express decides. Express's own `trust proxy` has no say: name `trustedProxies`. */
export type ExpressGateOptions = NodeGateOptions;

/** Middleware of Express 4 and 5 (and of Connect, which has the same shape). Never rejects. */
export type ExpressGate = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Makes middleware that lets a request in, or answers it. `req.auth` then says who it is, for
 * handlers and for the MCP SDK; the headers that carried the key are gone.
 *
 * Everything that is mounted after it needs a key, unknown routes included. Mount it before body
 * parsers: what is refused is then never parsed.
 *
 * ```ts
 * app.use(expressGate(auth));
 * ```
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function expressGate(auth: GateAuth, options: ExpressGateOptions = {}): ExpressGate {
  const judge = createNodeGate(auth, options);
  return async (req, res, next) => {
    const admission = await judge(req, () => ({ target: originalUrl(req) }));
    if (!admission.ok) sendAnswer(req, res, admission);
    else if (openBody(req, res, admission)) next();
  };
}

/** Express cuts the mount point off `url` and keeps the whole as `originalUrl`. */
function originalUrl(req: IncomingMessage): string {
  const whole = 'originalUrl' in req ? req.originalUrl : undefined;
  return typeof whole === 'string' ? whole : (req.url ?? '');
}
