import {
  CLOUD_DNS_CODES,
  type CloudDnsAnswer,
  cloudDnsPath,
  type HostAndPort,
  LoxoneError,
  parseCloudDnsAnswer,
} from '@gatehouse/loxone-protocol';
import { addressOf } from '../address.js';
import { withDeadline } from '../deadline.js';
import { viaNetwork } from '../http-answer.js';
import { unreachable } from '../network-problem.js';
import type { Timers } from '../ports.js';
import { certificateDomain, certifiedAddress, isDataCenter } from './certificate-name.js';
import { describeCloudCode, isPassing } from './cloud-codes.js';
import type { Locator, OpenWay, Place } from './locator.js';
import type { Lookup } from './lookup.js';

/** Where the cloud is asked. */
export interface CloudDnsOptions {
  /** Default `https://dns.loxonecloud.com`. */
  readonly url?: string;
  /** Asked when the first does not know the Miniserver (code 405). Default: that of `.com`. */
  readonly fallbackUrl?: string;
}

/** What finding a Miniserver by its serial number needs. */
export interface CloudLocatorOptions {
  readonly serial: string;
  /** `required`: never without TLS. */
  readonly mode: 'auto' | 'required';
  readonly cloudDns: CloudDnsOptions;
  readonly lookup: Lookup;
  readonly openWay: OpenWay;
  readonly timers: Timers;
}

const CLOUD_URL = 'https://dns.loxonecloud.com';
const DEADLINE_MS = 10_000;
const HTTP_PORT = 80;
const TLS_PORT = 443;

/** Asks CloudDNS where a Miniserver is (protocol reference §1.5), each time anew. */
export function cloudLocator(options: CloudLocatorOptions): Locator {
  return {
    async locate(signal) {
      return placeOf(await askClouds(options, signal), options);
    },
  };
}

async function askClouds(
  options: CloudLocatorOptions,
  signal: AbortSignal,
): Promise<CloudDnsAnswer> {
  const { url = CLOUD_URL, fallbackUrl = CLOUD_URL } = options.cloudDns;
  const answer = await askCloud(url, options, signal);
  const again = answer.code === CLOUD_DNS_CODES.notReporting && fallbackUrl !== url;
  return again ? askCloud(fallbackUrl, options, signal) : answer;
}

async function askCloud(
  base: string,
  { serial, lookup, timers }: CloudLocatorOptions,
  outer: AbortSignal,
): Promise<CloudDnsAnswer> {
  const url = new URL(cloudDnsPath(serial), base);
  const host = `${url.host} (Loxone's CloudDNS)`;
  const reply = await withDeadline(timers, DEADLINE_MS, 'address by CloudDNS', outer, (signal) =>
    viaNetwork(host, signal, () => lookup(url, signal)),
  );
  if (reply.status === 200) return parseCloudDnsAnswer(reply.body);
  // The code may also be the status of HTTP.
  if (describeCloudCode(reply.status) !== undefined) return { code: reply.status };
  throw unreachable(host, `it answers with HTTP status ${reply.status}`);
}

function placeOf(answer: CloudDnsAnswer, options: CloudLocatorOptions): Place {
  const { serial, mode, openWay } = options;
  if (answer.code !== CLOUD_DNS_CODES.ok) throw refusal(serial, answer.code, answer.message);
  const { http, https, dataCenter } = answer;
  if (https !== undefined && answer.portOpenHttps !== false) {
    const address = certifiedAddress(
      https.host,
      https.port ?? TLS_PORT,
      serial,
      domainOf(dataCenter, serial),
    );
    return { address, transport: openWay(address) };
  }
  if (http === undefined || answer.portOpen === false) {
    throw refusal(serial, CLOUD_DNS_CODES.portClosed);
  }
  if (mode === 'required') {
    throw unreachable(serial, 'from outside it offers no TLS; switch options.tls to "auto"');
  }
  return plainPlace(http, openWay);
}

function plainPlace({ host, port = HTTP_PORT }: HostAndPort, openWay: OpenWay): Place {
  const address = addressOf(host, port, false);
  return { address, transport: openWay(address) };
}

/** Of the relay with Remote Connect, else that of all certificates. */
function domainOf(dataCenter: string | undefined, serial: string): string {
  if (dataCenter === undefined) return certificateDomain(undefined);
  if (isDataCenter(dataCenter)) return dataCenter.toLowerCase();
  throw unreachable(serial, "the cloud names a relay that is not one of Loxone's");
}

function refusal(serial: string, code: number, words?: string): LoxoneError {
  const problem = describeCloudCode(code, words) ?? 'the cloud answers with a code that is unknown';
  const message = `The Miniserver ${serial} cannot be found from outside: ${problem} (code ${code}).`;
  const kind = isPassing(code) ? 'ERR_LOXONE_REMOTE_UNAVAILABLE' : 'ERR_LOXONE_REMOTE_REFUSED';
  return new LoxoneError(kind, message, { serial, code, problem });
}
