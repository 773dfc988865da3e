/** Runs acts on one thing one after another, whatever became of the one before. */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @param name - What the act is on. */
  run<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(act, act);
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(name) === settled) this.#last.delete(name);
      });
    this.#last.set(name, settled);
    return turn;
  }
}
