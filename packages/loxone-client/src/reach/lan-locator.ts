import { isIP } from 'node:net';
import { type ApiInfo, isLoxoneError, PATHS, parseApiInfo } from '@gatehouse/loxone-protocol';
import { type Address, addressOf } from '../address.js';
import { askByHttp } from '../http-answer.js';
import { unreachable } from '../network-problem.js';
import type { LoxoneLogger, Timers } from '../ports.js';
import { certificateDomain, certifiedAddress } from './certificate-name.js';
import type { Locator, OpenWay, Place } from './locator.js';
import { readSerial } from './serial.js';

/** What finding the TLS side of an address needs. */
export interface LanLocatorOptions {
  /** As the options name it. */
  readonly address: Address;
  readonly explicitPort: boolean;
  /** `auto`: without TLS where the Miniserver has none. */
  readonly mode: 'auto' | 'required';
  /** The serial number that must answer; asked for by HTTP where it is not known. */
  readonly serial: string | undefined;
  readonly openWay: OpenWay;
  readonly timers: Timers;
  readonly logger: LoxoneLogger;
}

const HTTP_PORT = 80;
const TLS_PORT = 443;
/** Of `httpsStatus` (protocol reference §1.2). */
const TLS_WORKS = 1;
const TLS_EXPIRED = 2;

/**
 * Finds the TLS side of an address. Certificates are for names that hold the address and the serial
 * number (§1.4), so the box is first asked by plain HTTP for its serial number and whether it has
 * TLS at all (§7 no. 14: a first-generation box lets TLS time out). The serial number that is told
 * first stays the one that is expected: later nobody else can take its place.
 */
export function lanLocator(options: LanLocatorOptions): Locator {
  const { address, mode, openWay, logger } = options;
  let expected = options.serial;
  const plain = plainSide(options);

  async function locate(signal: AbortSignal): Promise<Place> {
    if (expected !== undefined && mode === 'required') {
      return certified(options, expected, undefined, TLS_PORT);
    }
    const info = await askPlainly(options, plain, signal);
    const serial = readSerial(info.serial);
    if (serial === undefined || (expected !== undefined && expected !== serial)) {
      throw unreachable(address.label, 'another Miniserver answers there than before');
    }
    expected = serial;
    if (info.httpsStatus === TLS_WORKS) {
      return certified(options, serial, info.certTld, TLS_PORT);
    }
    if (mode === 'required') throw unreachable(address.label, withoutTls(info));
    if (info.httpsStatus === TLS_EXPIRED) {
      logger.warn('TLS is not used: the certificate of the Miniserver has expired');
    }
    return { address: plain, transport: openWay(plain) };
  }

  return { locate };
}

/** The address itself where it is a name, else the name that belongs to it. */
function certified(
  options: LanLocatorOptions,
  serial: string,
  topLevel: string | undefined,
  standardPort: number,
): Place {
  const { address, explicitPort, mode, openWay } = options;
  // With `auto` a port that is named is that of HTTP.
  const port = explicitPort && mode === 'required' ? address.port : standardPort;
  const way =
    isIP(address.hostname) === 0
      ? addressOf(address.hostname, port, true)
      : certifiedAddress(address.hostname, port, serial, certificateDomain(topLevel));
  return { address: way, transport: openWay(way) };
}

function plainSide({ address, explicitPort, mode }: LanLocatorOptions): Address {
  const port = explicitPort && mode === 'auto' ? address.port : HTTP_PORT;
  return addressOf(address.hostname, port, false);
}

async function askPlainly(
  { address, mode, openWay, timers }: LanLocatorOptions,
  plain: Address,
  signal: AbortSignal,
): Promise<ApiInfo> {
  const reach = { transport: openWay(plain), timers, host: plain.label, signal };
  try {
    const answer = await askByHttp(reach, `/${PATHS.apiKey}`, 'answer to who it is');
    return parseApiInfo(answer.value);
  } catch (error) {
    if (mode === 'auto' || !isLoxoneError(error) || error.code !== 'ERR_LOXONE_UNREACHABLE') {
      throw error;
    }
    const why = `over HTTP at ${plain.authority} it does not tell its serial number: ${error.details.problem}`;
    throw unreachable(address.label, `${why}; name it in options.serial`);
  }
}

function withoutTls({ httpsStatus }: ApiInfo): string {
  if (httpsStatus === TLS_EXPIRED) {
    return 'its certificate has expired; renew it by connecting the Miniserver to the internet';
  }
  return 'it offers no TLS; switch options.tls off, or to "auto"';
}
