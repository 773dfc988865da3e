import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { tryFromBase64 } from '../base64.js';
import { type LegacyOpened, malformed, notOpened } from './opened.js';

/**
 * HKDF `info` of each generation. The file does not say which one wrote it, so both are tried: the
 * label changed between 0.17 and the releases after it, and every update since locked people out.
 */
const GENERATIONS: Readonly<Record<PulseengineGeneration, string>> = {
  '0.17': 'pulseengine-mcp-auth-api-key-storage',
  main: 'pulseengine-auth-api-key-storage',
};

/** Which releases of pulseengine wrote a store: up to 0.17.0, or later. */
export type PulseengineGeneration = '0.17' | 'main';

/** The content of a `keys.enc` of pulseengine. */
export interface PulseengineStore {
  readonly generation: PulseengineGeneration;
  /** JSON text; `readPulseengineKeys` understands it. */
  readonly json: string;
}

const MASTER_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface SealedFile {
  readonly ciphertext: Uint8Array;
  readonly nonce: Uint8Array;
}

function member(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function bytesAt(file: object, name: string): Uint8Array | undefined {
  const text = member(file, name);
  return typeof text === 'string' ? tryFromBase64(text) : undefined;
}

function parseFile(text: string): SealedFile | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (typeof file !== 'object' || file === null) {
    return 'it is not a JSON object';
  }
  if (member(file, 'algorithm') !== 'AES-256-GCM') {
    return 'its algorithm is not AES-256-GCM';
  }
  const ciphertext = bytesAt(file, 'ciphertext');
  const nonce = bytesAt(file, 'nonce');
  if (ciphertext === undefined || ciphertext.length < TAG_BYTES) {
    return 'its ciphertext is not base64 of at least 16 bytes';
  }
  if (nonce?.length !== NONCE_BYTES) {
    return 'its nonce is not base64 of 12 bytes';
  }
  return { ciphertext, nonce };
}

function decrypt(masterKey: Uint8Array, info: string, file: SealedFile): Uint8Array | undefined {
  const key = hkdf(sha256, masterKey, undefined, new TextEncoder().encode(info), MASTER_KEY_BYTES);
  try {
    return gcm(key, file.nonce).decrypt(file.ciphertext);
  } catch {
    return undefined;
  }
}

/**
 * Opens a `keys.enc` of pulseengine-mcp-auth or pulseengine-auth: AES-256-GCM under an HKDF-SHA-256
 * key without salt.
 *
 * @param masterKey - The 32 bytes of `PULSEENGINE_MCP_MASTER_KEY`.
 * @param text - The file's content.
 * @throws {@link RangeError} when the master key is not 32 bytes.
 */
export function openPulseengineStore(
  masterKey: Uint8Array,
  text: string,
): LegacyOpened<PulseengineStore> {
  if (masterKey.length !== MASTER_KEY_BYTES) {
    throw new RangeError(`masterKey must be ${MASTER_KEY_BYTES} bytes, got ${masterKey.length}`);
  }
  const file = parseFile(text);
  if (typeof file === 'string') {
    return malformed(file);
  }
  for (const generation of ['0.17', 'main'] as const) {
    const opened = decrypt(masterKey, GENERATIONS[generation], file);
    if (opened !== undefined) {
      return { ok: true, value: { generation, json: new TextDecoder().decode(opened) } };
    }
  }
  return notOpened();
}
