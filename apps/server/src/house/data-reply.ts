import { isLoxoneError, type LoxoneError } from '@gatehouse/loxone-client';
import type { DataReply } from '@gatehouse/loxone-tools';

const NOT_KNOWN = 404;
const NOT_ALLOWED: ReadonlySet<number> = new Set([401, 403]);

/**
 * Asks the Miniserver, and turns what goes wrong in the world into a value. A defect of ours is
 * thrown on.
 */
export async function replyOf<Value>(
  ask: () => Promise<Value>,
  signal?: AbortSignal,
): Promise<DataReply<Value>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (signal?.aborted === true) return no('failed', 'The call was ended before the answer came.');
    if (!isLoxoneError(error)) throw error;
    return refusal(error);
  }
}

/** An answer that there is none. */
export function no(
  code: Extract<DataReply<never>, { readonly ok: false }>['code'],
  message: string,
): Extract<DataReply<never>, { readonly ok: false }> {
  return { ok: false, code, message };
}

function refusal(error: LoxoneError): DataReply<never> {
  if (error.code === 'ERR_LOXONE_COMMAND_FAILED' && 'code' in error.details) {
    const { code } = error.details;
    if (code === NOT_KNOWN) return no('unsupported', 'This Miniserver does not know the question.');
    if (NOT_ALLOWED.has(code)) {
      return no('refused', "The Miniserver's user of this server has no right to that.");
    }
    return no('refused', `The Miniserver refused it with code ${code}.`);
  }
  if (error.code === 'ERR_LOXONE_CONNECTION_LOST') {
    return no('offline', 'There is no live connection to the Miniserver.');
  }
  return no('failed', error.message);
}
