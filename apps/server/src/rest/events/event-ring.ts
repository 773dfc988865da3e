/** Something that happened in the house. */
export interface HouseEvent {
  /** Orders events; unique as long as the server runs, and unlike those of another run. */
  readonly id: string;
  readonly type: 'state' | 'connection' | 'structure';
  /** The device that it is about; absent for what is about the house. */
  readonly control?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The last events, for clients that were away for a moment. */
export class EventRing {
  readonly #run: string;
  readonly #most: number;
  #events: HouseEvent[] = [];
  #count = 0;
  /** Number of the first event after which nothing was missed. */
  #known = 0;

  /** @param run - Tells ids of this run of the server from others. */
  constructor(run: string, most: number) {
    this.#run = run;
    this.#most = most;
  }

  add(event: Omit<HouseEvent, 'id'>): HouseEvent {
    this.#count += 1;
    const added = { ...event, id: this.latest() };
    this.#events.push(added);
    // Cut in larger pieces, since each cut moves all that stays.
    if (this.#events.length >= this.#most * 2) this.#events = this.#events.slice(-this.#most);
    return added;
  }

  /** Nobody listens for a while: what was before is no longer a beginning. */
  interrupt(): void {
    this.#events = [];
    this.#count += 1;
    this.#known = this.#count;
  }

  latest(): string {
    return `${this.#run}-${this.#count}`;
  }

  /** @returns All events after this one; `undefined` where some of them are gone. */
  since(id: string): readonly HouseEvent[] | undefined {
    const [run, number = ''] = id.split('-');
    const at = /^\d{1,15}$/.test(number) ? Number(number) : Number.NaN;
    if (run !== this.#run || !(at >= this.#known && at <= this.#count)) return undefined;
    const missed = this.#count - at;
    const kept = this.#events.slice(-this.#most);
    if (missed > kept.length) return undefined;
    return missed === 0 ? [] : kept.slice(-missed);
  }
}
