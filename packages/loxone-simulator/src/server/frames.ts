import {
  encodeHeader,
  MESSAGE_KIND,
  type MessageKind,
  utf8Length,
} from '@gatehouse/loxone-protocol';
import type { WebSocket } from 'ws';

/** How a payload is announced. */
export interface FrameOptions {
  /** Whether an estimated header goes before the exact one. */
  readonly estimate: boolean;
  /** Whether the exact header comes twice. */
  readonly duplicate?: boolean;
}

/**
 * Sends one payload with its header before it. Nothing can come between the two, since both go out
 * in one turn (protocol reference §8.2). Text goes in a text frame, bytes in a binary one.
 */
export function sendPayload(
  socket: WebSocket,
  kind: MessageKind,
  payload: string | Uint8Array,
  options: FrameOptions,
): void {
  const length = typeof payload === 'string' ? utf8Length(payload) : payload.length;
  // Real boxes estimate in round figures, and may be wrong.
  if (options.estimate) sendHeader(socket, kind, Math.ceil(length / 1024) * 1024, true);
  sendHeader(socket, kind, length);
  if (options.duplicate) sendHeader(socket, kind, length);
  socket.send(payload, { binary: typeof payload !== 'string', compress: false });
}

/** Sends a header alone: keepalive answers and "out of service" have no payload. */
export function sendHeader(
  socket: WebSocket,
  kind: MessageKind,
  length = 0,
  estimated = false,
): void {
  socket.send(encodeHeader({ kind, estimated, length }), { binary: true, compress: false });
}

/** Answers a `keepalive`. */
export function sendKeepalive(socket: WebSocket): void {
  sendHeader(socket, MESSAGE_KIND.keepalive);
}
