import { type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  generalizedTime,
  integer,
  nothing,
  objectId,
  octetString,
  sequence,
  set,
  tagged,
  utf8String,
  yes,
} from './der.js';

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  sha256WithEcdsa: '1.2.840.10045.4.3.2',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  basicConstraints: '2.5.29.19',
  subjectAltName: '2.5.29.17',
} as const;

const VERSION_3 = 2;
const DNS_NAME = 2;
const IP_ADDRESS = 7;
const DAY_MS = 86_400_000;
const YEARS = 10;

/** What a certificate says. */
export interface CertificateRequest {
  /** The key that signs: the issuer's, or its own. */
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly commonName: string;
  /** Who signs it. Default: itself, and then it may sign others. */
  readonly issuer?: string;
  /** Names that it is good for. Default: the common name and `localhost`. */
  readonly names?: readonly string[];
  readonly serial: Uint8Array;
  /** Epoch milliseconds; it is valid from the day before, for ten years. */
  readonly now: number;
}

/**
 * An X.509 certificate (RFC 5280) for some names and `127.0.0.1`: what `getcertificate` answers, and
 * what TLS is offered with.
 *
 * @returns PEM.
 */
export function createCertificate(request: CertificateRequest): string {
  const algorithm =
    request.privateKey.asymmetricKeyType === 'ec'
      ? sequence(objectId(OID.sha256WithEcdsa))
      : sequence(objectId(OID.sha256WithRsa), nothing());
  const { commonName, issuer, names = [commonName, 'localhost'] } = request;
  const content = sequence(
    tagged(0, 'constructed', integer(Uint8Array.of(VERSION_3))),
    integer(request.serial),
    algorithm,
    distinguishedName(issuer ?? commonName),
    sequence(
      generalizedTime(request.now - DAY_MS),
      generalizedTime(request.now + YEARS * 365 * DAY_MS),
    ),
    distinguishedName(commonName),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      3,
      'constructed',
      sequence(...(issuer === undefined ? [isAuthority()] : []), alternativeNames(names)),
    ),
  );
  const signature = sign('sha256', content, request.privateKey);
  return toPem(sequence(content, algorithm, bitString(signature)));
}

function distinguishedName(commonName: string): Uint8Array {
  return sequence(
    attribute(OID.organization, 'Gatehouse Simulator'),
    attribute(OID.commonName, commonName),
  );
}

function attribute(oid: string, value: string): Uint8Array {
  return set(sequence(objectId(oid), utf8String(value)));
}

/** Self-signed and trusted as a root, so it must say that it may sign. */
function isAuthority(): Uint8Array {
  return sequence(objectId(OID.basicConstraints), yes(), octetString(sequence(yes())));
}

function alternativeNames(dnsNames: readonly string[]): Uint8Array {
  const names = sequence(
    ...dnsNames.map((name) => tagged(DNS_NAME, 'primitive', Buffer.from(name, 'ascii'))),
    tagged(IP_ADDRESS, 'primitive', Uint8Array.of(127, 0, 0, 1)),
  );
  return sequence(objectId(OID.subjectAltName), octetString(names));
}

function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
