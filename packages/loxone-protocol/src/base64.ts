const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Reads base64 as it travels in Loxone paths and answers: raw or percent-encoded, possibly with line
 * breaks, padded or not.
 *
 * @returns `undefined` when it is something else or nothing.
 */
export function decodeWireBase64(text: string): Uint8Array | undefined {
  const base64 = percentDecoded(text)?.replace(/\s+/g, '');
  if (base64 === undefined || base64 === '' || !BASE64.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === 0 ? undefined : Uint8Array.from(bytes);
}

/** Standard base64, one line, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function percentDecoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
