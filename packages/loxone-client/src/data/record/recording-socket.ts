import {
  decodeHeader,
  HEADER_BYTES,
  isLoxoneError,
  MESSAGE_KIND,
  type MessageHeader,
  type RecordingEvent,
} from '@gatehouse/loxone-protocol';
import type { Socket, SocketHandlers } from '../../transport.js';
import type { SessionScrubber } from './scrub-session.js';

/** An event of a recording without its time. */
export type Timeless = RecordingEvent extends infer Event
  ? Event extends RecordingEvent
    ? Omit<Event, 't'>
    : never
  : never;

/** Listens to one WebSocket and notes what passes. */
export class RecordingSocket {
  readonly #scrubber: SessionScrubber;
  readonly #note: (event: Timeless) => void;
  #header: MessageHeader | undefined;

  constructor(scrubber: SessionScrubber, note: (event: Timeless) => void) {
    this.#scrubber = scrubber;
    this.#note = note;
  }

  /** Handlers that note before they pass on. */
  around(handlers: SocketHandlers): SocketHandlers {
    return {
      message: (data, isBinary) => {
        this.#receive(data, isBinary);
        handlers.message(data, isBinary);
      },
      closed: (code, reason, problem) => {
        // The reason of a block names the address of this machine.
        this.#note({ kind: 'closed', code, reason: reason.replace(/[\d.]*\.\d+/g, '192.0.2.1') });
        handlers.closed(code, reason, problem);
      },
    };
  }

  /** A socket that notes what is sent. */
  beside(socket: Socket): Socket {
    return {
      send: (text) => {
        this.#note({ kind: 'sent', payload: this.#scrubber.sent(text) });
        socket.send(text);
      },
      close: (code) => socket.close(code),
      terminate: () => socket.terminate(),
    };
  }

  #receive(data: Uint8Array, isBinary: boolean): void {
    const header = isBinary && data.length === HEADER_BYTES ? readHeader(data) : undefined;
    if (header !== undefined) {
      const { kind, length, estimated } = header;
      const isAlone = kind === MESSAGE_KIND.keepalive || kind === MESSAGE_KIND.outOfService;
      const isEmpty = length === 0 && !estimated;
      if (isAlone || isEmpty) this.#note({ kind: 'received', id: kind });
      this.#header = isAlone || isEmpty ? undefined : header;
      return;
    }
    const announced = this.#header;
    this.#header = undefined;
    if (announced === undefined) return;
    const payload = this.#scrubber.received(announced.kind, data, isBinary);
    this.#note({ kind: 'received', id: announced.kind, payload });
  }
}

function readHeader(data: Uint8Array): MessageHeader | undefined {
  try {
    return decodeHeader(data);
  } catch (error) {
    if (isLoxoneError(error)) return undefined;
    throw error;
  }
}
