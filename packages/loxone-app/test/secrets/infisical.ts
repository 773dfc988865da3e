import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CLIENT_ID = 'client-1';
export const CLIENT_SECRET = 'canary-client-secret';

/** What a stand-in for Infisical answers in place of the rule, once. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A stand-in for Infisical on a port of this machine. */
export interface InfisicalStandIn {
  readonly url: string;
  /** Every request: method, path and query. */
  readonly requests: readonly string[];
  readonly logins: () => number;
  /** Tokens that were given out. */
  readonly tokens: readonly string[];
  /** The next requests are answered so, in this order. */
  next(...answers: readonly Answer[]): void;
  /** No token counts any more. */
  revoke(): void;
  stop(): Promise<void>;
}

/** Answers with a status, and JSON or other text. */
export function answer(
  status: number,
  body: unknown = { message: 'no' },
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/**
 * Starts a stand-in.
 *
 * @param secrets - `project/environment/folder/name` → value.
 */
export async function startInfisical(
  secrets: Readonly<Record<string, string>>,
  { expiresIn = 7200 }: { readonly expiresIn?: number } = {},
): Promise<InfisicalStandIn> {
  const requests: string[] = [];
  const tokens: string[] = [];
  const valid = new Set<string>();
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      requests.push(`${request.method} ${request.url}`);
      const instead = answers.shift();
      if (instead !== undefined) instead(response, request);
      else if (request.url === '/api/v1/auth/universal-auth/login') logIn(body)(response, request);
      else read(request)(response, request);
    })();
  });
  const logIn = (body: string): Answer => {
    const { clientId, clientSecret } = JSON.parse(body) as Record<string, string>;
    if (clientId !== CLIENT_ID || clientSecret !== CLIENT_SECRET) return answer(401);
    const accessToken = `canary-token-${tokens.length}`;
    tokens.push(accessToken);
    valid.add(accessToken);
    return answer(200, { accessToken, expiresIn, tokenType: 'Bearer' });
  };
  const read = (request: IncomingMessage): Answer => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!valid.has(token)) return answer(401);
    const url = new URL(request.url ?? '', 'http://x');
    const [, name = ''] = /^\/api\/v3\/secrets\/raw\/([^/]+)$/.exec(url.pathname) ?? [];
    const [project, environment, path] = ['workspaceId', 'environment', 'secretPath'].map((key) =>
      url.searchParams.get(key),
    );
    const place = [project, environment, ...(path ?? '').split('/').filter(Boolean), name];
    const secretValue = secrets[place.join('/')];
    if (secretValue === undefined) return answer(404);
    return answer(200, { secret: { secretKey: name, secretValue, secretValueHidden: false } });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    tokens,
    logins: () => requests.filter((line) => line.startsWith('POST')).length,
    next: (...more) => void answers.push(...more),
    revoke: () => valid.clear(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
