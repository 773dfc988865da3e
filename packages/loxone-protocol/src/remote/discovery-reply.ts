import { decodeText } from '../text.js';

/** UDP ports of the local search (protocol reference §1.6). */
export const DISCOVERY_PORTS = {
  /** Miniservers listen here. */
  request: 7070,
  /** They answer to this one: bind it before asking. */
  reply: 7071,
} as const;

/** What is broadcast to find Miniservers: one zero byte. */
export function discoveryRequest(): Uint8Array {
  return new Uint8Array(1);
}

/** An extension or another part that the reply mentions behind its addresses. */
export interface DiscoveredPart {
  /** As it stands there: `13106567`. */
  readonly serial: string;
  /** As it stands there: `11021110`. */
  readonly version: string;
  /** `O`, `X`, … */
  readonly flag: string;
}

/** What a Miniserver tells of itself when it is looked for (§1.6). */
export interface DiscoveryReply {
  /** As people named it; may hold spaces. */
  readonly name: string;
  /** IPv4 address in the local network. */
  readonly address: string;
  readonly httpPort: number;
  /** Twelve hexadecimal digits, upper case. */
  readonly serial: string;
  readonly firmware: string;
  /** When it was last programmed, by its own clock: `2021-06-01 23:40:59`. */
  readonly programmedAt?: string;
  /** 0 Miniserver · 1 Go · 2 Gen 2 · 3 Go Gen 2 · 4 Compact. */
  readonly type?: number;
  /** Hexadecimal: `A0000`. */
  readonly hardwareId?: string;
  readonly ipv6?: string;
  readonly parts: readonly DiscoveredPart[];
}

/** More than fits one datagram of an ordinary network is no answer to this. */
const MAX_CHARS = 4096;

// The name may hold spaces, so its end is where an address and a serial number follow.
const REPLY =
  /^LoxLIVE: ?(.*?) ?((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5}) ([0-9a-f]{12}) (\d[\d.]*)(?: (.*))?$/is;
const PROGRAMMED = /\bProg:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/;
const TYPE = /\bType:(\d{1,3})\b/;
const HARDWARE = /\bHwId:([0-9a-f]{1,16})\b/i;
const IPV6 = /\bIPv6:([0-9a-f:.]*(?:%[\w.-]{1,20})?)(?:,(\S*))?/i;
const PART = /^([0-9a-z]{1,16}):([0-9a-z.]{1,16})\/([0-9a-z]{1,8})$/i;

/**
 * Reads the datagram that answers a local search, also as old firmware wraps it in brackets.
 *
 * @param datagram - The bytes, or their text.
 * @returns `undefined` for anything else: other devices may use that port.
 */
export function parseDiscoveryReply(datagram: Uint8Array | string): DiscoveryReply | undefined {
  if (datagram.length > MAX_CHARS) return undefined;
  const text = typeof datagram === 'string' ? datagram : decodeText(datagram);
  const match = REPLY.exec(unwrapped(text));
  if (match === null) return undefined;
  const [, name = '', address = '', port, serial = '', firmware = '', rest = ''] = match;
  if (!isIpv4(address) || Number(port) > 0xffff) return undefined;
  return {
    name,
    address,
    httpPort: Number(port),
    serial: serial.toUpperCase(),
    firmware,
    ...readDetails(rest),
  };
}

/**
 * Writes such a datagram's text.
 *
 * @param options - `bracketed`: as old firmware does.
 */
export function formatDiscoveryReply(
  reply: DiscoveryReply,
  options: { readonly bracketed?: boolean } = {},
): string {
  const { programmedAt, type, hardwareId, ipv6, parts } = reply;
  const words = [
    `LoxLIVE: ${reply.name} ${reply.address}:${reply.httpPort} ${reply.serial} ${reply.firmware}`,
    ...(programmedAt === undefined ? [] : [`Prog:${programmedAt}`]),
    ...(type === undefined ? [] : [`Type:${type}`]),
    ...(hardwareId === undefined ? [] : [`HwId:${hardwareId}`]),
    ...(ipv6 === undefined && parts.length === 0
      ? []
      : [`IPv6:${[ipv6 ?? '', ...parts.map(formatPart)].join(',')}`]),
  ];
  const text = words.join(' ');
  return options.bracketed === true ? `[${text}]` : text;
}

type Details = Pick<DiscoveryReply, 'programmedAt' | 'type' | 'hardwareId' | 'ipv6' | 'parts'>;

function readDetails(text: string): Details {
  const programmedAt = PROGRAMMED.exec(text)?.[1];
  const type = TYPE.exec(text)?.[1];
  const hardwareId = HARDWARE.exec(text)?.[1];
  const [, ipv6 = '', parts = ''] = IPV6.exec(text) ?? [];
  return {
    ...(programmedAt !== undefined && { programmedAt }),
    ...(type !== undefined && { type: Number(type) }),
    ...(hardwareId !== undefined && { hardwareId }),
    ...(ipv6 !== '' && { ipv6 }),
    parts: parts.split(',').flatMap(readPart),
  };
}

function readPart(text: string): readonly DiscoveredPart[] {
  const [, serial, version, flag] = PART.exec(text) ?? [];
  if (serial === undefined || version === undefined || flag === undefined) return [];
  return [{ serial, version, flag }];
}

function formatPart({ serial, version, flag }: DiscoveredPart): string {
  return `${serial}:${version}/${flag}`;
}

function unwrapped(text: string): string {
  const trimmed = text.replace(/[\0\s]+$/, '');
  return trimmed.startsWith('[') && trimmed.endsWith(']') ? trimmed.slice(1, -1) : trimmed;
}

function isIpv4(text: string): boolean {
  return text.split('.').every((part) => Number(part) <= 255);
}
