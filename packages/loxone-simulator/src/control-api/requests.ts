import type { IncomingMessage } from 'node:http';

const MAX_BODY_BYTES = 1024 * 1024;

/** A request that cannot be carried out, with the status that says why. */
export class RefusedRequest extends TypeError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RefusedRequest';
    this.status = status;
  }
}

/**
 * A browser can be made to call a port of its own machine: by another name for the address (DNS
 * rebinding) or from another page. Such calls are refused; there is no secret to protect the API.
 *
 * @throws RefusedRequest
 */
export function checkCaller(request: IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!isLoopbackName(host)) throw new RefusedRequest(403, 'Host must be this machine');
  if (request.headers.origin !== undefined) {
    throw new RefusedRequest(403, 'browsers are not served');
  }
}

/** `127.0.0.1`, `localhost`, `[::1]`. */
export function isLoopbackName(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/**
 * Reads the JSON object that a request brings.
 *
 * @throws RefusedRequest when it is too large or no JSON object.
 */
export async function readBody(
  request: IncomingMessage,
): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new RefusedRequest(413, 'the body is too large');
    chunks.push(bytes);
  }
  const value = parsed(Buffer.concat(chunks).toString('utf8'));
  if (!isObject(value)) throw new RefusedRequest(400, 'the body must be a JSON object');
  return value;
}

/** @throws RefusedRequest naming the field. */
export function textField(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') {
    throw new RefusedRequest(400, `${name} must be text, not empty`);
  }
  return value;
}

/** @throws RefusedRequest naming the field. */
export function valueField(body: Readonly<Record<string, unknown>>, name: string): number | string {
  const value = body[name];
  if (typeof value !== 'number' && typeof value !== 'string') {
    throw new RefusedRequest(400, `${name} must be a number or a text`);
  }
  return value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
