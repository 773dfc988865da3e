import type { Principal } from '@gatehouse/core';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { ClosableSession } from '../node/sessions.js';

/** An assistant's session, for hosts that show who is connected. */
export interface McpSession {
  readonly principal: Principal;
  /** Where it was opened from; absent when that is not known. */
  readonly address?: string;
  /** What the client says that it is: name and version, as it wrote them, up to 100 characters each. */
  readonly client?: { readonly name: string; readonly version: string };
  /** Ends it for good. */
  end(): Promise<void>;
}

/** What a host wants to know of a session that it was told of. */
export interface McpSessionListener {
  /** It was used just now. */
  seen(): void;
  closed(): void;
}

/**
 * Called once per session, with the first request after `initialize`: before that, nobody knows what
 * the client says that it is.
 */
export type OnMcpSession = (session: McpSession) => McpSessionListener;

/** Longest name that is passed on. */
const LONGEST = 100;

/** A session with the transport that serves it. */
export class OpenMcpSession implements ClosableSession {
  readonly transport: StreamableHTTPServerTransport;
  readonly #server: Server;
  readonly #principal: Principal;
  readonly #address: string | undefined;
  readonly #onSession: OnMcpSession | undefined;
  #listener: McpSessionListener | undefined;
  #isClosed = false;

  constructor(parts: {
    readonly transport: StreamableHTTPServerTransport;
    readonly server: Server;
    readonly principal: Principal;
    readonly address: string | undefined;
    readonly onSession: OnMcpSession | undefined;
  }) {
    this.transport = parts.transport;
    this.#server = parts.server;
    this.#principal = parts.principal;
    this.#address = parts.address;
    this.#onSession = parts.onSession;
  }

  /** It was used: says so, and introduces it the first time. */
  used(): void {
    if (this.#isClosed) return;
    this.#listener ??= this.#onSession?.(this.#introduced());
    this.#listener?.seen();
  }

  /** It has ended, by whatever hand. */
  ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener?.closed();
  }

  async close(): Promise<void> {
    this.ended();
    await this.transport.close();
  }

  #introduced(): McpSession {
    const info = this.#server.getClientVersion();
    return {
      principal: this.#principal,
      ...(this.#address === undefined ? {} : { address: this.#address }),
      ...(info === undefined
        ? {}
        : { client: { name: short(info.name), version: short(info.version) } }),
      end: () => this.close(),
    };
  }
}

function short(text: string): string {
  return text.slice(0, LONGEST);
}
