import type { LiveEvent } from '@gatehouse/admin-ui/wire';
import type { Principal } from '@gatehouse/core';
import type { AdminParts } from './admin-parts.js';
import { EventQueue } from './event-queue.js';
import { followAll } from './live-sources.js';

/** Proxies end connections that are silent for a minute. */
const KEEP_ALIVE_MS = 20_000;
/** After so long a browser tries again; milliseconds. */
const RETRY_MS = 3_000;

/** Runs something again and again. @returns A function that ends it. */
export type Every = (ms: number, run: () => void) => () => void;

/** The platform's timers; they keep no process alive. */
export const systemEvery: Every = (ms, run) => {
  const timer = setInterval(run, ms);
  timer.unref();
  return () => clearInterval(timer);
};

/** Whose stream it is. */
export interface LiveReader {
  readonly principal: Principal;
  /** Absent for a program that reads with a key. */
  readonly sessionId: string | undefined;
  readonly signal: AbortSignal;
}

type StreamParts = Pick<AdminParts, 'auth' | 'home' | 'connections' | 'sessions' | 'logger'>;

/**
 * Server-sent events (WHATWG HTML §9.2) of one reader, from now on. It ends with the session, with
 * any change of the key, with the client, or when the client is too slow.
 */
export async function* liveStream(
  parts: StreamParts,
  reader: LiveReader,
  every: Every = systemEvery,
): AsyncGenerator<string> {
  const queue = new EventQueue<string>();
  let beats = 0;
  const stop = watchReader(parts, reader, () => queue.end());
  const unfollow = followAll(parts, reader.principal, (name, event) =>
    queue.push(name, frameOf(event)),
  );
  const endBeat = every(KEEP_ALIVE_MS, () => {
    beats += 1;
    queue.push(`beat:${beats}`, ': keep-alive\n\n');
    void endUnlessCurrent(parts, reader, () => queue.end());
  });
  try {
    yield `retry: ${RETRY_MS}\n\n`;
    for (let frames = await queue.take(); frames !== undefined; frames = await queue.take()) {
      yield frames.join('');
    }
  } finally {
    endBeat();
    unfollow();
    stop();
  }
}

/** JSON has no line breaks of its own, so nothing that anybody typed begins a new field. */
function frameOf(event: LiveEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Ends the stream as soon as its reader is nobody any more. */
function watchReader(parts: StreamParts, reader: LiveReader, end: () => void): () => void {
  const { principal, sessionId, signal } = reader;
  const endSessions = parts.sessions.onEnd((id) => {
    if (id === sessionId) end();
  });
  const endKeys = parts.auth.keys.subscribe(({ id, type }) => {
    if (id === principal.id && type !== 'inserted') void endUnlessCurrent(parts, reader, end);
  });
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  return () => {
    endSessions();
    endKeys();
    signal.removeEventListener('abort', end);
  };
}

async function endUnlessCurrent(
  { auth, sessions, logger }: StreamParts,
  { principal, sessionId }: LiveReader,
  end: () => void,
): Promise<void> {
  try {
    const isCurrent =
      sessionId === undefined
        ? principal.kind !== 'key' ||
          (await auth.keys.principal(principal.id))?.revision === principal.revision
        : await sessions.isOpen(sessionId);
    if (!isCurrent) end();
  } catch (error) {
    // Nobody knows whether the reader may still read.
    logger.warn('a live stream was ended: its reader could not be looked at', {
      error: error instanceof Error ? error.name : typeof error,
    });
    end();
  }
}
