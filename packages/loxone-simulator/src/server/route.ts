import type { Token } from '../auth/tokens.js';
import type { Box } from './box.js';
import type { Reply } from './reply.js';
import type { CommandRequest } from './request.js';

/** Who sent a command, and by which way. */
export interface Caller {
  readonly channel: 'socket' | 'http';
  readonly address: string;
  /** Absent before the login. */
  readonly user: string | undefined;
  /** The token by which a socket is authenticated. */
  readonly token: Token | undefined;
  /** Whether the command came by `enc` or `fenc`. */
  readonly encrypted: boolean;
}

/**
 * `open`: without a login · `http-only`: likewise, but refused on a socket (protocol reference
 * §2.1) · `secret`: without a login, but encrypted · `user`: after the login · `socket-user`:
 * likewise, and on a socket only.
 */
export type Access = 'open' | 'http-only' | 'secret' | 'user' | 'socket-user';

/** One command of the box. */
export interface Route {
  readonly access: Access;
  readonly run: (request: CommandRequest, box: Box, caller: Caller) => Reply;
}

/** Route (`sys/getkey`) → command. */
export type RouteTable = Readonly<Record<string, Route>>;
