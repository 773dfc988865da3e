import type { IncomingMessage } from 'node:http';

/** What a reader of the body gets once it has become too large. */
export class BodyTooLargeError extends RangeError {
  override readonly name = 'BodyTooLargeError';
  /** Frameworks answer with the status that an error carries. */
  readonly status = 413;
  readonly statusCode = 413;

  constructor(maxBytes: number) {
    super(`the body of the request has more than ${maxBytes} bytes`);
  }
}

/**
 * Counts the bytes of a body as they arrive, whoever reads it. The first one too many ends the
 * reading: `onExceeded` answers, readers get a {@link BodyTooLargeError}, and nothing more is kept.
 *
 * A length that was announced is held by HTTP itself; so this only looks at bodies without one.
 *
 * @param onExceeded - Answers the request, and calls `fail` when the answer is on its way.
 * @returns `false` when what has arrived already is too much; then nobody needs to be told later.
 */
export function limitBody(
  req: IncomingMessage,
  maxBytes: number,
  onExceeded: (fail: () => void) => void,
): boolean {
  if (req.headers['content-length'] !== undefined) return true;
  const push = req.push.bind(req);
  // What came while the key was being checked waits in the buffer.
  let length = req.readableLength;
  let exceeded = length > maxBytes;
  // The one place that every byte passes, however the body is read: events, pipes, iterators.
  req.push = (chunk: Uint8Array | null, encoding?: BufferEncoding) => {
    if (exceeded) return true;
    length += chunk?.length ?? 0;
    if (length <= maxBytes) return push(chunk, encoding);
    exceeded = true;
    onExceeded(() => {
      // Without a listener an 'error' would be thrown, and then nobody is reading anyway.
      if (req.listenerCount('error') > 0) req.emit('error', new BodyTooLargeError(maxBytes));
    });
    return true;
  };
  return !exceeded;
}
