import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';
import { LoxoneError } from '@gatehouse/loxone-protocol';

const FINGERPRINT = /^[0-9a-f]{64}$/;

/**
 * Reads pinned fingerprints: SHA-256 of a leaf certificate or of its public key (SubjectPublicKeyInfo),
 * 64 hexadecimal digits, with or without colons.
 *
 * @returns Lower case without colons.
 * @throws RangeError or TypeError that names the option, not its value.
 */
export function readPins(pin: string | readonly string[]): readonly string[] {
  const list: unknown = typeof pin === 'string' ? [pin] : pin;
  if (!Array.isArray(list)) throw new TypeError('options.tls.pin must be text or a list of texts');
  const pins = list.map((one: unknown) =>
    typeof one === 'string' ? one.replaceAll(':', '').toLowerCase() : '',
  );
  if (pins.length === 0 || !pins.every((one) => FINGERPRINT.test(one))) {
    throw new RangeError('options.tls.pin must be SHA-256 fingerprints of 64 hexadecimal digits');
  }
  return pins;
}

/**
 * Compares the certificate of a request's connection with the pinned ones once the handshake is
 * done, and cuts the connection if none fits: what was to be sent is dropped with it. To be called
 * before the request is ended.
 */
export function guardByPin(request: ClientRequest, pins: readonly string[], host: string): void {
  request.once('socket', (socket) => {
    if (!(socket instanceof TLSSocket)) return;
    // First of all listeners, and in the same turn as the handshake ends: nothing was sent yet.
    socket.prependOnceListener('secureConnect', () => {
      const received = fingerprintsOf(socket.getPeerCertificate().raw);
      if (!pins.some((pin) => received.some((one) => isSame(pin, one)))) {
        socket.destroy(mismatch(host, pins, received[0] ?? ''));
      }
    });
  });
}

/** Of the certificate and of its public key; empty where there is none. */
function fingerprintsOf(der: Uint8Array | undefined): readonly string[] {
  if (der === undefined) return [];
  const key = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  return [sha256(der), sha256(key)];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isSame(pin: string, received: string): boolean {
  return timingSafeEqual(Buffer.from(pin, 'hex'), Buffer.from(received, 'hex'));
}

function mismatch(host: string, expected: readonly string[], received: string): LoxoneError {
  const message = `The certificate of ${host} has the SHA-256 fingerprint ${received}, not the pinned ${expected.join(' or ')}; nothing secret was sent.`;
  const details = { host, expected, received };
  return new LoxoneError('ERR_LOXONE_CERTIFICATE_MISMATCH', message, details);
}
