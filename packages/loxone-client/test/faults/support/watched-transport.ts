import { addressOf } from '../../../src/address.js';
import { createNodeTransport } from '../../../src/node-transport.js';
import type { Transport } from '../../../src/transport.js';

/** The client's own transport, and every use of it. */
export interface WatchedTransport {
  readonly transport: Transport;
  /** When something was asked of the Miniserver, epoch milliseconds. */
  readonly attempts: readonly number[];
}

/**
 * @param beforeOpening - Called before a socket is opened.
 */
export function watchTransport(
  port: () => number,
  now: () => number,
  beforeOpening: () => void = () => undefined,
): WatchedTransport {
  const attempts: number[] = [];
  const real = (): Transport => createNodeTransport(addressOf('127.0.0.1', port(), false), {});
  return {
    attempts,
    transport: {
      get: (path, signal) => {
        attempts.push(now());
        return real().get(path, signal);
      },
      open: (handlers, signal) => {
        attempts.push(now());
        beforeOpening();
        return real().open(handlers, signal);
      },
    },
  };
}
