import { damaged } from './file-errors.js';

/** How the bytes of a store's file become its text, and back. The text is the same in all of them. */
export interface FileCodec {
  /** @throws `ERR_MCPAUTH_STORE_DAMAGED` when the bytes cannot be what this codec wrote. */
  decode(path: string, bytes: Uint8Array): string;
  encode(text: string): string;
}

/**
 * @returns The text, without a byte order mark, which some editors put first.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` when it is no UTF-8.
 */
export function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged(path, 'it is no UTF-8 text');
  }
}

/** The text as it is, for files that people edit. */
export const PLAIN_TEXT: FileCodec = {
  decode: decodeUtf8,
  encode: (text) => text,
};
