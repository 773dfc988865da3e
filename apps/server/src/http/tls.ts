import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Logger } from '@gatehouse/core';
import { EXIT, StartupError } from '@gatehouse/loxone-app';

/** The files that TLS is served from. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/**
 * How often the files are looked at. A watch on them would be told nothing when a symbolic link
 * further up is swapped, as Kubernetes and certbot do.
 */
const LOOK_MS = 10_000;

/** @throws StartupError when only one of the two is named. */
export function tlsFilesOf(settings: {
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
}): TlsFiles | undefined {
  const { tlsCert: cert, tlsKey: key } = settings;
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key };
  const missing = cert === undefined ? '--tls-cert' : '--tls-key';
  throw new StartupError(`TLS needs a certificate and its key: ${missing} is missing.`, EXIT.usage);
}

type Pair = Pick<SecureContextOptions, 'cert' | 'key'>;

/** Reads the pair and tries it out: OpenSSL refuses a key that is not the certificate's. */
function readPair({ cert, key }: TlsFiles): Pair {
  const pair = { cert: readFileSync(cert), key: readFileSync(key) };
  createSecureContext({ ...pair, minVersion: 'TLSv1.2' });
  return pair;
}

/** What went wrong, in a word: messages of OpenSSL may tell of the key. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}

/** @throws StartupError that names the files. */
export function loadTls(files: TlsFiles): Pair {
  try {
    return readPair(files);
  } catch (error) {
    throw new StartupError(
      `TLS cannot be served from ${files.cert} and ${files.key} (${reasonOf(error)}): they must be a PEM certificate chain and the private key that belongs to it, without a passphrase.`,
      EXIT.failed,
      { cause: error },
    );
  }
}

/** What changes whenever a file behind a path is another one or was written to. */
function fingerprint({ cert, key }: TlsFiles): string {
  return [cert, key]
    .map((path) => {
      try {
        const { dev, ino, size, mtimeMs } = statSync(path);
        return [dev, ino, size, mtimeMs].join(':');
      } catch (error) {
        return reasonOf(error);
      }
    })
    .join(' ');
}

/** Takes up renewed files. */
export interface TlsReload {
  /** Looks now; the timer does it otherwise. */
  look(): void;
  stop(): void;
}

/**
 * Looks at the files and hands a new pair on. One that does not load, or whose halves do not belong
 * together, is logged, and what was served before goes on: half of a renewal may be written only.
 */
export function watchTls(
  files: TlsFiles,
  options: {
    readonly use: (pair: Pair) => void;
    readonly logger: Logger;
    readonly everyMs?: number;
  },
): TlsReload {
  const { use, logger, everyMs = LOOK_MS } = options;
  let seen = fingerprint(files);
  const look = (): void => {
    const now = fingerprint(files);
    if (now === seen) return;
    seen = now;
    try {
      use(readPair(files));
      logger.info('Took up the renewed TLS certificate', { cert: files.cert });
    } catch (error) {
      logger.error('The new TLS certificate cannot be used; the old one stays', {
        cert: files.cert,
        key: files.key,
        reason: reasonOf(error),
      });
    }
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
