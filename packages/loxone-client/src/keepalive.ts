import type { LoxoneError } from '@gatehouse/loxone-protocol';
import { timeout } from './deadline.js';
import type { Cancel, Timers } from './ports.js';

/** Well below the 5 minutes after which a silent socket is closed (protocol reference §3.9). */
export const KEEPALIVE_INTERVAL_MS = 30_000;
/** A box that does not answer for so long is gone, whatever TCP believes. */
export const KEEPALIVE_DEADLINE_MS = 15_000;
/** A structure file of several MB over a slow line delays the answer, but not for ever. */
const MAX_EXTENSIONS = 4;

/** What keepalive needs of its connection. */
export interface KeepaliveOptions {
  readonly timers: Timers;
  readonly send: () => void;
  /** Whether an announced payload is still arriving: then the answer stands behind it. */
  readonly isReceiving: () => boolean;
  readonly onOverdue: (error: LoxoneError) => void;
}

/** Asks for a sign of life at intervals and notices when none comes. */
export class Keepalive {
  readonly #options: KeepaliveOptions;
  #cancel: Cancel | undefined;

  constructor(options: KeepaliveOptions) {
    this.#options = options;
  }

  /** Starts, or starts over after an answer. */
  rest(): void {
    this.stop();
    this.#cancel = this.#options.timers.after(KEEPALIVE_INTERVAL_MS, () => this.#ask());
  }

  /** Ends it for good or until {@link Keepalive.rest}. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #ask(): void {
    this.#options.send();
    this.#await(MAX_EXTENSIONS);
  }

  #await(extensions: number): void {
    this.#cancel = this.#options.timers.after(KEEPALIVE_DEADLINE_MS, () => {
      if (extensions > 0 && this.#options.isReceiving()) this.#await(extensions - 1);
      else this.#options.onOverdue(timeout('sign of life', KEEPALIVE_DEADLINE_MS));
    });
  }
}
