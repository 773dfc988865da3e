import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Next } from 'hono';
import { CREDENTIAL_HEADERS } from '../http/credential.js';
import type { GateAuth } from '../http/gate-options.js';
import type { Answer } from '../http/problem.js';
import { createNodeGate, hasMoreToCome, setHeaders } from '../node/admission.js';
import { limitBody } from '../node/body-limit.js';
import { responseOf } from '../web/web-request.js';
import { addHeaders, replaceResponse, setCaller } from './context.js';
import type { GateContext, HonoGateOptions } from './types.js';

/** Node's own request and response, which `@hono/node-server` puts into `c.env`. */
interface NodePair {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** @returns The pair, or `undefined` on another runtime. */
export function nodePair(env: unknown): NodePair | undefined {
  if (typeof env !== 'object' || env === null) return undefined;
  const { incoming, outgoing } = env as Partial<NodePair>;
  if (!Array.isArray(incoming?.rawHeaders) || outgoing === undefined) return undefined;
  return { incoming, outgoing };
}

/** The way of a request on Node, where each header line can be seen. */
export function onNode(
  auth: GateAuth,
  options: HonoGateOptions,
): (c: GateContext, next: Next, pair: NodePair) => Promise<Response | undefined> {
  const { address, ...gateOptions } = options;
  const judge = createNodeGate(auth, gateOptions);
  return async (c, next, { incoming, outgoing }) => {
    const admission = await judge(incoming, () =>
      address === undefined ? {} : { remoteAddress: address(c) },
    );
    if (!admission.ok) return closing(incoming, admission);
    // Whoever has looked at the web request before us has made headers of their own from Node's.
    for (const name of CREDENTIAL_HEADERS) c.req.raw.headers.delete(name);
    setCaller(c, admission);
    let exceeded = false;
    const isWithinLimit = limitBody(incoming, admission.maxRequestBytes, (fail) => {
      exceeded = true;
      fail();
    });
    if (!isWithinLimit) return closing(incoming, admission.tooLarge());
    // For handlers that answer past Hono, on Node's response.
    setHeaders(outgoing, admission.headers);
    await next();
    if (exceeded) replaceResponse(c, closing(incoming, admission.tooLarge()));
    else addHeaders(c, admission);
    return undefined;
  };
}

/** Node would go on reading, and throwing away, whatever the client likes to send. */
function closing(incoming: IncomingMessage, answer: Answer): Response {
  const response = responseOf(answer);
  if (hasMoreToCome(incoming)) response.headers.set('Connection', 'close');
  return response;
}
