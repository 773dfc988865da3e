import { parseAddress } from '../address.js';
import { createNodeTransport } from '../node-transport.js';
import type { HttpReply } from '../transport.js';
import { followRedirect, redirectOf } from './redirect.js';

/** Asks a service of the cloud. Rejects with the platform's error when it cannot be reached. */
export type Lookup = (url: URL, signal: AbortSignal) => Promise<HttpReply>;

/** GET by the machine's network; certificates are verified, and one redirect is followed. */
export const nodeLookup: Lookup = async (url, signal) => {
  const address = parseAddress(url.host, url.protocol === 'https:');
  const path = `${url.pathname}${url.search}`;
  const reply = await createNodeTransport(address, {}).get(path, signal);
  const location = redirectOf(reply);
  if (location === undefined) return reply;
  const target = new URL(location, url);
  const next = createNodeTransport(followRedirect(address, location), {});
  return next.get(`${target.pathname}${target.search}`, signal);
};
