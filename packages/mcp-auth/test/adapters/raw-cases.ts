import { KEY, SECRET } from './fake-auth.js';
import type { AdapterName } from './harness.js';

/** Options that the cases below are written for. */
export const OPTIONS: {
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly realm: string;
} = {
  allowedHosts: ['home.example', 'nas.example:8443'],
  allowedOrigins: ['https://app.example'],
  realm: 'tests',
};

/** A request as it goes over the wire, and the one right answer. */
export interface RawCase {
  readonly title: string;
  readonly status: number;
  /** Header lines, without `Connection`. */
  readonly lines: readonly string[];
  /** Method and target. Default: `GET /mcp`. */
  readonly start?: string;
  /** Bytes after the header. */
  readonly body?: string;
  /** Where a framework answers before any gate can, or hides what the gate would need to see. */
  readonly except?: Partial<Record<AdapterName, number>>;
}

const HOST = 'Host: localhost';
const BEARER = `Authorization: Bearer ${KEY}`;

/** Servers that make a URL of `Host` refuse first what makes no URL. */
const NO_URL = { hono: 400, 'hono elsewhere': 400, web: 400 } as const;
/** In a web request, an absolute target of the server's own host looks like any other. */
const UNSEEN = { 'hono elsewhere': 200, web: 200 } as const;

function accepted(title: string, lines: readonly string[], more: Partial<RawCase> = {}): RawCase {
  return { title, status: 200, lines, ...more };
}

function refused(
  status: number,
  title: string,
  lines: readonly string[],
  more: Partial<RawCase> = {},
): RawCase {
  return { title, status, lines, ...more };
}

const LET_IN: readonly RawCase[] = [
  accepted('Bearer', [HOST, BEARER]),
  accepted('bearer in lower case', [HOST, `authorization: bearer ${KEY}`]),
  accepted('BEARER in upper case', [HOST, `AUTHORIZATION: BEARER ${KEY}`]),
  accepted('spaces around the key', [HOST, `Authorization:    Bearer   ${KEY}   `]),
  accepted('tabs around the value', [HOST, `Authorization:\tBearer ${KEY}\t`]),
  accepted('X-API-Key', [HOST, `X-API-Key: ${KEY}`]),
  accepted('the same key in both headers', [HOST, BEARER, `X-API-Key: ${KEY}`]),
  accepted('Basic of a proxy beside X-API-Key', [
    HOST,
    'Authorization: Basic dTpw',
    `X-API-Key: ${KEY}`,
  ]),
  accepted('a query without a key', [HOST, BEARER], { start: 'GET /mcp?room=kitchen' }),
  accepted('a loopback address with a port', ['Host: 127.0.0.1:3001', BEARER]),
  accepted('IPv6 loopback', ['Host: [::1]:3001', BEARER]),
  accepted('a host in capitals', ['Host: LOCALHOST', BEARER]),
  accepted('a configured host', ['Host: home.example:4444', BEARER]),
  accepted('a configured host and port', ['Host: nas.example:8443', BEARER]),
  accepted('a page of this machine', [HOST, 'Origin: http://localhost:6274', BEARER]),
  accepted('a configured origin', [HOST, 'Origin: https://app.example', BEARER]),
  accepted('a page of the host itself', [
    'Host: home.example',
    'Origin: https://home.example',
    BEARER,
  ]),
];

const HOSTS: readonly RawCase[] = [
  refused(403, 'another host', ['Host: evil.com', BEARER]),
  refused(403, 'localhost in front of another host', ['Host: localhost.evil.com', BEARER]),
  refused(403, 'a name that resolves to loopback', ['Host: 127.0.0.1.nip.io', BEARER]),
  refused(403, 'a mapped loopback address', ['Host: [::ffff:127.0.0.1]', BEARER], {
    except: NO_URL,
  }),
  refused(403, 'loopback in hexadecimal', ['Host: 0x7f.0.0.1', BEARER], { except: NO_URL }),
  refused(403, 'loopback as one number', ['Host: 2130706433', BEARER], { except: NO_URL }),
  refused(403, 'a trailing dot', ['Host: localhost.', BEARER]),
  refused(403, 'a trailing dot before the port', ['Host: localhost.:3001', BEARER]),
  refused(403, 'a configured host with another port', ['Host: nas.example:8444', BEARER]),
  refused(403, 'user info in Host', ['Host: localhost@evil.com', BEARER], { except: NO_URL }),
  refused(403, 'an empty Host', ['Host:', BEARER], { except: NO_URL }),
  refused(403, 'a port of no port', ['Host: localhost:99999', BEARER], { except: NO_URL }),
  refused(400, 'two hosts', [HOST, 'Host: evil.com', BEARER]),
  refused(400, 'two hosts, ours last', ['Host: evil.com', HOST, BEARER]),
  refused(400, 'two equal hosts', [HOST, HOST, BEARER]),
  refused(400, 'no Host', [BEARER]),
  refused(400, 'an absolute target', [HOST, BEARER], { start: 'GET http://evil.com/mcp' }),
  refused(400, 'an absolute target of ours', [HOST, BEARER], {
    start: 'GET http://localhost/mcp',
    except: UNSEEN,
  }),
];

const ORIGINS: readonly RawCase[] = [
  refused(403, 'another origin', [HOST, 'Origin: https://evil.com', BEARER]),
  refused(403, 'the origin null', [HOST, 'Origin: null', BEARER]),
  refused(403, 'an empty origin', [HOST, 'Origin:', BEARER]),
  refused(403, 'two origins', [
    HOST,
    'Origin: http://localhost',
    'Origin: http://localhost',
    BEARER,
  ]),
  refused(403, 'a list of origins', [HOST, 'Origin: http://localhost https://evil.com', BEARER]),
  refused(403, 'an origin that begins like ours', [
    HOST,
    'Origin: https://app.example.evil.com',
    BEARER,
  ]),
  refused(403, 'our origin without TLS', [HOST, 'Origin: http://app.example', BEARER]),
  refused(403, 'an extension', [HOST, 'Origin: chrome-extension://abc', BEARER]),
];

