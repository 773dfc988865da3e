import type { IncomingMessage } from 'node:http';
import { normaliseAddress } from '../http/address.js';

/**
 * Tells where a request comes from. Behind a reverse proxy the socket's address is the proxy's:
 * name it in `trustedProxies`, or pass a function of your own here.
 */
export type ClientAddress = (req: IncomingMessage) => string | undefined;

/** The peer of the socket: the one address that no header can lie about. */
export const socketAddress: ClientAddress = (req) => normaliseAddress(req.socket.remoteAddress);
