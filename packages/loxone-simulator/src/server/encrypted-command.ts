import type { KeyObject } from 'node:crypto';
import { CommandDecipher, decryptSessionKey, isLoxoneError } from '@gatehouse/loxone-protocol';

/** An encrypted command that could be opened. */
export interface OpenedCommand {
  readonly command: string;
  /** Makes the answer what the client expects: plain for `enc`, encrypted for `fenc`. */
  readonly wrap: (answer: string) => string;
}

const ENCRYPTED = /^\/?j?dev\/sys\/f?enc\//i;

export function isEncrypted(text: string): boolean {
  return ENCRYPTED.test(text);
}

/**
 * Opens `jdev/sys/enc/…` or `jdev/sys/fenc/…`.
 *
 * @returns `undefined` where the key does not fit or the salt is an old one: both are answered 401.
 */
export function openCommand(text: string, decipher: CommandDecipher): OpenedCommand | undefined {
  const opened = orNothing(() => decipher.unwrap(text));
  if (opened?.saltOk !== true) return undefined;
  const { command, mode } = opened;
  return {
    command,
    wrap: mode === 'fenc' ? (answer) => decipher.wrapAnswer(answer) : (answer) => answer,
  };
}

/** Takes the session key that a client has chosen, from `keyexchange/…` or `?sk=…`. */
export function acceptSessionKey(
  base64: string,
  privateKey: KeyObject,
): CommandDecipher | undefined {
  return orNothing(() => new CommandDecipher(decryptSessionKey(base64, privateKey)));
}

/** What a client sends may be anything; only bugs of our own may throw. */
function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (isLoxoneError(error)) return undefined;
    throw error;
  }
}
