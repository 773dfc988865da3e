import type { HomeStateChange } from '@gatehouse/loxone-controls';
import type { Cancel, Timers } from './ports.js';

/** What a watch is for. */
export interface ChangeWatchOptions {
  readonly timers: Timers;
  /** Ids of the controls that the command is about: one, or those of a central control. */
  readonly controls: ReadonlySet<string>;
  /** Names of the states that confirm the command; empty when any state does. */
  readonly affects: readonly string[];
}

/** States that belong together arrive within one window of the box, 10–50 ms long. */
export const SETTLE_MS = 150;

/**
 * Collects what the states of some controls do after a command was sent. The first affected state
 * confirms the command; what follows shortly after belongs to it.
 */
export class ChangeWatch {
  readonly #options: ChangeWatchOptions;
  readonly #changes = new Map<string, HomeStateChange>();
  readonly #settled = new AbortController();
  #sentAfter = Number.POSITIVE_INFINITY;
  #cancel: Cancel | undefined;

  constructor(options: ChangeWatchOptions) {
    this.#options = options;
  }

  /** Aborts, in the sense of "enough", when the command is confirmed and the rest has arrived. */
  get settled(): AbortSignal {
    return this.#settled.signal;
  }

  /** From now on changes count: those brought by messages after the one with this number. */
  begin(sequence: number): void {
    this.#sentAfter = sequence;
  }

  /** Hears of changes in the house. */
  see(changes: readonly HomeStateChange[], sequence: number): void {
    if (sequence <= this.#sentAfter) return;
    for (const change of changes) {
      if (this.#options.controls.has(change.control)) this.#collect(change);
    }
  }

  /** One change per state, from what it was before the command to what it is now. */
  changes(): readonly HomeStateChange[] {
    return [...this.#changes.values()];
  }

  /** Ends waiting for the rest. */
  stop(): void {
    this.#cancel?.();
  }

  #collect(change: HomeStateChange): void {
    const { name } = change.state;
    const key = `${change.control} ${name}`;
    const first = this.#changes.get(key);
    this.#changes.set(key, first === undefined ? change : { ...change, before: first.before });
    if (this.#cancel !== undefined || !this.#confirms(name)) return;
    this.#cancel = this.#options.timers.after(SETTLE_MS, () => this.#settled.abort());
  }

  #confirms(name: string): boolean {
    const { affects } = this.#options;
    return affects.length === 0 || affects.some((affected) => stem(name) === affected);
  }
}

/** `temperatures[1]` belongs to `temperatures`. */
function stem(name: string): string {
  return name.replace(/\[\d+\]$/, '');
}
