import { createServer } from 'node:http';
import {
  CLOUD_DNS_CODES,
  type CloudDnsAnswer,
  formatCloudDnsAnswer,
  formatHostAndPort,
  LoxoneError,
} from '@gatehouse/loxone-protocol';

/** A stand-in for the service that knows where Miniservers are (protocol reference §1.5). */
export interface SimulatedCloudDns {
  /** `http://127.0.0.1:…`, to be used in place of `http://dns.loxonecloud.com`. */
  readonly url: string;
  readonly port: number;
  /** Says where a Miniserver is, or which code is answered for it; again to move it. */
  register(serial: string, answer: Partial<CloudDnsAnswer>): void;
  /** Forgets it: 405 is answered. */
  forget(serial: string): void;
  /** Every path that was asked for, oldest first. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type: string;
  readonly location?: string;
}

const SERIAL_PATH = /^\/([0-9A-Fa-f]{12})(?:\/(.*))?$/s;
const REDIRECT = 307;
const MAX_REQUESTS = 10_000;

/** @throws LoxoneError `ERR_LOXONE_UNREACHABLE` when it cannot listen there. */
export async function startCloudDns(
  options: { readonly host?: string; readonly port?: number } = {},
): Promise<SimulatedCloudDns> {
  const { host = '127.0.0.1', port = 0 } = options;
  const boxes = new Map<string, CloudDnsAnswer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    requests.push(url);
    if (requests.length > MAX_REQUESTS) requests.shift();
    const { status, body, type, location } = answerTo(url, boxes);
    response.writeHead(status, {
      'Content-Type': type,
      ...(location !== undefined && { Location: location }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(`${host}:${port}`, error)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${actual}`,
    port: actual,
    requests,
    register: (serial, answer) => {
      boxes.set(serial.toUpperCase(), { code: CLOUD_DNS_CODES.ok, ...answer });
    },
    forget: (serial) => {
      boxes.delete(serial.toUpperCase());
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo(url: string, boxes: ReadonlyMap<string, CloudDnsAnswer>): Answer {
  const { pathname, searchParams, search } = new URL(url, 'http://dns.invalid');
  const [, serial, command = ''] = SERIAL_PATH.exec(pathname) ?? [];
  if (serial !== undefined) return redirect(find(serial, boxes), command, search);
  if (!searchParams.has('getip')) return { status: 404, body: '', type: 'text/plain' };
  const isJson = searchParams.get('json') === 'true';
  const answer = find(searchParams.get('snr') ?? '', boxes);
  return {
    status: 200,
    body: formatCloudDnsAnswer(answer, isJson ? 'json' : 'xml'),
    type: isJson ? 'application/json' : 'text/xml',
  };
}

/** To the relay where there is one, else to the box itself. */
function redirect(answer: CloudDnsAnswer, command: string, search: string): Answer {
  const { https, http, dataCenter } = answer;
  const secure = dataCenter !== undefined || http === undefined ? https : undefined;
  const target = secure ?? http;
  if (answer.code !== CLOUD_DNS_CODES.ok || target === undefined) {
    const status = answer.code >= 400 && answer.code < 500 ? answer.code : 404;
    return { status, body: formatCloudDnsAnswer(answer), type: 'application/json' };
  }
  const scheme = secure === undefined ? 'http' : 'https';
  const location = `${scheme}://${formatHostAndPort(target)}/${command}${search}`;
  return { status: REDIRECT, body: '', type: 'text/plain', location };
}

function find(serial: string, boxes: ReadonlyMap<string, CloudDnsAnswer>): CloudDnsAnswer {
  const plain = serial.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  return boxes.get(plain) ?? { code: CLOUD_DNS_CODES.notReporting };
}

function cannotListen(host: string, error: Error): LoxoneError {
  const problem = 'code' in error ? String(error.code) : error.message;
  return new LoxoneError(
    'ERR_LOXONE_UNREACHABLE',
    `The stand-in for CloudDNS cannot listen on ${host}: ${problem}.`,
    { host, problem },
    { cause: error },
  );
}