const CREDENTIALS: readonly RawCase[] = [
  refused(401, 'no credential', [HOST]),
  refused(401, 'no credential on a route that does not exist', [HOST], { start: 'GET /nowhere' }),
  refused(401, 'no credential at the root', [HOST], { start: 'GET /' }),
  refused(401, 'no credential with POST', [HOST, 'Content-Length: 2'], {
    start: 'POST /mcp',
    body: '{}',
  }),
  refused(401, 'no credential with DELETE', [HOST], { start: 'DELETE /mcp' }),
  refused(401, 'no credential with OPTIONS', [HOST], { start: 'OPTIONS /mcp' }),
  refused(401, 'another scheme', [HOST, 'Authorization: Basic dTpw']),
  refused(401, 'an unknown key', [HOST, 'Authorization: Bearer mcp_admin_009_unknown']),
  refused(401, 'text that is no key', [HOST, 'Authorization: Bearer hello']),
  refused(401, 'another letter case', [HOST, `Authorization: Bearer ${KEY.toUpperCase()}`]),
  refused(401, 'a key under a name of its own', [HOST, `X-Auth-Token: ${KEY}`]),
  refused(400, 'two Authorization headers', [HOST, BEARER, 'Authorization: Bearer other']),
  refused(400, 'two Authorization headers, ours last', [
    HOST,
    'Authorization: Bearer other',
    BEARER,
  ]),
  refused(400, 'two equal Authorization headers', [HOST, BEARER, BEARER]),
  refused(400, 'Basic and Bearer', [HOST, 'Authorization: Basic dTpw', BEARER]),
  refused(400, 'two X-API-Key headers', [HOST, `X-API-Key: ${KEY}`, `X-API-Key: ${KEY}`]),
  refused(400, 'an empty X-API-Key beside ours', [HOST, `X-API-Key: ${KEY}`, 'X-API-Key:']),
  refused(400, 'two keys in one header', [HOST, `X-API-Key: ${KEY}, ${KEY}`]),
  refused(400, 'contradicting headers', [HOST, BEARER, 'X-API-Key: other']),
  refused(400, 'Bearer without a key', [HOST, 'Authorization: Bearer']),
  refused(400, 'an empty X-API-Key', [HOST, 'X-API-Key:']),
  refused(400, 'a tab after Bearer', [HOST, `Authorization: Bearer\t${KEY}`]),
  refused(400, 'two words after Bearer', [HOST, `Authorization: Bearer ${KEY} x`]),
  refused(400, 'quotes around the key', [HOST, `Authorization: Bearer "${KEY}"`]),
  refused(400, 'bytes beyond ASCII', [HOST, `Authorization: Bearer ${KEY}\u00ff`]),
  refused(400, 'a key of 10,000 characters', [HOST, `X-API-Key: ${'k'.repeat(10_000)}`]),
  refused(400, 'a key in the URL', [HOST, BEARER], { start: `GET /mcp?api_key=${KEY}` }),
  refused(400, 'a key in the URL alone', [HOST], { start: `GET /mcp?access_token=${KEY}` }),
  refused(400, 'a key in the URL under any name', [HOST], { start: `GET /mcp?k=${KEY}` }),
  refused(400, 'a key in the URL, escaped', [HOST], {
    start: `GET /mcp?k=mcp%5Fadmin%5F001%5F${SECRET}`,
  }),
  refused(400, 'a key in the path', [HOST], { start: `GET /mcp/${KEY}` }),
  refused(405, 'TRACE, which sends keys back', [HOST, BEARER], {
    start: 'TRACE /mcp',
  }),
];

/** What Node's own parser refuses before any gate sees it: kept here as a regression. */
const PARSER: readonly RawCase[] = [
  refused(431, 'a header over the limit', [HOST, `X-API-Key: ${'k'.repeat(70_000)}`]),
  refused(400, 'a space before the colon', [HOST, `Authorization : Bearer ${KEY}`]),
  refused(400, 'a folded header', [HOST, 'Authorization: Bearer', ` ${KEY}`]),
  refused(400, 'a NUL in the key', [HOST, `Authorization: Bearer ${KEY}\u0000`]),
  refused(400, 'a bare line feed', [HOST, `X-One: 1\n${BEARER}`]),
  refused(400, 'a bare carriage return', [HOST, `X-One: 1\r${BEARER}`]),
  refused(400, 'length and chunks at once', [
    HOST,
    BEARER,
    'Content-Length: 1',
    'Transfer-Encoding: chunked',
  ]),
  refused(400, 'two lengths', [HOST, BEARER, 'Content-Length: 1', 'Content-Length: 2'], {
    start: 'POST /mcp',
  }),
  refused(400, 'a negative length', [HOST, BEARER, 'Content-Length: -1'], { start: 'POST /mcp' }),
  refused(400, 'a chunk of no size', [HOST, BEARER, 'Transfer-Encoding: chunked'], {
    start: 'POST /mcp',
    body: 'zz\r\n',
  }),
];

export const RAW_CASES: readonly RawCase[] = [
  ...LET_IN,
  ...HOSTS,
  ...ORIGINS,
  ...CREDENTIALS,
  ...PARSER,
];

/** The bytes of a case. */
export function bytesOf({ start = 'GET /mcp', lines, body = '' }: RawCase): string {
  return [`${start} HTTP/1.1`, ...lines, 'Connection: close', '', body].join('\r\n');
}
