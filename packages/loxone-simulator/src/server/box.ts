import type { Clock, RandomBytes } from '@gatehouse/loxone-protocol';
import type { BoxKeys } from '../auth/box-keys.js';
import type { Gatekeeper } from '../auth/gatekeeper.js';
import type { House } from '../house/house.js';
import type { Timers } from '../time.js';
import type { CommandLog } from './command-log.js';
import type { FaultState } from './fault-state.js';
import type { Views } from './view.js';

/** Times that a real box has fixed, and tests shorten. */
export interface BoxTimes {
  /** An unauthenticated socket is closed after this. */
  readonly authTimeoutMs: number;
  /** A silent socket is closed after this. */
  readonly idleTimeoutMs: number;
  /** Changes within this are sent together. */
  readonly coalesceMs: number;
  /** A socket that leaves more than this unread is cut. */
  readonly maxUnreadBytes: number;
}

/** What administrators can do to the box. */
export interface BoxOperations {
  reboot(): void;
  /** Goes out of service for an update, with close code 4007. */
  update(): void;
  removeUser(name: string): void;
}

/** Everything that the HTTP server and the sockets of one simulated Miniserver share. */
export interface Box {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomBytes;
  readonly times: BoxTimes;
  readonly keys: BoxKeys;
  readonly gatekeeper: Gatekeeper;
  readonly faults: FaultState;
  readonly commands: CommandLog;
  readonly firmware: string;
  readonly generation: 1 | 2;
  /** Whether it is reached by HTTPS and WSS, as a second-generation box. */
  readonly tls: boolean;
  /** Replaced when the structure is. */
  readonly house: () => House;
  /** Whether another socket can still subscribe to state changes. */
  readonly hasEventSlot: () => boolean;
  /** What each user sees. */
  readonly views: Views;
  /** What commands do to the box as a whole. */
  readonly operations: BoxOperations;
}
