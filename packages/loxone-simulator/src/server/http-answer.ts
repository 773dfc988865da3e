/** One HTTP answer, before it is written. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  503: 'Service Unavailable',
};

const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="Miniserver"' } as const;

/** The box's error page (protocol reference §0.1.7). */
export function errorPage(code: 401 | 404 | 405 | 503): HttpAnswer {
  const title = TITLES[code] ?? 'Error';
  return {
    status: code,
    type: 'text/html',
    body: page(code, title),
    ...(code === 401 && { headers: CHALLENGE }),
  };
}

/** The error page for an address that is blocked, with the seconds that remain. */
export function blockedPage(address: string, seconds: number): HttpAnswer {
  const detail =
    '<errortext>Forbidden</errortext> ' +
    `<description>${blockedText(address)};</description> <remaining>${seconds}</remaining>`;
  return { status: 403, type: 'text/html', body: page(403, detail) };
}

/** Too many connections (protocol reference §2.7): no HTTP status has that number. */
export function exhaustedPage(): HttpAnswer {
  return { status: 503, type: 'text/html', body: page(901, 'Maximum concurrent connections') };
}

/** What the box says to a blocked address, in the error page and in the close reason (§2.7). */
export function blockedText(address: string): string {
  return `IP ${address} temporarily blocked, too many failed login attempts`;
}

/** An error page for a connection that was to be upgraded, where there is no response object. */
export function rawErrorPage(code: 404 | 503): string {
  const { type, body } = errorPage(code);
  return [
    `HTTP/1.1 ${code} ${TITLES[code]}`,
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function page(code: number, detail: string): string {
  return (
    '<html><head><title>error</title></head><body>' +
    `<errorcode>${code}</errorcode> <errordetail>${detail}</errordetail></body></html>`
  );
}
