import {
  type Clock,
  isUuid,
  type RandomBytes,
  readUuid,
  systemClock,
  systemRandomBytes,
  type Uuid,
} from '@gatehouse/loxone-protocol';
import type { EncryptCommands } from './command-mode.js';
import type { TlsOptions } from './node-transport.js';
import { type LoxoneLogger, type Ports, silentLogger, systemTimers, type Timers } from './ports.js';
import type { CloudDnsOptions } from './reach/cloud-locator.js';
import type { Locator, OpenWay } from './reach/locator.js';
import { resolveReach } from './reach/resolve-reach.js';
import { Credentials } from './secrets.js';
import type { TokenStore } from './token-store.js';
import type { Transport } from './transport.js';
import { type VisuPasswordOption, VisuPasswords } from './visu-password.js';

/** How to reach and use a Miniserver. */
export interface LoxoneClientOptions {
  /**
   * `host` or `host:port` (a name, an IPv4 or an IPv6 address, the latter in brackets with a port);
   * a URL with http, https, ws or wss; or the serial number, 12 hexadecimal digits with or without
   * colons, of a Miniserver that Loxone's CloudDNS knows: it is then looked up before each attempt.
   */
  readonly host: string;
  /**
   * Whether to use HTTPS and WSS, and how to check the certificate. Default: as the scheme of the
   * URL says; `auto` for a serial number; otherwise `false`: commands and login are then encrypted
   * by the protocol itself, states are not. Boxes of the first generation know nothing else.
   *
   * `true` with an IP address finds out the name that the certificate is for. `auto` uses TLS when
   * the Miniserver says that it has it; whoever controls the network can talk it out of that.
   */
  readonly tls?: boolean | 'auto' | TlsOptions;
  /** Serial number of the Miniserver that must answer; another one is not logged in to. */
  readonly serial?: string;
  /** A user of the Miniserver; what it may see and do is what the house shows here. */
  readonly user: string;
  readonly password: string;
  /**
   * The visualisation password for secured controls, or who is asked for it. Without it they are
   * only read. One that the Miniserver refuses is not sent again.
   */
  readonly visuPassword?: VisuPasswordOption;
  /** Keeps the token between runs, so that the password is used once. Default: memory only. */
  readonly tokenStore?: TokenStore;
  /**
   * Which commands for controls travel encrypted by the protocol itself. Default `auto`: those on a
   * connection without TLS.
   */
  readonly encryptCommands?: EncryptCommands;
  /** Where a serial number is looked up. Default: Loxone's CloudDNS. */
  readonly cloudDns?: CloudDnsOptions;
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
  /** As people know it, for messages. */
  readonly host: string;
  readonly serial: string | undefined;
  readonly locator: Locator;
  readonly openWay: OpenWay;
  readonly credentials: Credentials;
  readonly clientId: Uuid;
  readonly clientName: string;
  readonly encryptCommands: EncryptCommands;
  readonly visuPasswords: VisuPasswords | undefined;
  readonly tokenStore: TokenStore | undefined;
  readonly ports: Ports;
}

const MAX_NAME_LENGTH = 64;

/** @throws TypeError or RangeError that names the option, never its value. */
export function resolveOptions(options: LoxoneClientOptions): Settings {
  const random = readFunction(options.random, 'random') ?? systemRandomBytes;
  const ports: Ports = {
    random,
    clock: readPort(options.clock, 'clock', ['now']) ?? systemClock,
    timers: readPort(options.timers, 'timers', ['after', 'soon']) ?? systemTimers,
    logger: readPort(options.logger, 'logger', ['debug', 'info', 'warn', 'error']) ?? silentLogger,
  };
  return {
    ...resolveReach({
      host: readText(options.host, 'host'),
      tls: options.tls,
      serial: options.serial,
      cloudDns: options.cloudDns,
      transport: readPort(options.transport, 'transport', ['get', 'open']),
      timers: ports.timers,
      logger: ports.logger,
    }),
    credentials: new Credentials(
      readText(options.user, 'user'),
      readText(options.password, 'password'),
    ),
    clientId: readClientId(options.clientId, random),
    clientName: readClientName(options.clientName),
    encryptCommands: readEncryptCommands(options.encryptCommands),
    visuPasswords: readVisuPassword(options.visuPassword),
    tokenStore: readPort(options.tokenStore, 'tokenStore', ['load', 'save', 'clear']),
    ports,
  };
}

function readEncryptCommands(value: EncryptCommands = 'auto'): EncryptCommands {
  if (value === 'auto' || value === 'always' || value === 'never') return value;
  throw new RangeError('options.encryptCommands must be auto, always or never');
}

function readVisuPassword(value: VisuPasswordOption | undefined): VisuPasswords | undefined {
  if (value === undefined) return undefined;
  if (value === '') throw new RangeError('options.visuPassword must not be empty');
  if (typeof value === 'string' || typeof value === 'function') return new VisuPasswords(value);
  throw new TypeError('options.visuPassword must be text or a function');
}

function readText(value: string, name: string): string {
  if (typeof value !== 'string') throw new TypeError(`options.${name} must be text`);
  if (value === '') throw new RangeError(`options.${name} must not be empty`);
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
