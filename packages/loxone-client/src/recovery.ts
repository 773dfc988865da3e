import { CLOSE_CODES, isLoxoneError, type LoxoneError } from '@gatehouse/loxone-protocol';
import { backoffMs } from './backoff.js';
import { endedWith } from './connection-end.js';
import { TOKEN_LOGIN } from './login.js';

/** What to do after a session has ended. */
export type Recovery =
  /** Trying again would present a secret that was refused. */
  | { readonly action: 'give-up' }
  | {
      readonly action: 'retry';
      readonly delayMs: number;
      /** The token is no good any more; the next login uses the password. */
      readonly dropToken: boolean;
      /** What the user may see can have changed although the version has not. */
      readonly reloadStructure: boolean;
    };

/** Booting takes a minute or so; asking by HTTP every few seconds burdens nobody (§1.2). */
const BOOTING_CAP_MS = 5_000;
/** Waiting a little longer than the block lasts: an attempt that is too early prolongs it. */
const LOCKOUT_MARGIN_MS = 1_000;
/** Nothing will change by itself soon: an installer, another client or an update must act. */
const SLOW_MS = 60_000;
const FIRMWARE_UPDATE_MS = 15_000;

/**
 * Decides what follows a failure.
 *
 * @param failures - Sessions that failed in a row, this one included; ≥ 1.
 * @param fraction - Randomness, 0 ≤ fraction < 1.
 * @param leastMs - No attempt is made before, in milliseconds.
 */
export function planRecovery(
  error: LoxoneError,
  failures: number,
  fraction: number,
  leastMs: number = 0,
): Recovery {
  if (error.code === 'ERR_LOXONE_CREDENTIALS_REJECTED') return { action: 'give-up' };
  const ownUserChanged = endedWith(error, CLOSE_CODES.ownUserChanged);
  return {
    action: 'retry',
    delayMs: Math.max(leastMs, leastDelayMs(error), backoffMs(failures, fraction, capMs(error))),
    // A change of the password kills all tokens of its user (§7 no. 9).
    dropToken: ownUserChanged || isRefusedToken(error),
    reloadStructure: ownUserChanged || endedWith(error, CLOSE_CODES.someUserChanged),
  };
}

function leastDelayMs(error: LoxoneError): number {
  if (isLoxoneError(error) && error.code === 'ERR_LOXONE_LOCKED_OUT') {
    return error.details.retryAfterSeconds * 1000 + LOCKOUT_MARGIN_MS;
  }
  if (endedWith(error, CLOSE_CODES.firmwareUpdate)) return FIRMWARE_UPDATE_MS;
  const slow =
    error.code === 'ERR_LOXONE_STRUCTURE_INVALID' ||
    error.code === 'ERR_LOXONE_PUBLIC_KEY_INVALID' ||
    error.code === 'ERR_LOXONE_REMOTE_REFUSED' ||
    error.code === 'ERR_LOXONE_CERTIFICATE_MISMATCH' ||
    isOverloaded(error) ||
    endedWith(error, CLOSE_CODES.noEventSlot);
  return slow ? SLOW_MS : 0;
}

function capMs(error: LoxoneError): number | undefined {
  return error.code === 'ERR_LOXONE_BOOTING' ? BOOTING_CAP_MS : undefined;
}

/** All connections are taken (§7 no. 7); other clients must go first. */
function isOverloaded(error: LoxoneError): boolean {
  const { details } = error;
  return error.code === 'ERR_LOXONE_COMMAND_FAILED' && 'code' in details && details.code === 901;
}

function isRefusedToken(error: LoxoneError): boolean {
  const { details } = error;
  return (
    error.code === 'ERR_LOXONE_COMMAND_FAILED' &&
    'control' in details &&
    details.control === TOKEN_LOGIN
  );
}
