/** How many slots are compared before one of them is given away. */
const SAMPLE = 16;

/**
 * Names and the slots that they own, at most `capacity` of them. When all are taken, the least worth
 * of the next few in turn is given away: a full comparison would cost too much, and the turn passes
 * by every slot.
 */
export class SlotTable {
  readonly #capacity: number;
  readonly #worth: (slot: number) => number;
  readonly #slots = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #free: number[] = [];
  #turn = 0;

  /** @param worth - What it is worth to keep a slot that is taken: the larger, the more. */
  constructor(capacity: number, worth: (slot: number) => number) {
    this.#capacity = capacity;
    this.#worth = worth;
  }

  find(name: string): number | undefined {
    return this.#slots.get(name);
  }

  /** @param name - One that has no slot yet. @returns Its slot, which may hold what was there. */
  claim(name: string): number {
    const slot = this.#free.pop() ?? this.#unused() ?? this.#giveAway();
    this.#slots.set(name, slot);
    this.#names[slot] = name;
    return slot;
  }

  release(name: string): boolean {
    const slot = this.#slots.get(name);
    if (slot === undefined) {
      return false;
    }
    this.#slots.delete(name);
    this.#names[slot] = '';
    this.#free.push(slot);
    return true;
  }

  /** @returns Names and their slots, in no promised order. */
  entries(): IterableIterator<[string, number]> {
    return this.#slots.entries();
  }

  #unused(): number | undefined {
    return this.#names.length < this.#capacity ? this.#names.length : undefined;
  }

  /** Only called when every slot is taken. */
  #giveAway(): number {
    let least = this.#turn;
    let leastWorth = this.#worth(least);
    for (let step = 1; step < SAMPLE; step += 1) {
      const slot = (this.#turn + step) % this.#capacity;
      const worth = this.#worth(slot);
      if (worth < leastWorth) {
        least = slot;
        leastWorth = worth;
      }
    }
    this.#turn = (this.#turn + SAMPLE) % this.#capacity;
    this.#slots.delete(this.#names[least] ?? '');
    return least;
  }
}
