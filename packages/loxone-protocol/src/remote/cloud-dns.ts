import { type LoxoneError, malformedAnswer } from '../errors.js';
import { isJsonObject, type JsonObject, tryParseJson } from '../json.js';
import { formatXml, parseXml } from '../xml-document.js';

/** Codes of CloudDNS (protocol reference §1.5). */
export const CLOUD_DNS_CODES = {
  ok: 200,
  notRegistered: 403,
  /** The Miniserver does not report, or is unknown in this data centre: ask that of `.com`. */
  notReporting: 405,
  /** Its password is insecure, hence blocked from outside. */
  insecurePassword: 409,
  portClosed: 412,
  denied: 418,
  remoteConnectFailed: 481,
  remoteConnectTimedOut: 482,
  scheduledRestart: 483,
} as const;

/** An address with its port, where one is named. */
export interface HostAndPort {
  /** IPv4, or IPv6 without brackets. */
  readonly host: string;
  readonly port?: number;
}

/** Where CloudDNS says a Miniserver is (§1.5). */
export interface CloudDnsAnswer {
  /** See {@link CLOUD_DNS_CODES}; without 200 there may be no address. */
  readonly code: number;
  readonly http?: HostAndPort;
  /** Only for Miniservers that speak TLS. */
  readonly https?: HostAndPort;
  readonly portOpen?: boolean;
  readonly portOpenHttps?: boolean;
  /** When the Miniserver last reported: `2018-02-01 00:11:22`. */
  readonly lastUpdated?: string;
  /** `registered` */
  readonly dnsStatus?: string;
  /** Domain of the relay; only with Remote Connect. */
  readonly dataCenter?: string;
  /** Why access is denied, in the service's words. */
  readonly message?: string;
}

const MAX_CHARS = 65_536;
const HOST_AND_PORT = /^(?:\[([0-9a-f:.]{2,45})\]|([0-9a-z.-]{1,253}))(?::(\d{1,5}))?$/i;
const BARE_IPV6 = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i;

/**
 * Path and query of the question, to be appended to `https://dns.loxonecloud.com`.
 *
 * @param serial - Twelve hexadecimal digits.
 */
export function cloudDnsPath(serial: string): string {
  return `/?getip&snr=${encodeURIComponent(serial)}&json=true`;
}

/**
 * Reads the answer, JSON or the XML that it has without `json=true`. Fields that make no sense count
 * as absent.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is neither, or has no code.
 */
export function parseCloudDnsAnswer(text: string): CloudDnsAnswer {
  if (text.length > MAX_CHARS) throw malformed('it is too large');
  const fields = readFields(text);
  const code = readCode(fields.Code ?? fields.code);
  if (code === undefined) throw malformed('it has no code');
  const http = readHostAndPort(fields.IP);
  const https = readHostAndPort(fields.IPHTTPS);
  const portOpen = readFlag(fields.PortOpen);
  const portOpenHttps = readFlag(fields.PortOpenHTTPS);
  const lastUpdated = readText(fields.LastUpdated);
  const dnsStatus = readText(fields['DNS-Status']);
  const dataCenter = readText(fields.DataCenter);
  const message = readText(fields.Message ?? fields.message);
  return {
    code,
    ...(http !== undefined && { http }),
    ...(https !== undefined && { https }),
    ...(portOpen !== undefined && { portOpen }),
    ...(portOpenHttps !== undefined && { portOpenHttps }),
    ...(lastUpdated !== undefined && { lastUpdated }),
    ...(dnsStatus !== undefined && { dnsStatus }),
    ...(dataCenter !== undefined && { dataCenter }),
    ...(message !== undefined && { message }),
  };
}

/** Writes the answer as the service does. */
export function formatCloudDnsAnswer(
  answer: CloudDnsAnswer,
  format: 'json' | 'xml' = 'json',
): string {
  const { http, https } = answer;
  const fields = {
    cmd: 'getip',
    ...(http !== undefined && { IP: formatHostAndPort(http) }),
    Code: answer.code,
    LastUpdated: answer.lastUpdated,
    PortOpen: answer.portOpen,
    'DNS-Status': answer.dnsStatus,
    ...(https !== undefined && { IPHTTPS: formatHostAndPort(https) }),
    PortOpenHTTPS: answer.portOpenHttps,
    DataCenter: answer.dataCenter,
    Message: answer.message,
  };
  if (format === 'json') return JSON.stringify(fields);
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return formatXml({
    name: 'Answer',
    attributes: present.map(([name, value]) => [name, String(value)] as const),
  });
}

/** `1.2.3.4:7777`, `[2001:db8::1]:7777`. */
export function formatHostAndPort({ host, port }: HostAndPort): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? bracketed : `${bracketed}:${port}`;
}

/** @returns `undefined` for what is neither a name nor an address. */
function readHostAndPort(value: unknown): HostAndPort | undefined {
  if (typeof value !== 'string') return undefined;
  if (BARE_IPV6.test(value)) return { host: value };
  const [, ipv6, name, port] = HOST_AND_PORT.exec(value) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined) return undefined;
  if (port === undefined) return { host };
  return Number(port) > 0 && Number(port) <= 0xffff ? { host, port: Number(port) } : undefined;
}

function readFields(text: string): JsonObject {
  const json = tryParseJson(text);
  if (isJsonObject(json?.value)) return json.value;
  if (json !== undefined) throw malformed('it is not an object');
  const root = parseXml(text, 'The answer of CloudDNS cannot be understood');
  if (root.name !== 'Answer') throw malformed('it is not an answer');
  return Object.fromEntries(root.attributes);
}

function readCode(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function readFlag(value: unknown): boolean | undefined {
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  if (value === false || value === 'false' || value === 0 || value === '0') return false;
  return undefined;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function malformed(problem: string): LoxoneError {
  return malformedAnswer('The answer of CloudDNS cannot be understood', problem);
}
