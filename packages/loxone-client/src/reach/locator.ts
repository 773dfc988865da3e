import type { Address } from '../address.js';
import type { Transport } from '../transport.js';

/** Where a Miniserver is right now, and how it is spoken to there. */
export interface Place {
  readonly address: Address;
  readonly transport: Transport;
}

/** Finds a Miniserver. Asked anew before each attempt: addresses and relays change. */
export interface Locator {
  /**
   * Sends nothing secret.
   *
   * @throws LoxoneError `ERR_LOXONE_UNREACHABLE`, `_TIMEOUT`, `_REMOTE_UNAVAILABLE` or
   * `_REMOTE_REFUSED`; or the signal's reason.
   */
  locate(signal: AbortSignal): Promise<Place>;
}

/** Makes the way to an address; TLS options are those of the client. */
export type OpenWay = (address: Address) => Transport;

/** A Miniserver that is where it was said to be. */
export function fixedLocator(address: Address, openWay: OpenWay): Locator {
  const place: Place = { address, transport: openWay(address) };
  return { locate: () => Promise.resolve(place) };
}
