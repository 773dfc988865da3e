import type { IncomingMessage } from 'node:http';

/** Levels of objects and arrays in a message: far more than any tool takes. */
const MAX_DEPTH = 64;

/** What came as the body of a request. */
type MessageReading =
  /** `null` stands for everything that is no JSON, or nests too deep: it is no message either. */
  | { readonly read: true; readonly message: unknown }
  /** The client went away, or the gate has answered it because it sent too much. */
  | { readonly read: false };

/**
 * Reads a body before the SDK does: left to itself, that would try to answer once more when the gate
 * has refused the rest of a body that is too long, and print the error that it then gets.
 */
export async function readMessage(req: IncomingMessage): Promise<MessageReading> {
  // What a body parser in front has read already.
  if ('body' in req) return { read: true, message: req.body };
  const text = await readText(req);
  return text === undefined ? { read: false } : { read: true, message: parse(text) };
}

function readText(req: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Gone while its key was being checked: no event would follow.
    if (req.destroyed) return resolve(undefined);
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', () => resolve(undefined));
    req.on('close', () => resolve(undefined));
  });
}

function parse(text: string): unknown {
  try {
    const message: unknown = JSON.parse(text);
    return isDeeperThan(message, MAX_DEPTH) ? null : message;
  } catch {
    return null;
  }
}

/** Level by level: what recursion would not survive, a loop does. */
function isDeeperThan(message: unknown, limit: number): boolean {
  let level: readonly object[] = [message].filter(isObject);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === limit) return true;
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
