import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXIT, StartupError } from '@gatehouse/loxone-app';

/** A listening server. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Stops listening, lets running requests finish, and cuts what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

function explain(error: unknown, host: string, port: number): StartupError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use already. Choose another one with --port, or stop what uses it.`,
    EACCES: `Port ${port} needs rights that this user does not have. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Choose one of its own with --host.`,
    ENOTFOUND: `The name ${host} is not known. Choose an address of this machine with --host.`,
  };
  const message =
    reasons[code] ?? `Listening on ${host}:${port} failed (${code || 'unknown reason'}).`;
  return new StartupError(message, EXIT.failed, { cause: error });
}

/** How often connections are looked at that have become idle while the server closes. */
const LOOK_MS = 50;

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // A connection whose last answer is out would otherwise wait for the next request until cut.
    const tidy = setInterval(() => server.closeIdleConnections(), LOOK_MS);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(tidy);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * Makes a server listen.
 *
 * @param port - 0 asks the system for a free one.
 * @throws StartupError that says what to do when the address cannot be used.
 */
export async function listen(host: string, port: number, server: Server): Promise<Listening> {
  server.listen(port, host.replace(/^\[|\]$/g, ''));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explain(error, host, port);
  }
  const address = server.address() as AddressInfo;
  return {
    host: address.address,
    port: address.port,
    close: (graceMs) => close(server, graceMs),
  };
}
