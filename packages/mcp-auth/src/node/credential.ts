import type { IncomingMessage } from 'node:http';
import { type CredentialReading, readCredentialOf } from '../http/credential.js';
import { headerLines } from './raw-headers.js';

/**
 * Reads the key from `Authorization: Bearer <key>` or `X-API-Key: <key>` as the gates do: what two
 * readers could understand differently is refused.
 */
export function readCredential(req: IncomingMessage): CredentialReading {
  return readCredentialOf({
    method: req.method ?? '',
    target: req.url ?? '',
    headers: headerLines(req),
  });
}
