import { KEY_PATTERN } from '@gatehouse/keys';
import { linesOf, type RequestFacts } from './request-facts.js';

/** What a request carries as its key. */
export type CredentialReading =
  /** `key` is `undefined` when the request carries none. It was not checked. */
  | { readonly ok: true; readonly key: string | undefined }
  /** The request cannot be understood in one way only. `problem` is a sentence, free of the key. */
  | { readonly ok: false; readonly status: 400; readonly problem: string };

/** Headers that carry keys, in lower case: what a gate removes once it has read them. */
export const CREDENTIAL_HEADERS: readonly string[] = ['authorization', 'x-api-key'];

/** RFC 6750 §2.1 `b64token`. Every key format of ours fits. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** Far above any key; what is longer is not worth a look. */
const MAX_TOKEN = 1024;

/** Query parameters that carry keys elsewhere; under any other name a key is known by its shape. */
const KEY_PARAMETERS: ReadonlySet<string> = new Set([
  'access_token',
  'api-key',
  'api_key',
  'apikey',
  'authorization',
  'x-api-key',
]);

/**
 * Reads the key from `Authorization: Bearer <key>` or `X-API-Key: <key>`.
 *
 * Anything that a proxy and this server could read differently is refused: a repeated header, two
 * headers with different keys, several values in one. The same key in both headers is accepted, as
 * clients with one field for each do send it (RFC 6750 §2 forbids two methods; identical ones
 * leave nothing to choose). Another scheme, such as the `Basic` of a proxy in front, is no key.
 */
export function readCredentialOf(facts: RequestFacts): CredentialReading {
  if (hasKeyInUrl(facts.target)) {
    return refused(
      'Keys are not accepted in the URL, where logs and histories keep them: send Authorization: Bearer <key>.',
    );
  }
  const bearer = readBearer(linesOf(facts, 'authorization'));
  if (!bearer.ok) return bearer;
  const apiKey = readApiKey(linesOf(facts, 'x-api-key'));
  if (!apiKey.ok) return apiKey;
  if (bearer.key !== undefined && apiKey.key !== undefined && bearer.key !== apiKey.key) {
    return refused('Authorization and X-API-Key carry different keys: send one of them.');
  }
  return { ok: true, key: bearer.key ?? apiKey.key };
}

/** Reads one key from text that a header carries. `where` names it in the problem. */
export function readToken(token: string, where: string): CredentialReading {
  if (token === '') return refused(`${where} is empty.`);
  if (token.length > MAX_TOKEN) return refused(`${where} is longer than any key.`);
  if (!TOKEN.test(token)) return refused(`${where} must hold one key and nothing else.`);
  return { ok: true, key: token };
}

function readBearer(lines: readonly string[]): CredentialReading {
  if (lines.length > 1) return refused('Authorization is sent more than once.');
  const [line] = lines;
  if (line === undefined || !/^bearer(?![A-Za-z0-9!#$%&'*+.^_`|~-])/i.test(line)) {
    return { ok: true, key: undefined };
  }
  return readToken(line.slice('bearer'.length).replace(/^ +/, ''), 'Authorization: Bearer');
}

function readApiKey(lines: readonly string[]): CredentialReading {
  if (lines.length > 1) return refused('X-API-Key is sent more than once.');
  const [line] = lines;
  return line === undefined ? { ok: true, key: undefined } : readToken(line, 'X-API-Key');
}

function hasKeyInUrl(target: string): boolean {
  if (KEY_PATTERN.test(target)) return true;
  const query = target.indexOf('?');
  if (query === -1) return false;
  for (const [name, value] of new URLSearchParams(target.slice(query + 1))) {
    if (KEY_PARAMETERS.has(name.toLowerCase()) || KEY_PATTERN.test(value)) return true;
  }
  return false;
}

function refused(problem: string): CredentialReading {
  return { ok: false, status: 400, problem };
}
