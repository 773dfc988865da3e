import {
  DISCOVERY_PORTS,
  discoveryRequest,
  formatSsdpSearch,
  parseDiscoveryReply,
  parseUpnpDescription,
  SSDP_ADDRESS,
} from '@gatehouse/loxone-protocol';
import { addressOf } from '../address.js';
import { pause } from '../deadline.js';
import { describeNetworkError, unreachable } from '../network-problem.js';
import { createNodeTransport } from '../node-transport.js';
import { systemTimers, type Timers } from '../ports.js';
import { type Datagrams, openDatagrams } from './datagrams.js';
import { Findings, type FoundMiniserver, fromDescription, fromReply } from './found.js';
import { type Location, readLocation } from './ssdp-locations.js';

/** How the local network is searched. */
export interface DiscoverOptions {
  /** How long answers are waited for, milliseconds, 1–60,000. Default 4,000. */
  readonly timeoutMs?: number;
  /** Default `255.255.255.255`; a subnet's own (`192.168.1.255`) passes more routers. */
  readonly broadcastAddress?: string;
  /** Where Miniservers listen. Default 7070. */
  readonly port?: number;
  /** Where they answer to. Default 7071. */
  readonly replyPort?: number;
  /** Interface to listen on. Default all. */
  readonly bindAddress?: string;
  /** Where SSDP searches go, or `false` for none. Default: the multicast address of SSDP. */
  readonly ssdp?: { readonly address?: string; readonly port?: number } | false;
  /** Ends the search early with what was found. */
  readonly signal?: AbortSignal;
  readonly timers?: Timers;
}

/** What a search found. */
export interface Discovery {
  /** One entry per serial number, by name. */
  readonly miniservers: readonly FoundMiniserver[];
  /** How many answers were not those of a Miniserver. */
  readonly ignored: number;
}

const DEFAULT_TIMEOUT_MS = 4_000;
const MAX_TIMEOUT_MS = 60_000;
/** Datagrams get lost. */
const REPETITIONS = 3;
/** The rest of the wait is for answers to the last one. */
const SHARE_FOR_SENDING = 0.5;
/** Every router and television answers; no network has so many that look like a Miniserver. */
const MAX_DESCRIPTIONS = 64;

/**
 * Searches the local network for Miniservers (protocol reference §1.6), by UDP broadcast and by SSDP
 * at once.
 *
 * @throws RangeError for a `timeoutMs` out of range; LoxoneError `ERR_LOXONE_UNREACHABLE` when
 * neither search can begin.
 */
export async function discover(options: DiscoverOptions = {}): Promise<Discovery> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal, timers = systemTimers } = options;
  if (!(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS)) {
    throw new RangeError(`options.timeoutMs must be 1–${MAX_TIMEOUT_MS}`);
  }
  const findings = new Findings();
  const ended = new AbortController();
  const searches = await openSearches(options, findings, ended.signal);
  try {
    const pauseMs = (timeoutMs * SHARE_FOR_SENDING) / (REPETITIONS - 1);
    for (let turn = 1; turn <= REPETITIONS; turn += 1) {
      for (const search of searches) search.send();
      const last = turn === REPETITIONS;
      await pause(timers, last ? timeoutMs * (1 - SHARE_FOR_SENDING) : pauseMs, signal);
    }
  } finally {
    ended.abort();
    for (const search of searches) search.close();
  }
  return { miniservers: findings.all, ignored: findings.ignored };
}

interface Search {
  send(): void;
  close(): void;
}

/** One of them is enough: the port of replies may be taken by an app on this machine. */
async function openSearches(
  options: DiscoverOptions,
  findings: Findings,
  ended: AbortSignal,
): Promise<readonly Search[]> {
  const attempts = [openUdpSearch(options, findings)];
  if (options.ssdp !== false) attempts.push(openSsdpSearch(options, findings, ended));
  const results = await Promise.allSettled(attempts);
  const searches = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (searches.length > 0) return searches;
  const [failed] = results;
  const reason: unknown = failed?.status === 'rejected' ? failed.reason : undefined;
  throw unreachable('the local network', describeNetworkError(reason));
}

async function openUdpSearch(options: DiscoverOptions, findings: Findings): Promise<Search> {
  const { broadcastAddress = '255.255.255.255', port = DISCOVERY_PORTS.request } = options;
  const socket = await openDatagrams({
    port: options.replyPort ?? DISCOVERY_PORTS.reply,
    address: options.bindAddress ?? '0.0.0.0',
    onDatagram: (bytes, address) => {
      const reply = parseDiscoveryReply(bytes);
      // Where it answers from is a fact; what it says of its address is not.
      if (reply === undefined) findings.ignore();
      else findings.add(fromReply(reply, address));
    },
  });
  return asSearch(socket, discoveryRequest(), port, broadcastAddress);
}

async function openSsdpSearch(
  options: DiscoverOptions,
  findings: Findings,
  ended: AbortSignal,
): Promise<Search> {
  const ssdp = options.ssdp === false ? {} : (options.ssdp ?? {});
  const asked = new Set<string>();
  const socket = await openDatagrams({
    port: 0,
    address: options.bindAddress ?? '0.0.0.0',
    onDatagram: (bytes, sender) => {
      const location = readLocation(Buffer.from(bytes).toString('latin1'), sender);
      if (location === undefined) {
        findings.ignore();
        return;
      }
      const key = `${location.address}:${location.port}`;
      if (asked.has(key) || asked.size >= MAX_DESCRIPTIONS) return;
      asked.add(key);
      void describe(location, findings, ended);
    },
  });
  const { address = SSDP_ADDRESS.host, port = SSDP_ADDRESS.port } = ssdp;
  return asSearch(socket, Buffer.from(formatSsdpSearch(), 'latin1'), port, address);
}

/** Fetches a description; no more than a megabyte, no redirects, and not beyond the search. */
async function describe(
  { address, port }: Location,
  findings: Findings,
  ended: AbortSignal,
): Promise<void> {
  try {
    const transport = createNodeTransport(addressOf(address, port, false), {});
    const { status, body } = await transport.get('/upnp.xml', ended);
    const description = status === 200 ? parseUpnpDescription(body) : undefined;
    if (ended.aborted) return;
    if (description === undefined) findings.ignore();
    else findings.add(fromDescription(description, address, port));
  } catch {
    // It answered the search but not the question: nothing was found there.
    findings.ignore();
  }
}

function asSearch(socket: Datagrams, bytes: Uint8Array, port: number, address: string): Search {
  return {
    send: () => socket.send(bytes, port, address),
    close: () => socket.close(),
  };
}
