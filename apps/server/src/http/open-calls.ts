import type { ServerResponse } from 'node:http';
import type { Logger, Principal } from '@gatehouse/core';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { createSessionRegistry, type SessionRegistry } from '@gatehouse/mcp-auth/node';

/** Streams that one key may have open at a time; one more ends the one that is open longest. */
const MAX_STREAMS = 32;

interface Ends {
  close(): void;
}

/**
 * The calls that run. Each gets a signal that ends with its client and with the server; that of a
 * stream ends also as soon as its key is changed, revoked or expires, since nobody asks it again.
 */
export class OpenCalls {
  readonly #streams: SessionRegistry<Ends>;
  readonly #running = new Set<AbortController>();
  #count = 0;
  #ended = false;

  constructor(auth: Pick<McpAuth, 'keys'>, logger: Logger) {
    this.#streams = createSessionRegistry<Ends>({
      keys: auth.keys,
      logger,
      maxPerPrincipal: MAX_STREAMS,
    });
  }

  /** @returns A signal that ends when nobody is left to answer. */
  begin(response: ServerResponse): AbortSignal {
    const controller = new AbortController();
    this.#running.add(controller);
    response.once('close', () => {
      this.#running.delete(controller);
      controller.abort();
    });
    if (this.#ended || response.destroyed) controller.abort();
    return controller.signal;
  }

  /** Ties an answer that goes on to whoever it is for. */
  async bind(response: ServerResponse, principal: Principal | undefined): Promise<void> {
    if (principal === undefined) return;
    this.#count += 1;
    const id = `stream-${this.#count}`;
    response.once('close', () => void this.#streams.forget(id));
    await this.#streams.open(id, principal, { close: () => void response.destroy() });
  }

  /** Tells every call that the server ends. */
  end(): void {
    this.#ended = true;
    for (const controller of this.#running) controller.abort();
  }

  /** Stops listening for changes of keys. */
  close(): Promise<void> {
    return this.#streams.close();
  }
}
