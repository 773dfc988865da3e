import { CLOSE_CODES, isLoxoneError, type LoxoneError } from '@gatehouse/loxone-protocol';

/**
 * What is wrong, as one clause for people, without a full stop: `The Miniserver at 192.168.1.10
 * cannot be reached (connection refused)`.
 *
 * @param host - As people know it.
 */
export function describeProblem(error: LoxoneError, host: string): string {
  const box = `The Miniserver at ${host}`;
  if (!isLoxoneError(error)) return `The connection to ${host} failed`;
  switch (error.code) {
    case 'ERR_LOXONE_UNREACHABLE':
      return `${box} cannot be reached (${error.details.problem})`;
    case 'ERR_LOXONE_TIMEOUT':
      return `${box} gave no ${error.details.what} within ${error.details.afterMs / 1000} s`;
    case 'ERR_LOXONE_BOOTING':
      return `${box} is starting`;
    case 'ERR_LOXONE_LOCKED_OUT':
      return `${box} has blocked this address for ${error.details.retryAfterSeconds} s after failed logins`;
    case 'ERR_LOXONE_CREDENTIALS_REJECTED':
      return describeRejection(error.details.user, error.details.code, box);
    case 'ERR_LOXONE_CONNECTION_LOST':
      return error.details.reason === undefined
        ? `The connection to the Miniserver at ${host} was lost`
        : `The connection to the Miniserver at ${host} was lost (${error.details.reason})`;
    case 'ERR_LOXONE_STRUCTURE_INVALID':
      return `The structure file of the Miniserver at ${host} cannot be used: ${error.details.field} ${error.details.problem}`;
    case 'ERR_LOXONE_COMMAND_FAILED':
      return `${box} refused ${error.details.control} with code ${error.details.code}`;
    case 'ERR_LOXONE_REMOTE_UNAVAILABLE':
    case 'ERR_LOXONE_REMOTE_REFUSED':
      return `${box} cannot be found from outside: ${error.details.problem} (code ${error.details.code})`;
    case 'ERR_LOXONE_CERTIFICATE_MISMATCH':
      return `${box} shows a certificate with the SHA-256 fingerprint ${error.details.received}, not the pinned ${error.details.expected.join(' or ')}; nothing secret was sent`;
    case 'ERR_LOXONE_PUBLIC_KEY_INVALID':
      return `${box} has no usable public key (${error.details.problem})`;
    case 'ERR_LOXONE_ANSWER_MALFORMED':
    case 'ERR_LOXONE_FRAME_MALFORMED':
    case 'ERR_LOXONE_DECRYPT_FAILED':
      return `${box} sent something that cannot be understood (${error.details.problem})`;
  }
}

/** Appends when the next attempt is due. */
export function withNextAttempt(problem: string, delayMs: number): string {
  return `${problem}; next attempt in ${Math.max(1, Math.round(delayMs / 1000))} s`;
}

function describeRejection(user: string, code: number, box: string): string {
  if (code === CLOSE_CODES.ownUserDisabled || code === 423) {
    return `${box} has disabled the user ${user}; enable it there and restart`;
  }
  return `${box} rejected the user ${user} or the password; they are not tried again, correct them and restart`;
}
