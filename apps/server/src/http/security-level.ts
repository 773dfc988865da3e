import { EXIT, type SecurityLevel, StartupError } from '@gatehouse/loxone-app';

/** Whether only this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

/**
 * The level in force: as asked for, else `staging` where only this machine reaches the server and
 * `production` elsewhere (DESIGN §4).
 */
export function effectiveLevel(asked: SecurityLevel | undefined, host: string): SecurityLevel {
  return asked ?? (isLoopback(host) ? 'staging' : 'production');
}

/**
 * Refuses to listen where keys would travel unprotected.
 *
 * @returns A warning for the log where the level only warns.
 * @throws StartupError with what to do instead.
 */
export function checkBinding(level: SecurityLevel, host: string): string | undefined {
  if (isLoopback(host)) return undefined;
  switch (level) {
    case 'development':
      throw new StartupError(
        `Security level development lets everybody in, so it listens on this machine only. Use --host 127.0.0.1, or another SECURITY_LEVEL.`,
        EXIT.usage,
      );
    case 'production':
      throw new StartupError(
        `Listening on ${host} would send keys over the network in the clear. Listen on 127.0.0.1 behind a reverse proxy with TLS; or, in a network that you trust entirely, set SECURITY_LEVEL=staging.`,
        EXIT.usage,
      );
    case 'staging':
      return `Listening on ${host} without TLS: whoever can read this network can read the keys.`;
  }
}
