import type { Answer } from '../http/problem.js';
import type { RequestFacts } from '../http/request-facts.js';

/** What a web `Request` says. A server's headers are joined there: two lines look like one. */
export function factsOfRequest(
  request: Request,
  caller: { readonly address?: string | undefined; readonly encrypted?: boolean } = {},
): RequestFacts {
  const url = new URL(request.url);
  const headers: [string, string][] = [...request.headers];
  const host = request.headers.get('host');
  // The URL of a request is made of its host, by HTTP/2 without a header. Where the two differ, the
  // target was absolute, and that outranks `Host` for some readers and not for others.
  if (host === null || isOther(host, url.host)) headers.push(['host', url.host]);
  return {
    method: request.method,
    target: `${url.pathname}${url.search}`,
    headers,
    joined: true,
    remoteAddress: caller.address,
    encrypted: caller.encrypted ?? url.protocol === 'https:',
  };
}

/** What is no host at all is left to the host check. */
function isOther(header: string, host: string): boolean {
  const url = `http://${header}`;
  return URL.canParse(url) && new URL(url).host !== host;
}

/** A body that was read. */
export type BodyReading =
  | {
      readonly ok: true;
      /** `null` where there is none, or somebody has read it already. */
      readonly bytes: Uint8Array | null;
    }
  /** It has too many bytes, or it broke off. */
  | { readonly ok: false; readonly tooLarge: boolean };

/** Reads a body whole, as every JSON-RPC handler would, but no more than `maxBytes` of it. */
export async function readBody(request: Request, maxBytes: number): Promise<BodyReading> {
  if (request.body === null || request.bodyUsed) return { ok: true, bytes: null };
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { ok: true, bytes: concatenated(chunks, length) };
      length += value.byteLength;
      if (length > maxBytes) break;
      chunks.push(value);
    }
  } catch {
    return { ok: false, tooLarge: false };
  }
  // Not awaited: a source that does not answer must not hold up ours.
  reader.cancel().catch(() => undefined);
  return { ok: false, tooLarge: true };
}

function concatenated(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** The same request without some headers, with a body that was read. */
export function rebuiltRequest(
  request: Request,
  without: readonly string[],
  body: Uint8Array | null,
): Request {
  const headers = new Headers(request.headers);
  for (const name of without) headers.delete(name);
  const { method, signal } = request;
  return new Request(request.url, { method, headers, signal, body });
}

/** The same response with further headers; `Vary` is added to what it has. */
export function withHeaders(
  response: Response,
  headers: Readonly<Record<string, string>>,
): Response {
  const copy = new Response(response.body, response);
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'Vary') copy.headers.append(name, value);
    else copy.headers.set(name, value);
  }
  return copy;
}

/** An answer of a gate as a `Response`. */
export function responseOf({ status, headers, body }: Answer): Response {
  return new Response(body === '' ? null : body, { status, headers: { ...headers } });
}
