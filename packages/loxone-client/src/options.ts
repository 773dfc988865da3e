import {
  type Clock,
  isUuid,
  type RandomBytes,
  readUuid,
  systemClock,
  systemRandomBytes,
  type Uuid,
} from '@gatehouse/loxone-protocol';
import { type Address, parseAddress } from './address.js';
import { createNodeTransport, type TlsOptions } from './node-transport.js';
import { type LoxoneLogger, type Ports, silentLogger, systemTimers, type Timers } from './ports.js';
import { Credentials } from './secrets.js';
import type { Transport } from './transport.js';

/** How to reach and use a Miniserver. */
export interface LoxoneClientOptions {
  /** `host` or `host:port`; a name, an IPv4 or an IPv6 address, the latter in brackets with a port. */
  readonly host: string;
  /**
   * Whether to use HTTPS and WSS, and how to check the certificate. Default `false`: commands and
   * login are then encrypted by the protocol itself, states are not. Boxes of the first generation
   * know nothing else.
   */
  readonly tls?: boolean | TlsOptions;
  /** A user of the Miniserver; what it may see and do is what the house shows here. */
  readonly user: string;
  readonly password: string;
  /**
   * Names this installation at the Miniserver, in Loxone's form `8-4-4-16`. Should stay the same
   * from start to start. Default: random.
   */
  readonly clientId?: Uuid;
  /** What the Miniserver lists this client as; 1–64 characters. Default `Gatehouse`. */
  readonly clientName?: string;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Default: the platform's cryptographically secure generator. */
  readonly random?: RandomBytes;
  /** Default: says nothing. Never receives a secret. */
  readonly logger?: LoxoneLogger;
  /** Default: the event loop's. */
  readonly timers?: Timers;
  /** Default: `node:http(s)` and `ws`. With it, `host` and `tls` only appear in messages. */
  readonly transport?: Transport;
}

/** Options that were checked and completed. */
export interface Settings {
  readonly address: Address;
  readonly credentials: Credentials;
  readonly clientId: Uuid;
  readonly clientName: string;
  readonly ports: Ports;
  readonly transport: Transport;
}

const MAX_NAME_LENGTH = 64;

/** @throws TypeError or RangeError that names the option, never its value. */
export function resolveOptions(options: LoxoneClientOptions): Settings {
  const tls = readTls(options.tls);
  const address = parseAddress(readText(options.host, 'host'), tls !== undefined);
  const random = readFunction(options.random, 'random') ?? systemRandomBytes;
  return {
    address,
    credentials: new Credentials(
      readText(options.user, 'user'),
      readText(options.password, 'password'),
    ),
    clientId: readClientId(options.clientId, random),
    clientName: readClientName(options.clientName),
    ports: {
      random,
      clock: readPort(options.clock, 'clock', ['now']) ?? systemClock,
      timers: readPort(options.timers, 'timers', ['after', 'soon']) ?? systemTimers,
      logger:
        readPort(options.logger, 'logger', ['debug', 'info', 'warn', 'error']) ?? silentLogger,
    },
    transport:
      readPort(options.transport, 'transport', ['get', 'open']) ??
      createNodeTransport(address, tls ?? {}),
  };
}

function readText(value: string, name: string): string {
  if (typeof value !== 'string') throw new TypeError(`options.${name} must be text`);
  if (value === '') throw new RangeError(`options.${name} must not be empty`);
  return value;
}

function readTls(value: boolean | TlsOptions = false): TlsOptions | undefined {
  if (value === false) return undefined;
  if (value === true) return {};
  if (typeof value !== 'object' || value === null) {
    throw new TypeError('options.tls must be true, false or an object');
  }
  return value;
}

/** A port that lacks a method would fail much later, in the middle of something. */
function readPort<Port extends object>(
  port: Port | undefined,
  name: string,
  methods: readonly (keyof Port & string)[],
): Port | undefined {
  if (port === undefined) return undefined;
  const lacking = methods.find((method) => typeof port?.[method] !== 'function');
  if (lacking === undefined) return port;
  throw new TypeError(`options.${name} must be an object with a method ${lacking}`);
}

function readFunction<Value>(value: Value | undefined, name: string): Value | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw new TypeError(`options.${name} must be a function`);
}

function readClientId(value: Uuid | undefined, random: RandomBytes): Uuid {
  if (value === undefined) return readUuid(random(16), 0);
  if (typeof value !== 'string') throw new TypeError('options.clientId must be text');
  if (!isUuid(value)) throw new RangeError("options.clientId must be a uuid in Loxone's form");
  return value;
}

function readClientName(value: string = 'Gatehouse'): string {
  const name = readText(value, 'clientName');
  if (name.length <= MAX_NAME_LENGTH) return name;
  throw new RangeError(`options.clientName must have at most ${MAX_NAME_LENGTH} characters`);
}
