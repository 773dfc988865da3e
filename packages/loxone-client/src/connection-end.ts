import {
  CLOSE_CODES,
  isLoxoneError,
  LoxoneError,
  parseBlockedReason,
} from '@gatehouse/loxone-protocol';
import { lockedOut } from './http-answer.js';

/** How a connection came to its end. */
export interface ConnectionEnd {
  readonly code: number;
  /** The peer's words. */
  readonly reason: string;
  /** The platform's words, where the network broke. */
  readonly problem?: string | undefined;
  /** Whether the Miniserver announced that it goes out of service. */
  readonly outOfService: boolean;
  readonly user: string;
}

const MAX_REASON_LENGTH = 200;

/** Whether an error is the end of a connection with this WebSocket close code. */
export function endedWith(error: LoxoneError, closeCode: number): boolean {
  const { details } = error;
  return 'closeCode' in details && details.closeCode === closeCode;
}

/** What the end of a connection means (close codes: protocol reference §2.7). */
export function connectionError(end: ConnectionEnd): LoxoneError {
  if (end.code === CLOSE_CODES.blocked) return lockedOut(parseBlockedReason(end.reason));
  if (end.code === CLOSE_CODES.ownUserDisabled) {
    const message = 'The Miniserver has disabled the user.';
    const details = { user: end.user, code: end.code };
    return new LoxoneError('ERR_LOXONE_CREDENTIALS_REJECTED', message, details);
  }
  return connectionLost(reasonOf(end), end.code);
}

/** A connection that is no more. */
export function connectionLost(
  reason?: string,
  closeCode?: number,
): LoxoneError<'ERR_LOXONE_CONNECTION_LOST'> {
  const why = reason === undefined ? '' : `: ${reason}`;
  return new LoxoneError(
    'ERR_LOXONE_CONNECTION_LOST',
    `The connection to the Miniserver was lost${why}.`,
    {
      ...(closeCode === undefined ? {} : { closeCode }),
      ...(reason === undefined ? {} : { reason }),
    },
  );
}

/**
 * Whatever was thrown, as an error of the family. A defect of ours ends a connection, not the
 * process; only its class is told, since its message may quote what it worked on.
 */
export function asLoxoneError(error: unknown): LoxoneError {
  if (isLoxoneError(error)) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return connectionLost(`internal failure (${kind})`);
}

function reasonOf(end: ConnectionEnd): string | undefined {
  if (end.outOfService) return 'it goes out of service to restart or update';
  const own = REASONS.get(end.code);
  if (own !== undefined) return own;
  if (end.problem !== undefined) return end.problem;
  const words = end.reason.trim().slice(0, MAX_REASON_LENGTH);
  return words === '' ? undefined : words;
}

const REASONS: ReadonlyMap<number, string> = new Map([
  [CLOSE_CODES.someUserChanged, 'a user was changed'],
  [CLOSE_CODES.ownUserChanged, 'our user was changed'],
  [CLOSE_CODES.firmwareUpdate, 'its firmware is being updated'],
  [CLOSE_CODES.noEventSlot, 'too many clients are connected'],
]);
