import { decodeText, encodeText } from './text.js';
import type { Uuid } from './uuid.js';

/** What a token is asked for with (protocol reference §2.5). */
export interface TokenRequest {
  /** {@link hashLogin}'s result. */
  readonly hash: string;
  readonly user: string;
  /** Sum of {@link TOKEN_PERMISSIONS}. */
  readonly permission: number;
  /** Stable per installation. */
  readonly clientUuid: Uuid;
  /** What the box lists this client as. */
  readonly info: string;
}

/** Paths of the commands that a session is made of. Users and texts are percent-encoded in them. */
export const PATHS = {
  apiKey: 'jdev/cfg/apiKey',
  publicKey: 'jdev/sys/getPublicKey',
  key: 'jdev/sys/getkey',
  structure: 'data/LoxAPP3.json',
  structureVersion: 'jdev/sps/LoxAPPversion3',
  enableUpdates: 'jdev/sps/enablebinstatusupdate',
  /** Not a command with an answer text: a header of kind `keepalive` answers. */
  keepalive: 'keepalive',
  /** The base64 goes as it is, with its `/`, `+` and `=` (§2.3). */
  keyExchange: (base64: string): string => `jdev/sys/keyexchange/${base64}`,
  hashInputs: (user: string): string => `jdev/sys/getkey2/${encodeSegment(user)}`,
  visuHashInputs: (user: string): string => `jdev/sys/getvisusalt/${encodeSegment(user)}`,
  token: (request: TokenRequest): string =>
    [
      'jdev/sys/getjwt',
      request.hash,
      encodeSegment(request.user),
      request.permission,
      request.clientUuid,
      // A slash would end the argument on firmware that decodes before it splits.
      encodeSegment(request.info.replaceAll('/', ' ')),
    ].join('/'),
  authenticate: (tokenHash: string, user: string): string =>
    `authwithtoken/${tokenHash}/${encodeSegment(user)}`,
  refreshToken: (tokenHash: string, user: string): string =>
    `jdev/sys/refreshjwt/${tokenHash}/${encodeSegment(user)}`,
  checkToken: (tokenHash: string, user: string): string =>
    `jdev/sys/checktoken/${tokenHash}/${encodeSegment(user)}`,
  killToken: (tokenHash: string, user: string): string =>
    `jdev/sys/killtoken/${tokenHash}/${encodeSegment(user)}`,
  /** @param tail - The command with its arguments, already percent-encoded. */
  control: (control: string, tail: string): string => `jdev/sps/io/${control}/${tail}`,
  /** @param hash - {@link hashVisuPassword}'s result. */
  securedControl: (hash: string, control: string, tail: string): string =>
    `jdev/sps/ios/${hash}/${control}/${tail}`,
} as const;

/** One argument of a command, percent-encoded as UTF-8. A lone surrogate becomes U+FFFD. */
export function encodeSegment(text: string): string {
  // Through bytes and back: encodeURIComponent throws on a lone surrogate.
  return encodeURIComponent(decodeText(encodeText(text)));
}

/** Inverse of {@link encodeSegment}; text with a broken escape is returned as it is. */
export function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
