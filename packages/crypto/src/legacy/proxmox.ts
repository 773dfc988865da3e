import { FERNET_KEY_BYTES, openFernet } from './fernet.js';
import { tryFromPaddedBase64Url, tryFromPythonBase64 } from './lenient-base64.js';
import { type LegacyOpened, malformed } from './opened.js';
import { pbkdf2Sha256 } from './pbkdf2.js';

/** What every value without a salt of its own was sealed with. */
const STATIC_SALT = new TextEncoder().encode('proxmox_mcp_salt');
const ITERATIONS = 100_000;
const PREFIX = 'enc:';

/** A value of ProxmoxMCP, opened. */
export interface ProxmoxValue {
  readonly text: string;
  /** `current` has a salt of its own, `legacy` the static one. */
  readonly format: 'current' | 'legacy';
}

/** Whether a text looks like a value of ProxmoxMCP, as opposed to our own `enc:v1:`. */
export function isProxmoxValue(text: string): boolean {
  return text.startsWith(PREFIX) && !/^enc:v\d+:/.test(text);
}

interface SealedParts {
  readonly format: ProxmoxValue['format'];
  readonly salt: Uint8Array;
  readonly token: string;
}

function partsOf(text: string): SealedParts | undefined {
  const parts = text.slice(PREFIX.length).split(':');
  const [first, second] = parts;
  if (!isProxmoxValue(text) || first === undefined || parts.length > 2) {
    return undefined;
  }
  const salt = second === undefined ? STATIC_SALT : tryFromPaddedBase64Url(first);
  const token = tryFromPaddedBase64Url(second ?? first);
  if (salt === undefined || salt.length === 0 || token === undefined) {
    return undefined;
  }
  const format = second === undefined ? 'legacy' : 'current';
  return { format, salt, token: new TextDecoder('latin1').decode(token) };
}

/**
 * Opens a value that ProxmoxMCP wrote: `enc:<salt>:<token>`, or `enc:<token>` with a static salt. The
 * token is a Fernet token, encoded once more; its key is PBKDF2-HMAC-SHA-256 of the master key.
 *
 * @param masterKey - As that program takes it: base64 of either alphabet, with padding. Short and
 *   even empty keys are read, since it sealed with them; never seal anything new under such a key.
 * @param text - The value, UTF-8 when opened.
 * @returns Takes tens of milliseconds: the derivation is slow by intent.
 */
export function openProxmoxValue(masterKey: string, text: string): LegacyOpened<ProxmoxValue> {
  const key = tryFromPythonBase64(masterKey.trim());
  if (key === undefined) {
    return malformed('the master key is not base64 with padding');
  }
  const parts = partsOf(text);
  if (parts === undefined) {
    return malformed('it is neither enc:<salt>:<token> nor enc:<token>');
  }
  const { salt, token, format } = parts;
  const derived = pbkdf2Sha256(key, { salt, iterations: ITERATIONS, length: FERNET_KEY_BYTES });
  const opened = openFernet(derived, token);
  if (!opened.ok) {
    return opened;
  }
  try {
    const value = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(opened.value);
    return { ok: true, value: { text: value, format } };
  } catch {
    return malformed('what it holds is not UTF-8 text');
  }
}
