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
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly commonName: string;
  readonly serial: Uint8Array;
  /** Epoch milliseconds; it is valid from the day before, for ten years. */
  readonly now: number;
}

/**
 * A self-signed X.509 certificate (RFC 5280) for `commonName`, `localhost` and `127.0.0.1`: what
 * `getcertificate` answers, and what TLS is offered with.
 *
 * @returns PEM.
 */
export function createCertificate(request: CertificateRequest): string {
  const algorithm = sequence(objectId(OID.sha256WithRsa), nothing());
  const name = sequence(
    attribute(OID.organization, 'Gatehouse Simulator'),
    attribute(OID.commonName, request.commonName),
  );
  const content = sequence(
    tagged(0, 'constructed', integer(Uint8Array.of(VERSION_3))),
    integer(request.serial),
    algorithm,
    name,
    sequence(
      generalizedTime(request.now - DAY_MS),
      generalizedTime(request.now + YEARS * 365 * DAY_MS),
    ),
    name,
    request.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, 'constructed', sequence(isAuthority(), alternativeNames(request.commonName))),
  );
  const signature = sign('sha256', content, request.privateKey);
  return toPem(sequence(content, algorithm, bitString(signature)));
}

function attribute(oid: string, value: string): Uint8Array {
  return set(sequence(objectId(oid), utf8String(value)));
}

/** Self-signed and pinned as its own root, so it must say that it may sign. */
function isAuthority(): Uint8Array {
  return sequence(objectId(OID.basicConstraints), yes(), octetString(sequence(yes())));
}

function alternativeNames(commonName: string): Uint8Array {
  const names = sequence(
    tagged(DNS_NAME, 'primitive', Buffer.from(commonName, 'ascii')),
    tagged(DNS_NAME, 'primitive', Buffer.from('localhost', 'ascii')),
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
