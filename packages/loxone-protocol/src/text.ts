const utf8Encoder = new TextEncoder();
// A leading byte order mark is text like any other: it stays, so that what was sent is what is read.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  return utf8Encoder.encode(text);
}

/** Length of a text on the wire, in UTF-8 bytes: what a message header must state (§3.2). */
export function utf8Length(text: string): number {
  return utf8Encoder.encode(text).length;
}

/**
 * Text that a Miniserver sent. Names typed into old configuration software arrive in ISO 8859-1
 * (§3.5), so bytes that are not UTF-8 are read as that instead of being refused.
 */
export function decodeText(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? decodeLatin1(bytes);
}

/** Like {@link decodeText} for text cut at any byte: an incomplete last character is left out. */
export function decodeCutText(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    // Streaming holds back an incomplete last character instead of failing on it.
    return decoder.decode(bytes, { stream: true });
  } catch {
    return decodeLatin1(bytes);
  }
}

/** @returns `undefined` where the bytes are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

// Not TextDecoder('latin1'): by the Encoding Standard that label means Windows-1252.
function decodeLatin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4096) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  }
  return parts.join('');
}
