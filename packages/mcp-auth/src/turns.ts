/** Lets those of one name do something one after the other. Nothing is kept of who is done. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Whether nobody of any name has their turn. */
  get isIdle(): boolean {
    return this.#last.size === 0;
  }

  /** Whether somebody of this name has their turn or waits for it. */
  isTaken(name: string): boolean {
    return this.#last.has(name);
  }

  /** Runs `act` after those who came before, whatever became of them. */
  async take<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = before.then(act);
    const done = mine.catch(() => undefined);
    this.#last.set(name, done);
    try {
      return await mine;
    } finally {
      if (this.#last.get(name) === done) this.#last.delete(name);
    }
  }
}
