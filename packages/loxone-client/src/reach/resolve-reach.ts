import { isIP } from 'node:net';
import { type Address, addressOf } from '../address.js';
import { createNodeTransport, type TlsOptions } from '../node-transport.js';
import type { LoxoneLogger, Timers } from '../ports.js';
import type { Transport } from '../transport.js';
import { type CloudDnsOptions, cloudLocator } from './cloud-locator.js';
import { lanLocator } from './lan-locator.js';
import { fixedLocator, type Locator, type OpenWay } from './locator.js';
import { nodeLookup } from './lookup.js';
import { readSerial } from './serial.js';
import { parseTarget, type Target, type TlsMode } from './target.js';

/** The options that say where a Miniserver is. */
export interface ReachOptions {
  readonly host: string;
  readonly tls: boolean | 'auto' | TlsOptions | undefined;
  readonly serial: string | undefined;
  readonly cloudDns: CloudDnsOptions | undefined;
  readonly transport: Transport | undefined;
  readonly timers: Timers;
  readonly logger: LoxoneLogger;
}

/** How a Miniserver is found and spoken to. */
export interface Reachability {
  /** As people know it, for messages. */
  readonly host: string;
  readonly serial: string | undefined;
  readonly locator: Locator;
  readonly openWay: OpenWay;
}

const TLS_PORT = 443;

/** @throws TypeError or RangeError that names the option, never its value. */
export function resolveReach(options: ReachOptions): Reachability {
  const { mode, tls } = readTls(options.tls);
  const target = parseTarget(options.host, mode);
  const given = options.serial === undefined ? undefined : checkSerial(options.serial);
  const serial = given ?? (target.kind === 'serial' ? target.serial : undefined);
  const { transport } = options;
  const openWay: OpenWay = (address) => transport ?? createNodeTransport(address, tls);
  const host = target.kind === 'serial' ? target.serial : target.address.label;
  const locator = locatorOf(target, { ...options, mode, tlsOptions: tls, serial, openWay });
  return { host, serial, locator, openWay };
}

interface LocatorContext extends ReachOptions {
  readonly mode: TlsMode | undefined;
  readonly tlsOptions: TlsOptions;
  readonly openWay: OpenWay;
}

function locatorOf(target: Target, context: LocatorContext): Locator {
  const { openWay, serial, timers, logger } = context;
  // A transport of the application's own knows where the Miniserver is.
  if (context.transport !== undefined)
    return fixedLocator(nominalAddress(target, context), openWay);
  if (target.kind === 'serial') return cloud(target.serial, context);
  const { address, explicitPort, mode } = target;
  const nameIsKnown = isIP(address.hostname) === 0 || saysHowToVerify(context.tlsOptions);
  if (mode === 'off' || (mode === 'required' && nameIsKnown)) return fixedLocator(address, openWay);
  return lanLocator({ address, explicitPort, mode, serial, openWay, timers, logger });
}

function nominalAddress(target: Target, { mode }: LocatorContext): Address {
  if (target.kind === 'address') return target.address;
  return addressOf(target.serial, TLS_PORT, mode === 'required');
}

function cloud(serial: string, context: LocatorContext): Locator {
  const { mode = 'auto', cloudDns = {}, openWay, timers, tlsOptions } = context;
  if (mode === 'off') {
    throw new RangeError(
      'options.tls must be true or "auto" where options.host is a serial number',
    );
  }
  for (const url of [cloudDns.url, cloudDns.fallbackUrl]) {
    if (url !== undefined && !URL.canParse(url)) {
      throw new RangeError('options.cloudDns must hold URLs');
    }
  }
  if (tlsOptions.serverName !== undefined) {
    throw new RangeError(
      'options.tls.serverName is found out where options.host is a serial number',
    );
  }
  return cloudLocator({ serial, mode, cloudDns, lookup: nodeLookup, openWay, timers });
}

function saysHowToVerify(tls: TlsOptions): boolean {
  return Object.values(tls).some((value) => value !== undefined);
}

function readTls(value: ReachOptions['tls']): {
  readonly mode: TlsMode | undefined;
  readonly tls: TlsOptions;
} {
  if (value === undefined) return { mode: undefined, tls: {} };
  if (value === 'auto') return { mode: 'auto', tls: {} };
  if (value === false) return { mode: 'off', tls: {} };
  if (value === true) return { mode: 'required', tls: {} };
  if (typeof value === 'object' && value !== null) return { mode: 'required', tls: value };
  throw new TypeError('options.tls must be true, false, "auto" or an object');
}

function checkSerial(value: string): string {
  const serial = typeof value === 'string' ? readSerial(value) : undefined;
  if (serial !== undefined) return serial;
  throw new RangeError('options.serial must be 12 hexadecimal digits, with or without colons');
}
