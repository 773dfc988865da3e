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

/** What it takes to send a command. */
export interface Access {
  /** Whether somebody must be logged in. */
  readonly login: boolean;
  /** Whether it must come encrypted (protocol reference §2.5). */
  readonly encrypted?: true;
  /** A right that the user must hold (bits as in `TOKEN_PERMISSIONS`); administrators hold all. */
  readonly right?: number;
  /** The one way by which it is taken. */
  readonly only?: 'http' | 'socket';
}

/** For everybody. */
export const OPEN: Access = { login: false };
/** For everybody, but refused on a socket (§2.1). */
export const OPEN_BY_HTTP: Access = { login: false, only: 'http' };
/** Logs in. */
export const LOGIN: Access = { login: false, encrypted: true };
/** For those who are logged in. */
export const USER: Access = { login: true };
/** For those who are logged in, encrypted. */
export const SECRET: Access = { login: true, encrypted: true };
/** For those who are logged in on a socket. */
export const USER_ON_SOCKET: Access = { login: true, only: 'socket' };

/** One command of the box. */
export interface Route {
  readonly access: Access;
  /** The firmware that brought it; older ones do not know it. */
  readonly since?: string;
  readonly run: (request: CommandRequest, box: Box, caller: Caller) => Reply;
}

/** Route (`sys/getkey`) → command. */
export type RouteTable = Readonly<Record<string, Route>>;
