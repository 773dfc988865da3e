/** Longest command that is sent raw. */
const MAX_LENGTH = 500;

/** What can stand in a path; anything else has to be percent-encoded. */
const SAFE = /^[A-Za-z0-9._~!$&'()*+,;=:@%/-]+$/;

/** A step up or an empty step in the path. */
const ASTRAY = /(?:^|\/)(?:\.{0,2})(?:\/|$)/;

/** Control characters and steps could also be hidden in the encoding. */
const UNSENDABLE = /[\p{Cc}\p{Surrogate}\\?#]/u;

/**
 * Compiles what the owner allows. Each pattern has to fit a whole command.
 *
 * @throws TypeError for a pattern that is none, by its place.
 */
export function compilePatterns(patterns: readonly string[]): readonly RegExp[] {
  return patterns.map((pattern, at) => {
    try {
      return new RegExp(`^(?:${pattern})$`, 'u');
    } catch {
      throw new TypeError(`options.rawCommands[${at}] must be a regular expression`);
    }
  });
}

/** Whether a command can be sent at all, whoever allows it: it stays within its control. */
export function isSendable(command: string): boolean {
  if (command.length > MAX_LENGTH || !SAFE.test(command)) return false;
  const decoded = decodeIfPossible(command);
  if (decoded === undefined) return false;
  return !ASTRAY.test(command) && !ASTRAY.test(decoded) && !UNSENDABLE.test(decoded);
}

/** Whether the owner allows a command. */
export function isAllowed(command: string, patterns: readonly RegExp[]): boolean {
  return isSendable(command) && patterns.some((pattern) => pattern.test(command));
}

function decodeIfPossible(command: string): string | undefined {
  try {
    return decodeURIComponent(command);
  } catch {
    return undefined;
  }
}
