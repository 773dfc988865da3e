import type { IncomingMessage } from 'node:http';
import { compileAddressList } from '@gatehouse/core';
import { socketAddress } from '@gatehouse/mcp-auth/node';
import type { RouteArrival } from './route.js';

/** Tells the trusted proxies from everybody else. */
export type ProxyCheck = (address: string | undefined) => boolean;

/** @param entries - Addresses and networks, which the gate has checked. Without any nobody is trusted. */
export function proxyCheck(entries: readonly string[]): ProxyCheck {
  // An empty allow-list means "anywhere", and here it must mean "nobody".
  if (entries.length === 0) return () => false;
  const list = compileAddressList(entries);
  return (address) => list.allows(address);
}

const NAMES = ['host', 'origin', 'sec-fetch-site', 'cookie', 'accept', 'last-event-id'] as const;

/** How a request came. What was sent twice is left out: nobody can say which one was meant. */
export function arrivalOf(request: IncomingMessage, isProxy: ProxyCheck): RouteArrival {
  const headers: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) {
    const [value, ...more] = request.headersDistinct[name] ?? [];
    if (value !== undefined && more.length === 0) headers[name] = value;
  }
  return { ...headers, secure: isSecure(request, isProxy) };
}

function isSecure(request: IncomingMessage, isProxy: ProxyCheck): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
  const [proto, ...more] = request.headersDistinct['x-forwarded-proto'] ?? [];
  return more.length === 0 && proto?.toLowerCase() === 'https' && isProxy(socketAddress(request));
}
