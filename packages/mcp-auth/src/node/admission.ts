import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@gatehouse/core';
import { type AuthInfo, authInfoOf } from '../http/auth-info.js';
import { CREDENTIAL_HEADERS } from '../http/credential.js';
import { type Admission, type Admitted, createGate, type Gate } from '../http/gate.js';
import type { GateAuth, GateOptions } from '../http/gate-options.js';
import type { Answer } from '../http/problem.js';
import type { RequestFacts } from '../http/request-facts.js';
import { type ClientAddress, socketAddress } from './address.js';
import { limitBody } from './body-limit.js';
import { headerLines, removeHeaders } from './raw-headers.js';

/** Options of the gates that see Node's own requests. */
export interface NodeGateOptions extends GateOptions {
  /** In place of `trustedProxies`: the host's own way to find the client. Default: the socket's peer. */
  readonly clientAddress?: ClientAddress;
}

/** A request that a gate has let in. */
export type AuthenticatedRequest = IncomingMessage & { auth?: AuthInfo };

/** @returns Whom a gate has recognised in this request. */
export function principalOf(req: AuthenticatedRequest): Principal | undefined {
  return req.auth?.extra.principal;
}

/** What a request of Node says. An own function for the client's address that knows none, says so. */
export function factsOf(req: IncomingMessage, clientAddress?: ClientAddress): RequestFacts {
  return {
    method: req.method ?? '',
    target: req.url ?? '',
    headers: headerLines(req),
    encrypted: 'encrypted' in req.socket && req.socket.encrypted === true,
    remoteAddress: socketAddress(req),
    ...(clientAddress === undefined ? {} : { clientAddress: clientAddress(req) ?? 'unknown' }),
  };
}

/**
 * Judges a request of Node.
 *
 * @param known - Gives what a framework knows better; if it throws, nobody gets in.
 */
export type NodeGate = (
  req: IncomingMessage,
  known?: () => Partial<RequestFacts>,
) => Promise<Admission>;

/**
 * Who was let in by which keys. A second gate over the same keys judges the request anew, by its own
 * hosts, origins and limits, but cannot read the key: the first one took it out.
 */
const ADMISSIONS: WeakMap<object, WeakMap<IncomingMessage, Admitted>> = new WeakMap();

/** Makes the judge behind all gates that see Node's own requests. */
export function createNodeGate(auth: GateAuth, options: NodeGateOptions = {}): NodeGate {
  const gate: Gate = createGate(auth, options);
  const admissions = ADMISSIONS.get(auth) ?? new WeakMap<IncomingMessage, Admitted>();
  ADMISSIONS.set(auth, admissions);
  return async (req, known) => {
    const earlier = admissions.get(req)?.principal;
    const admission = await gate(() => ({ ...factsOf(req, options.clientAddress), ...known?.() }), {
      transport: 'http',
      earlier,
    });
    if (!admission.ok) return admission;
    admissions.set(req, admission);
    welcome(req, admission);
    return admission;
  };
}

/** Makes an admitted request what handlers get to see: no key, and the caller where the SDK looks. */
export function welcome(req: IncomingMessage, admitted: Admitted): void {
  removeHeaders(req, CREDENTIAL_HEADERS);
  (req as AuthenticatedRequest).auth = authInfoOf(admitted);
}

/** Sends what belongs to an admission, and watches the body. @returns Whether to go on. */
export function openBody(req: IncomingMessage, res: ServerResponse, admitted: Admitted): boolean {
  setHeaders(res, admitted.headers);
  const isWithinLimit = limitBody(req, admitted.maxRequestBytes, (fail) => {
    if (res.headersSent) {
      // Half an answer is out and cannot be taken back.
      req.socket.destroy();
      return;
    }
    res.once('finish', fail);
    sendAnswer(req, res, admitted.tooLarge());
  });
  if (!isWithinLimit) sendAnswer(req, res, admitted.tooLarge());
  return isWithinLimit;
}

/** Answers a request in place of its handler. */
export function sendAnswer(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  if (res.headersSent || res.destroyed) return;
  res.statusCode = answer.status;
  setHeaders(res, answer.headers);
  if (answer.body !== '') res.setHeader('Content-Length', Buffer.byteLength(answer.body));
  // Node would go on reading, and throwing away, whatever the client likes to send.
  if (hasMoreToCome(req)) res.setHeader('Connection', 'close');
  res.end(answer.body);
}

const SMALL_BODY = 64 * 1024;

/** Whether a body is still on its way that is long, or whose length nobody knows. */
export function hasMoreToCome(req: IncomingMessage): boolean {
  if (req.complete) return false;
  const length = req.headers['content-length'];
  return length === undefined
    ? req.headers['transfer-encoding'] !== undefined
    : !(Number(length) <= SMALL_BODY);
}

/** `Vary` is added to what the host has set; the other fields are the gate's. */
export function setHeaders(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  // A host that has begun to answer, before it asked the gate, gets no error for it here.
  if (res.headersSent) return;
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'Vary') res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
}
