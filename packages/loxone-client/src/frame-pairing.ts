import {
  decodeHeader,
  HEADER_BYTES,
  LoxoneError,
  MESSAGE_KIND,
  type MessageHeader,
  type MessageKind,
} from '@gatehouse/loxone-protocol';

const HEADER_MARK = 0x03;

/** What one or two messages of the socket amount to. */
export type Incoming =
  | {
      readonly type: 'payload';
      readonly kind: MessageKind;
      readonly bytes: Uint8Array;
    }
  /** A table whose length is not the announced one; the vendor's own library drops these too. */
  | {
      readonly type: 'dropped';
      readonly kind: MessageKind;
      readonly announced: number;
      readonly received: number;
    }
  | { readonly type: 'keepalive' }
  | { readonly type: 'out-of-service' };

/**
 * Pairs headers with payloads (protocol reference §3.2): each payload is announced by its own
 * 8-byte binary message. Holds no socket and no timer.
 */
export class FramePairing {
  #header: MessageHeader | undefined;

  /** Whether a header was seen whose payload has not come yet. */
  get awaitingPayload(): boolean {
    return this.#header !== undefined;
  }

  /**
   * Takes the next message of the socket.
   *
   * @returns What it completed, or `undefined` when the payload is still to come.
   * @throws {@link LoxoneError} `ERR_LOXONE_FRAME_MALFORMED` when header and payload do not
   * alternate; the connection cannot be trusted any more.
   */
  accept(data: Uint8Array, isBinary: boolean): Incoming | undefined {
    const header = this.#header;
    if (header === undefined) return this.#acceptHeader(data, isBinary);
    if (looksLikeHeader(data, isBinary) && header.length !== HEADER_BYTES) {
      if (header.estimated) return this.#acceptHeader(data, isBinary);
      throw malformed('a header came where a payload was announced');
    }
    return this.#acceptPayload(header, data);
  }

  #acceptHeader(data: Uint8Array, isBinary: boolean): Incoming | undefined {
    if (!isBinary || data.length !== HEADER_BYTES) {
      throw malformed('a payload came without a header');
    }
    const header = decodeHeader(data);
    this.#header = undefined;
    if (header.kind === MESSAGE_KIND.keepalive) return { type: 'keepalive' };
    if (header.kind === MESSAGE_KIND.outOfService) return { type: 'out-of-service' };
    if (header.length === 0 && !header.estimated) {
      return { type: 'payload', kind: header.kind, bytes: new Uint8Array() };
    }
    this.#header = header;
    return undefined;
  }

  #acceptPayload(header: MessageHeader, bytes: Uint8Array): Incoming {
    this.#header = undefined;
    const exact = bytes.length === header.length;
    if (header.estimated && !exact) {
      throw malformed(
        'an estimated header was followed neither by an exact one nor by its payload',
      );
    }
    if (!exact && isTable(header.kind)) {
      return {
        type: 'dropped',
        kind: header.kind,
        announced: header.length,
        received: bytes.length,
      };
    }
    // WebSocket messages carry their own length: a text that is miscounted is still whole.
    return { type: 'payload', kind: header.kind, bytes };
  }
}

function looksLikeHeader(data: Uint8Array, isBinary: boolean): boolean {
  return isBinary && data.length === HEADER_BYTES && data[0] === HEADER_MARK;
}

function isTable(kind: MessageKind): boolean {
  return kind !== MESSAGE_KIND.text && kind !== MESSAGE_KIND.file;
}

function malformed(problem: string): LoxoneError<'ERR_LOXONE_FRAME_MALFORMED'> {
  return new LoxoneError('ERR_LOXONE_FRAME_MALFORMED', `The Miniserver sent ${problem}.`, {
    problem,
  });
}
