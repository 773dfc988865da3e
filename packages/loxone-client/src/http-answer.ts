import {
  type Answer,
  isLoxoneError,
  LoxoneError,
  parseAnswer,
  parseHttpError,
} from '@gatehouse/loxone-protocol';
import { withDeadline } from './deadline.js';
import { describeNetworkError, unreachable } from './network-problem.js';
import type { Timers } from './ports.js';
import type { HttpReply, Transport } from './transport.js';

/** What is needed to ask a Miniserver something before there is a connection. */
export interface Reach {
  readonly transport: Transport;
  readonly timers: Timers;
  /** For messages: `192.168.1.10`. */
  readonly host: string;
  readonly signal: AbortSignal;
}

const DEADLINE_MS = 10_000;
/** A block without a stated time: blocks of 1–108 s were seen (protocol reference §2.7). */
const UNSTATED_LOCKOUT_SECONDS = 120;

/**
 * Asks one unauthenticated command by HTTP (protocol reference §1.2).
 *
 * @throws LoxoneError `ERR_LOXONE_UNREACHABLE`, `_TIMEOUT`, `_BOOTING` (503), `_LOCKED_OUT` (403)
 * or `_ANSWER_MALFORMED`.
 */
export async function askByHttp(reach: Reach, path: string, what: string): Promise<Answer> {
  const reply = await getByHttp(reach, path, what);
  assertServed(reply, reach.host);
  return parseAnswer(reply.body);
}

/**
 * One GET, whatever its status.
 *
 * @throws LoxoneError `ERR_LOXONE_UNREACHABLE` or `_TIMEOUT`.
 */
export function getByHttp(reach: Reach, path: string, what: string): Promise<HttpReply> {
  return withDeadline(reach.timers, DEADLINE_MS, what, reach.signal, (signal) =>
    viaNetwork(reach.host, signal, () => reach.transport.get(path, signal)),
  );
}

/** Runs a network operation; what the platform throws becomes `ERR_LOXONE_UNREACHABLE`. */
export async function viaNetwork<T>(
  host: string,
  signal: AbortSignal,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    signal.throwIfAborted();
    // For example a certificate that is not the pinned one.
    if (isLoxoneError(error)) throw error;
    throw unreachable(host, describeNetworkError(error));
  }
}

/** @throws LoxoneError that says what a status other than 200 means. */
export function assertServed(reply: HttpReply, host: string): void {
  if (reply.status === 200) return;
  if (reply.status === 503) {
    const message = `The Miniserver at ${host} is starting.`;
    throw new LoxoneError('ERR_LOXONE_BOOTING', message, { host });
  }
  if (reply.status === 403) {
    throw lockedOut(parseHttpError(reply.body)?.remainingSeconds);
  }
  throw unreachable(host, `it answers with HTTP status ${reply.status}, not like a Miniserver`);
}

/** The error of a blocked address; an unstated time is assumed to be long. */
export function lockedOut(seconds: number | undefined): LoxoneError<'ERR_LOXONE_LOCKED_OUT'> {
  const retryAfterSeconds = seconds ?? UNSTATED_LOCKOUT_SECONDS;
  const message = `The Miniserver has blocked this address for ${retryAfterSeconds} s after failed logins.`;
  return new LoxoneError('ERR_LOXONE_LOCKED_OUT', message, { retryAfterSeconds });
}
