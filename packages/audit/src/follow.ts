import type { AuditRecord } from '@gatehouse/core';
import { parseLine } from './line.js';
import { errorName } from './problems.js';
import type { QueryContext } from './query.js';
import { parseRecord } from './record.js';

/** Hands over what is appended, in order and each record once. */
class Follower {
  readonly #context: QueryContext;
  readonly #listener: (record: AuditRecord) => void;
  #next: number;
  #isReading = false;
  #isAskedAgain = false;
  #ended = false;

  constructor(context: QueryContext, next: number, listener: (record: AuditRecord) => void) {
    this.#context = context;
    this.#next = next;
    this.#listener = listener;
  }

  end(): void {
    this.#ended = true;
  }

  /** Reads what is new; asked while it reads, it reads once more. Never rejects. */
  async read(): Promise<void> {
    if (this.#isReading) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isReading = true;
    do {
      this.#isAskedAgain = false;
      try {
        await this.#readNew();
      } catch (error) {
        this.#warn('the audit trail cannot be followed now', error);
      }
    } while (this.#isAskedAgain);
    this.#isReading = false;
  }

  async #readNew(): Promise<void> {
    for await (const text of this.#context.storage.read(this.#next)) {
      if (this.#ended) {
        return;
      }
      const sequence = parseLine(text)?.sequence;
      if (sequence === undefined || sequence < this.#next) {
        continue;
      }
      this.#next = sequence + 1;
      const record = parseRecord(text);
      if (record !== undefined) {
        this.#tell(record);
      }
    }
  }

  #tell(record: AuditRecord): void {
    try {
      this.#listener(record);
    } catch (error) {
      this.#warn('a listener of the audit trail failed', error);
    }
  }

  #warn(message: string, error: unknown): void {
    const { logger, storage } = this.#context;
    logger.warn(message, { location: storage.location, problem: errorName(error) });
  }
}

/**
 * Calls `listener` with each record from number `next` on.
 *
 * @returns A function that ends it: no call follows.
 */
export function followTrail(
  context: QueryContext,
  next: number,
  listener: (record: AuditRecord) => void,
): () => void {
  const follower = new Follower(context, next, listener);
  const unwatch = context.storage.watch(() => void follower.read());
  return () => {
    follower.end();
    unwatch();
  };
}
