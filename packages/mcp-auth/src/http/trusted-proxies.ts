import { type AddressList, compileAddressList, parseIpRange } from '@gatehouse/core';
import { normaliseAddress } from './address.js';
import { type Hops, readForwarded, readForwardedFor } from './forwarded.js';
import { type RequestFacts, valuesOf } from './request-facts.js';

/** Tells the proxies that a host trusts from everybody else. */
export type ProxyCheck = (address: string | undefined) => boolean;

/**
 * Makes the check for trusted proxies. Without entries nobody is trusted.
 *
 * @param entries - Addresses and CIDR networks of proxies that set the forwarding headers themselves.
 * @param problems - Where unusable entries are reported. A network of all addresses is one of them:
 *   it would let every client choose its own address.
 */
export function proxyCheck(entries: readonly string[], problems: string[]): ProxyCheck {
  for (const entry of entries) {
    const parsed = parseIpRange(entry);
    const problem = parsed.ok
      ? parsed.range.length === 0
        ? 'it names everybody: name the proxies'
        : undefined
      : parsed.problem;
    if (problem !== undefined) {
      problems.push(`trustedProxies: ${JSON.stringify(entry)} cannot be used: ${problem}`);
    }
  }
  // An empty allow-list means "anywhere", and here it must mean "nobody".
  if (entries.length === 0) return () => false;
  const list: AddressList = compileAddressList(entries);
  return (address) => list.allows(address);
}

/** Where a request comes from. */
export type ClientReading =
  | {
      readonly ok: true;
      /** Absent = unknown; on no allow-list. */
      readonly address: string | undefined;
      /** Whether the peer is a trusted proxy, whose other headers may be believed, too. */
      readonly viaProxy: boolean;
    }
  /** The two forwarding headers name different clients. */
  | { readonly ok: false };

/**
 * Finds the client's address: the peer's, or behind trusted proxies the first address from the right
 * of the forwarding header that is none of theirs. What stands left of it was written by the client.
 *
 * `Forwarded` counts where `X-Forwarded-For` is absent; where both are sent they must agree, since a
 * proxy that writes one of them passes the other on as the client made it up.
 */
export function readClient(facts: RequestFacts, isProxy: ProxyCheck): ClientReading {
  const peer = normaliseAddress(facts.remoteAddress);
  const viaProxy = peer !== undefined && isProxy(peer);
  if (facts.clientAddress !== undefined) {
    return { ok: true, address: normaliseAddress(facts.clientAddress), viaProxy };
  }
  if (!viaProxy) return { ok: true, address: peer, viaProxy };
  const forwardedFor = valuesOf(facts, 'x-forwarded-for');
  const forwarded = valuesOf(facts, 'forwarded');
  const clients: (string | undefined)[] = [];
  if (forwardedFor.length > 0) clients.push(clientOf(readForwardedFor(forwardedFor), isProxy));
  if (forwarded.length > 0) clients.push(clientOf(readForwarded(forwarded), isProxy));
  if (clients.length === 0) return { ok: true, address: peer, viaProxy };
  const [address] = clients;
  return clients.every((client) => client === address)
    ? { ok: true, address, viaProxy }
    : { ok: false };
}

/** Whether some proxy has passed the request on, or the client says so. */
export function hasForwarding(facts: RequestFacts): boolean {
  return ['x-forwarded-for', 'forwarded'].some((name) => valuesOf(facts, name).length > 0);
}

/** Walks from the right past trusted hops. An unreadable hop ends the walk: nobody knows the client. */
function clientOf(hops: Hops, isProxy: ProxyCheck): string | undefined {
  let client: string | undefined;
  for (const hop of [...hops].reverse()) {
    client = hop;
    if (hop === undefined || !isProxy(hop)) return hop;
  }
  // Only proxies: the farthest of them is where the request was made.
  return client;
}
