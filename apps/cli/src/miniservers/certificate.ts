import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { isSerial, type MiniserverLogin } from '@gatehouse/loxone-app';

/** The certificate that a Miniserver shows. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** RFC 3339, UTC. */
  readonly valid_until: string;
  /** SHA-256, as `--tls-pin` takes it. */
  readonly fingerprint: string;
}

/** Where a certificate is shown; `undefined` where there is no TLS, or the way is found on the way. */
export function certificatePlace({
  host,
  tls,
}: Pick<MiniserverLogin, 'host' | 'tls'>):
  | { readonly host: string; readonly port: number }
  | undefined {
  const isUrl = host.includes('://');
  const usesTls = /^(?:https|wss):/i.test(host) || tls === true || typeof tls === 'object';
  if (isSerial(host) || !usesTls) return undefined;
  const url = new URL(isUrl ? host.replace(/^ws/i, 'http') : `https://${host}`);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 443) };
}

/**
 * Looks at the certificate and sends nothing: whether it is trusted is for the login to decide.
 *
 * @returns `undefined` when none is shown.
 */
export function lookAtCertificate(
  place: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<CertificateFacts | undefined> {
  return new Promise((resolve) => {
    const name = isIP(place.host) === 0 ? { servername: place.host } : {};
    const socket = connect({ ...place, ...name, rejectUnauthorized: false });
    const finish = (facts: CertificateFacts | undefined): void => {
      signal.removeEventListener('abort', nothing);
      socket.destroy();
      resolve(facts);
    };
    const nothing = (): void => finish(undefined);
    signal.addEventListener('abort', nothing, { once: true });
    socket.once('error', nothing);
    socket.once('secureConnect', () => finish(factsOf(socket.getPeerCertificate())));
    if (signal.aborted) nothing();
  });
}

function factsOf(certificate: PeerCertificate): CertificateFacts | undefined {
  const { subject, issuer, valid_to: until, fingerprint256: fingerprint } = certificate;
  if (subject === undefined || fingerprint === undefined) return undefined;
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    valid_until: new Date(until).toISOString(),
    fingerprint: fingerprint.replaceAll(':', '').toLowerCase(),
  };
}

function nameOf(name: PeerCertificate['subject']): string {
  const { CN, O } = name;
  return [CN, O].flat().find((text) => text !== undefined) ?? 'without a name';
}
