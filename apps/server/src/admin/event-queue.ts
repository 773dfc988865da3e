/** Events that a slow client may be behind; beyond that the stream ends, and the client asks anew. */
const MOST_WAITING = 2_000;

/**
 * What is to be sent to one client. An event replaces the one of its name that still waits: whoever
 * is slow hears how it is, not how it was.
 */
export class EventQueue<Event> {
  readonly #waiting = new Map<string, Event>();
  #ended = false;
  #wake: (() => void) | undefined;

  push(name: string, event: Event): void {
    if (this.#ended) return;
    this.#waiting.set(name, event);
    if (this.#waiting.size > MOST_WAITING) this.end();
    this.#wake?.();
  }

  /** What waits is not sent any more. */
  end(): void {
    this.#ended = true;
    this.#waiting.clear();
    this.#wake?.();
  }

  /** Waits for events. @returns Those that wait; `undefined` at the end. */
  async take(): Promise<readonly Event[] | undefined> {
    while (this.#waiting.size === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#ended) return undefined;
    const events = [...this.#waiting.values()];
    this.#waiting.clear();
    return events;
  }
}
