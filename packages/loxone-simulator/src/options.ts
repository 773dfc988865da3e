import type { Clock, HashAlgorithm, RandomBytes } from '@gatehouse/loxone-protocol';
import type { LockoutPolicy } from './auth/lockout.js';
import type { TokenLifetimes } from './auth/tokens.js';
import type { SimulatedUser } from './auth/user-profile.js';
import type { Timers } from './time.js';

/** How a simulator is started. */
export interface SimulatorOptions {
  /** LoxAPP3.json, as text or parsed. Default: the demo house. */
  readonly structure?: unknown;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** 0–65535; 0, the default, takes a free one. */
  readonly port?: number;
  readonly user: string;
  readonly password: string;
  /** More users. `user` is an administrator; these are what they say. */
  readonly users?: readonly SimulatedUser[];
  /** Visualisation password for secured controls. Default: the password. */
  readonly visuPassword?: string;
  /** `a.b.c.d`; decides what is spoken: hashes, tokens, encryption. Default `14.5.12.7`. */
  readonly firmware?: string;
  /** What the user's password is hashed with. Default: SHA256, before firmware 10.3 SHA1. */
  readonly hashAlgorithm?: HashAlgorithm;
  /**
   * 1: no TLS, and token commands must be encrypted. 2: as the firmware has it. Where it is named and
   * the structure file is of the other generation, its `miniserverType` is set to fit.
   */
  readonly generation?: 1 | 2;
  /** HTTPS and WSS with a certificate chain of its own, as a second-generation box. Default no. */
  readonly tls?: boolean;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: RandomBytes;
  /** How often time passes in the house, in milliseconds, > 0. Default 1,000. */
  readonly tickMs?: number;
  /** How much faster than the clock movements and countdowns run, > 0. Default 1. */
  readonly speed?: number;
  /** Minutes to add to UTC for the time in the house. Default: the machine's own time zone. */
  readonly utcOffsetMinutes?: number;
  /** IANA name of the house's time zone, `Europe/Vienna`; where `utcOffsetMinutes` is not given. */
  readonly timeZone?: string;
  /** An unauthenticated socket is closed after this. Default 5,000. */
  readonly authTimeoutMs?: number;
  /** A silent socket is closed after this. Default 300,000. */
  readonly idleTimeoutMs?: number;
  /** State changes within this go out together. Default 20. */
  readonly coalesceMs?: number;
  /** A socket that leaves more than this unread is cut. Default 16 MiB. */
  readonly maxUnreadBytes?: number;
  /** Whether time passes in the house. Default yes; a replay needs none. */
  readonly physics?: boolean;
  /** Default: 12 hours for web tokens, 28 days for those of apps, in seconds. */
  readonly tokenLifetimes?: TokenLifetimes;
  /** Default: 5 failures block an address for 60 seconds. */
  readonly lockout?: LockoutPolicy;
}

const FIRMWARE = /^\d+(\.\d+){1,3}$/;
const MAX_PORT = 65_535;

/** @throws TypeError or RangeError naming the option that cannot be right. */
export function checkOptions(options: SimulatorOptions): void {
  const { user, password, port, firmware } = options;
  if (typeof user !== 'string' || user === '') throw new TypeError('user must be text, not empty');
  if (typeof password !== 'string' || password === '') {
    throw new TypeError('password must be text, not empty');
  }
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= MAX_PORT)) {
    throw new RangeError(`port must be an integer from 0 to ${MAX_PORT}`);
  }
  if (firmware !== undefined && !FIRMWARE.test(firmware)) {
    throw new RangeError('firmware must be numbers with dots, for example 14.5.12.7');
  }
  if (options.generation !== undefined && ![1, 2].includes(options.generation)) {
    throw new RangeError('generation must be 1 or 2');
  }
  if (options.generation === 1 && options.tls === true) {
    throw new RangeError('tls must not be asked of generation 1');
  }
  if (options.timeZone !== undefined && !isTimeZone(options.timeZone)) {
    throw new RangeError('timeZone must be an IANA name, for example Europe/Vienna');
  }
  for (const name of ['tickMs', 'speed', 'authTimeoutMs', 'idleTimeoutMs'] as const) {
    const value = options[name];
    if (value !== undefined && !(value > 0)) throw new RangeError(`${name} must be above 0`);
  }
}

/** Whether this machine knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
