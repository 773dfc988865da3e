import type { Next } from 'hono';
import { CREDENTIAL_HEADERS } from '../http/credential.js';
import { createGate } from '../http/gate.js';
import type { GateAuth } from '../http/gate-options.js';
import { factsOfRequest, readBody, rebuiltRequest, responseOf } from '../web/web-request.js';
import { addHeaders, setCaller } from './context.js';
import type { GateContext, HonoGateOptions } from './types.js';

/** The way of a request on runtimes that have only the web's `Request`. */
export function elsewhere(
  auth: GateAuth,
  options: HonoGateOptions,
): (c: GateContext, next: Next) => Promise<Response | undefined> {
  const { address, ...gateOptions } = options;
  const gate = createGate(auth, gateOptions);
  return async (c, next) => {
    const { raw } = c.req;
    const admission = await gate(() => factsOfRequest(raw, { address: address?.(c) }));
    if (!admission.ok) return responseOf(admission);
    const body = await readBody(raw, admission.maxRequestBytes);
    if (!body.ok) return responseOf(body.tooLarge ? admission.tooLarge() : admission.incomplete());
    c.req.raw = rebuiltRequest(raw, CREDENTIAL_HEADERS, body.bytes);
    setCaller(c, admission);
    await next();
    addHeaders(c, admission);
    return undefined;
  };
}
