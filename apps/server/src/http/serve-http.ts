import type { Logger } from '@gatehouse/core';
import { createHttpApp, type HttpAppParts } from './create-http-app.js';
import type { HttpSettings } from './http-settings.js';
import { listen } from './listen.js';
import { loadTls, tlsFilesOf, watchTls } from './tls.js';

/** Requests that are still running at shutdown get this long. */
const GRACE_MS = 10_000;

/** What the HTTP server is made of. */
export interface ServeParts extends Omit<HttpAppParts, 'tls' | 'settings'> {
  readonly settings: HttpSettings;
  readonly logger: Logger;
  /** Ends what assistants have open, once their calls are answered. */
  readonly closeMcp: () => Promise<void>;
  readonly graceMs?: number;
}

/** A running HTTP server. */
export interface HttpService {
  /** `https://host:port`, as a client on this machine reaches it. */
  readonly url: string;
  /** Lets requests that run finish, ends streams, and stops. */
  close(): Promise<void>;
}

/** How a client writes the address: a wildcard address is nobody's name. */
function urlOf(scheme: 'http' | 'https', host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `${scheme}://127.0.0.1:${port}`;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function within(promise: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void promise.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Starts the HTTP server.
 *
 * @param parts.auth - Opened with `bindingOf`, which refuses where keys would travel in clear.
 * @throws StartupError when it cannot listen there, or when TLS cannot be served from its files.
 */
export async function serveHttp(parts: ServeParts): Promise<HttpService> {
  const { settings, auth, logger, graceMs = GRACE_MS } = parts;
  const { level, credentialNeeded } = auth.level;
  if (!credentialNeeded) logger.warn(`Security level ${level}: no key is asked for`);
  const files = tlsFilesOf(settings);
  const app = await createHttpApp({ ...parts, tls: files && loadTls(files) });
  const listening = await listen(settings.host, settings.port, app.server);
  const reload = files && watchTls(files, { use: app.renew, logger });
  const url = urlOf(files === undefined ? 'http' : 'https', listening.host, listening.port);
  logger.info('Listening', {
    host: listening.host,
    port: listening.port,
    tls: files !== undefined,
    level,
  });
  return {
    url,
    close: async () => {
      reload?.stop();
      const answered = app.drain();
      const closed = listening.close(graceMs);
      await within(answered, graceMs);
      await parts.closeMcp();
      await closed;
      await app.close();
    },
  };
}
