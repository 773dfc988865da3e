import type { ApiInfo } from '@gatehouse/loxone-protocol';
import { unreachable } from '../network-problem.js';
import type { Timers } from '../ports.js';
import { probe, readProbe } from '../probe.js';
import type { HttpReply } from '../transport.js';
import type { Locator, OpenWay, Place } from './locator.js';
import { followRedirect, redirectOf } from './redirect.js';

/** What arriving at a Miniserver needs. */
export interface ArrivalOptions {
  readonly locator: Locator;
  readonly openWay: OpenWay;
  readonly timers: Timers;
  /** For messages. */
  readonly host: string;
  /** The Miniserver that must answer, where it is known. */
  readonly serial: string | undefined;
  readonly signal: AbortSignal;
}

/** A Miniserver that was found and has started. */
export interface Arrival {
  readonly place: Place;
  readonly info: ApiInfo;
}

/**
 * Finds the Miniserver and asks whether it has started. A redirect is followed once.
 *
 * @throws LoxoneError as `Locator.locate` and `readProbe` do.
 */
export async function arrive(options: ArrivalOptions): Promise<Arrival> {
  const { locator, openWay, signal, host, serial } = options;
  let place = await locator.locate(signal);
  let reply = await probeAt(place, options);
  const location = redirectOf(reply);
  if (location !== undefined) {
    const address = followRedirect(place.address, location);
    place = { address, transport: openWay(address) };
    reply = await probeAt(place, options);
  }
  const info = readProbe(reply, host);
  if (serial !== undefined && info.serial !== serial) {
    throw unreachable(host, `another Miniserver answers there, ${info.serial}`);
  }
  return { place, info };
}

function probeAt({ transport }: Place, options: ArrivalOptions): Promise<HttpReply> {
  const { timers, host, signal } = options;
  return probe({ transport, timers, host, signal });
}
