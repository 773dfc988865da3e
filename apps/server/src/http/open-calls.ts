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
 * The calls that run. Each gets a signal that ends with its client. Streams end also with the server,
 * and as soon as their key is changed, revoked or expires, since nobody asks them again. Every other
 * call is left to finish: an act that was cut short in the middle would have an outcome nobody knows.
 */
export class OpenCalls {
  readonly #streams: SessionRegistry<Ends>;
  readonly #running = new WeakMap<ServerResponse, AbortController>();
  readonly #streaming = new Set<AbortController>();
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
    this.#running.set(response, controller);
    response.once('close', () => {
      this.#streaming.delete(controller);
      controller.abort();
    });
    if (response.destroyed) controller.abort();
    return controller.signal;
  }

  /** Ties an answer that goes on to the server, and to whoever it is for. */
  async bind(response: ServerResponse, principal: Principal | undefined): Promise<void> {
    const controller = this.#running.get(response);
    if (this.#ended) controller?.abort();
    else if (controller !== undefined && !response.destroyed) this.#streaming.add(controller);
    if (principal === undefined) return;
    this.#count += 1;
    const id = `stream-${this.#count}`;
    response.once('close', () => void this.#streams.forget(id));
    await this.#streams.open(id, principal, { close: () => void response.destroy() });
  }

  /** Tells every stream that the server ends. */
  end(): void {
    this.#ended = true;
    for (const controller of this.#streaming) controller.abort();
  }

  /** Stops listening for changes of keys. */
  close(): Promise<void> {
    return this.#streams.close();
  }
}
