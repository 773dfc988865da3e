/** What a transport of the MCP SDK (v1) looks like to a client or a server; its interface `Transport`. */
export interface TestTransport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: ((message: unknown, extra?: MessageExtra) => void) | undefined;
  start(): Promise<void>;
  send(message: unknown): Promise<void>;
  close(): Promise<void>;
}

/** What a transport tells beside a message; `authInfo` is what an HTTP gate leaves in `req.auth`. */
export interface MessageExtra {
  readonly authInfo?: unknown;
}

class LinkedTransport implements TestTransport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: ((message: unknown, extra?: MessageExtra) => void) | undefined;
  #other: LinkedTransport | undefined;
  readonly #extra: () => MessageExtra;
  readonly #early: string[] = [];
  #started = false;

  constructor(extra: () => MessageExtra) {
    this.#extra = extra;
  }

  link(other: LinkedTransport): void {
    this.#other = other;
  }

  async start(): Promise<void> {
    this.#started = true;
    for (const text of this.#early.splice(0)) {
      this.#deliver(text);
    }
  }

  async send(message: unknown): Promise<void> {
    if (this.#other === undefined) {
      throw new TypeError('the connection is closed');
    }
    // As text, so that nothing passes here that would not pass over a wire.
    this.#other.#receive(JSON.stringify(message));
  }

  async close(): Promise<void> {
    const other = this.#other;
    if (other !== undefined) {
      this.#other = undefined;
      await other.close();
      this.onclose?.();
    }
  }

  #receive(text: string): void {
    if (this.#started) {
      this.#deliver(text);
    } else {
      this.#early.push(text);
    }
  }

  #deliver(text: string): void {
    this.onmessage?.(JSON.parse(text), this.#extra());
  }
}

/**
 * Two ends of a connection in memory.
 *
 * @param extra - What the server is told beside each message.
 */
export function createTransportPair(extra: () => MessageExtra): {
  readonly client: TestTransport;
  readonly server: TestTransport;
} {
  const client = new LinkedTransport(() => ({}));
  const server = new LinkedTransport(extra);
  client.link(server);
  server.link(client);
  return { client, server };
}
