/** What an HTTP request brought. */
export interface HttpReply {
  readonly status: number;
  /** At most 1 MiB, decoded as UTF-8. */
  readonly body: string;
  /** Where a redirect leads, as the header says it. */
  readonly location?: string;
}

/** What a socket reports. After `closed` nothing more comes. */
export interface SocketHandlers {
  /** One whole message; `data` is the receiver's to keep. */
  message(data: Uint8Array, isBinary: boolean): void;
  /**
   * @param code - The WebSocket close code; 1006 when the connection broke without one.
   * @param reason - The peer's words, possibly empty.
   * @param problem - Why it broke, if the platform said so: `connection reset`.
   */
  closed(code: number, reason: string, problem?: string): void;
}

/** An open WebSocket, seen from the client. */
export interface Socket {
  send(text: string): void;
  /** Starts the closing handshake. */
  close(code: number): void;
  /** Cuts the connection at once. */
  terminate(): void;
}

/** The upgrade either worked, or an HTTP server answered something else. */
export type Opened =
  | { readonly ok: true; readonly socket: Socket }
  | { readonly ok: false; readonly reply: HttpReply };

/**
 * The two ways to a Miniserver. The default uses `node:http(s)` and `ws`; an application may pass
 * its own, for example to go through a proxy.
 *
 * Both methods reject with the platform's error when nobody can be reached, and with the signal's
 * reason when it aborts.
 */
export interface Transport {
  /**
   * One unauthenticated GET. Redirects are not followed.
   *
   * @param path - Absolute path, for example `/jdev/cfg/apiKey`.
   */
  get(path: string, signal: AbortSignal): Promise<HttpReply>;
  /** Opens the WebSocket at `/ws/rfc6455` (protocol reference §1.1). */
  open(handlers: SocketHandlers, signal: AbortSignal): Promise<Opened>;
}
