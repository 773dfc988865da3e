import { createServer, type IncomingMessage } from 'node:http';
import { LoxoneError } from '@gatehouse/loxone-protocol';
import { checkCaller, isLoopbackName, RefusedRequest, readBody } from './requests.js';
import { CALLS, type ControlTargets } from './routes.js';

/** A running control API. */
export interface ControlApi {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** What it is started with, besides what it acts on. */
export interface ControlApiOptions extends ControlTargets {
  /** A loopback address. Default `127.0.0.1`. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

/**
 * Lets other processes of this machine look at a simulator and be its hand at the switch: states,
 * faults, clock, received commands and users, as JSON over HTTP.
 *
 * @throws RangeError for a host that is no loopback address; LoxoneError `ERR_LOXONE_UNREACHABLE`
 *   when it cannot listen there.
 */
export async function startControlApi(options: ControlApiOptions): Promise<ControlApi> {
  const { host = '127.0.0.1', port = 0 } = options;
  if (!isLoopbackName(host)) throw new RangeError('host must be a loopback address');
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, options);
    const text = JSON.stringify(body);
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
    response.end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(`${host}:${port}`, error)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    port: actual,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  targets: ControlTargets,
): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    checkCaller(request);
    const { method = 'GET' } = request;
    const [group = '', ...rest] = pathOf(request);
    const key = `${method} /${group}`;
    const call = Object.hasOwn(CALLS, key) ? CALLS[key] : undefined;
    if (call === undefined) throw notThere(group);
    const hasBody = method === 'POST' || method === 'PATCH';
    const body = hasBody ? await readBody(request) : {};
    return { status: 200, body: call(targets, body, rest.join('/')) };
  } catch (error) {
    if (error instanceof RefusedRequest) return refusal(error.status, error.message);
    // Misuse of the simulator's own functions: its messages name arguments, never values.
    if (error instanceof RangeError || error instanceof TypeError)
      return refusal(400, error.message);
    throw error;
  }
}

function pathOf(request: IncomingMessage): readonly string[] {
  const [path = ''] = (request.url ?? '/').split('?');
  try {
    return path.slice(1).split('/').map(decodeURIComponent);
  } catch {
    throw new RefusedRequest(400, 'the path is badly encoded');
  }
}

function notThere(group: string): RefusedRequest {
  const known = Object.keys(CALLS).some((key) => key.endsWith(` /${group}`));
  return known
    ? new RefusedRequest(405, 'this method is not served here')
    : new RefusedRequest(404, 'there is nothing here');
}

function refusal(
  status: number,
  error: string,
): { readonly status: number; readonly body: unknown } {
  return { status, body: { error } };
}

function cannotListen(host: string, error: Error): LoxoneError {
  const problem = 'code' in error ? String(error.code) : error.message;
  return new LoxoneError(
    'ERR_LOXONE_UNREACHABLE',
    `The control API cannot listen on ${host}: ${problem}.`,
    { host, problem },
    { cause: error },
  );
}
