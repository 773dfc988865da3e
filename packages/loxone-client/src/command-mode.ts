/**
 * Which commands for controls travel encrypted by the protocol itself: `auto`, those on a connection
 * without TLS; `always`, within TLS too; `never`. Logins, tokens and proofs of the visualisation
 * password's key always do.
 */
export type EncryptCommands = 'auto' | 'always' | 'never';

/** How commands for controls travel on a connection. */
export function commandMode(setting: EncryptCommands, tls: boolean): 'plain' | 'enc' {
  if (setting === 'auto') return tls ? 'plain' : 'enc';
  return setting === 'always' ? 'enc' : 'plain';
}
