import { type Answer, LoxoneError } from '@gatehouse/loxone-protocol';

/**
 * What reading a house's data needs of a connection. The live session offers it; tests pass their
 * own. Both methods reject with a LoxoneError when the connection fails.
 */
export interface HouseLink {
  /**
   * Sends one command and reads its answer, whatever its code.
   *
   * @param path - `jdev/sps/calendargetentries`, without a leading slash.
   * @param options - `encrypted`: the answer holds secrets and must not travel in the open.
   */
  command(path: string, options?: { readonly encrypted?: boolean }): Promise<Answer>;
  /**
   * Fetches a file; it cannot be encrypted.
   *
   * @throws LoxoneError `ERR_LOXONE_COMMAND_FAILED` when a refusal comes instead.
   */
  file(path: string): Promise<Uint8Array>;
}

/**
 * The value that a command answers.
 *
 * @param label - Names the command in messages, since its path may be long.
 * @throws LoxoneError `ERR_LOXONE_COMMAND_FAILED` for a code that is not 2xx.
 */
export async function askValue(
  link: HouseLink,
  label: string,
  path: string,
  options?: { readonly encrypted?: boolean },
): Promise<unknown> {
  const { code, value } = await link.command(path, options);
  if (code >= 200 && code < 300) return value;
  const message = `The Miniserver refused ${label} with code ${code}.`;
  throw new LoxoneError('ERR_LOXONE_COMMAND_FAILED', message, { code, control: label });
}

/** Whether an error says that the Miniserver does not know what was asked for. */
export function isUnknown(error: unknown): boolean {
  return (
    error instanceof LoxoneError &&
    error.code === 'ERR_LOXONE_COMMAND_FAILED' &&
    'code' in error.details &&
    error.details.code === 404
  );
}
