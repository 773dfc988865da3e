import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type {
  ApprovalEntry,
  AuditEntry,
  Connection,
  Limits,
  LiveEvent,
  SignedIn,
} from '@gatehouse/admin-ui/wire';
import { FakeKeys, Refused } from './fake-keys.js';
import * as others from './fake-others.js';

/** The page as it was built; another one can be named, to see the tests fail with it. */
const PAGE = pathToFileURL(
  process.env['GATEHOUSE_PAGE'] ??
    fileURLToPath(new URL('../../../../packages/admin-ui/dist/page/', import.meta.url)),
);
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const COOKIE = 'gatehouse_session=fake';
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

const DOCUMENT = readFileSync(new URL('index.html', PAGE));
/** Read once: a build in between changes nothing for the test that runs. */
const FILES = new Map(
  readdirSync(new URL('assets/', PAGE)).map((name) => [
    `/admin/assets/${name}`,
    {
      type: TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
      body: readFileSync(new URL(`assets/${name}`, PAGE)),
    },
  ]),
);

/** The key and the code that are taken. */
export const GOOD_KEY = 'lmcp_admin_001_good';
export const GOOD_CODE = 'good-code';

/** One request that came in. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly csrf: string | undefined;
}

type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

function problem(status: number, code: string, detail: string, more: object = {}): Answer {
  return {
    status,
    body: { type: `urn:gatehouse:problem:${code}`, status, code, detail, ...more },
    headers: { 'Content-Type': 'application/problem+json' },
  };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

/** A server that keeps to the wire contract, in memory, for the page alone. */
export class FakeServer {
  readonly #streams = new Set<ServerResponse>();
  readonly keys: FakeKeys = new FakeKeys(() => this.tell({ type: 'changed', what: 'keys' }));
  readonly seen: SeenRequest[] = [];
  connections: Connection[] = others.connections();
  limits: Limits = others.limits();
  approvals: ApprovalEntry[] = others.approvals();
  trail: AuditEntry[] = others.trail(40);
  /** Answers requests whose method and path start so with this instead. */
  readonly broken: Map<string, Answer> = new Map();
  /** Whether a session is there, as far as this server knows. */
  hasSession = true;
  csrfToken = 'token-1';
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.dropStreams();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Tells all pages. */
  tell(event: LiveEvent): void {
    for (const stream of this.#streams) {
      stream.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  }

  /** Ends the streams, as a restart would. */
  dropStreams(): void {
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  get streams(): number {
    return this.#streams.size;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    if (url.pathname.startsWith('/admin/api/')) return this.#api(request, response, url);
    response.setHeader('Content-Security-Policy', CSP);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    const file = FILES.get(url.pathname);
    if (file !== undefined) {
      response.setHeader('Content-Type', file.type);
      response.end(file.body);
    } else if (/^\/admin(?!\/assets\/)/.test(url.pathname)) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(DOCUMENT);
    } else response.writeHead(404).end();
  }

  async #api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname.slice('/admin/api'.length);
    const method = request.method ?? 'GET';
    if (path === '/live' && this.#isSignedIn(request)) return this.#stream(response);
    const body = await jsonOf(request);
    const csrf = request.headers['x-csrf-token'];
    this.seen.push({ method, path, body, csrf: typeof csrf === 'string' ? csrf : undefined });
    const answer = this.#decide(request, { method, path, body, query: url.searchParams });
    response.writeHead(answer.status, {
      'Content-Type': 'application/json',
      'Content-Security-Policy': "default-src 'none'",
      ...answer.headers,
    });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(': here\n\n');
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }

  #isSignedIn(request: IncomingMessage): boolean {
    return this.hasSession && (request.headers.cookie ?? '').includes(COOKIE);
  }

  #who(): SignedIn {
    return {
      id: 'lmcp_admin_001',
      name: 'Owner',
      role: 'admin',
      csrfToken: this.csrfToken,
      endsAt: Date.now() + 12 * 3_600_000,
      idleSeconds: 1800,
    };
  }

  #decide(request: IncomingMessage, call: Call): Answer {
    const broken = this.broken.get(`${call.method} ${call.path}`);
    if (broken !== undefined) return broken;
    if (call.path === '/session' && call.method === 'POST') return this.#signIn(call.body);
    if (!this.#isSignedIn(request)) return problem(401, 'credential-missing', 'Sign in.');
    if (call.method !== 'GET' && request.headers['x-csrf-token'] !== this.csrfToken) {
      return problem(403, 'csrf-token-missing', 'The token of the session is missing.');
    }
    try {
      return this.#route(call) ?? problem(404, 'not-found', 'There is nothing here.');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return problem(error.status, error.code, error.message, { fields: error.fields });
    }
  }

  #signIn(body: unknown): Answer {
    const { key, code } = body as { key?: string; code?: string };
    if (key === 'locked') {
      const answer = problem(429, 'locked-out', 'Too many tries.');
      return { ...answer, headers: { ...answer.headers, 'Retry-After': '90' } };
    }
    if (key !== GOOD_KEY && code !== GOOD_CODE) return problem(401, 'not-accepted', 'No.');
    this.hasSession = true;
    const cookie = `${COOKIE}; HttpOnly; SameSite=Strict; Path=/`;
    return { status: 200, body: this.#who(), headers: { 'Set-Cookie': cookie } };
  }

  #route({ method, path, body, query }: Call): Answer | undefined {
    const [, area = '', rawId, act] = path.split('/');
    const id = rawId === undefined ? undefined : decodeURIComponent(rawId);
    const ok = (answer: unknown, status = 200): Answer => ({ status, body: answer });
    if (area === 'keys') return this.#keyRoute({ method, id, act, body });
    if (method === 'GET' && id === undefined) {
      const found = this.#readings(query)[area];
      if (found !== undefined) return ok(found());
    }
    switch (`${method} ${area} ${act ?? id ?? ''}`.trim()) {
      case 'DELETE session':
        this.hasSession = false;
        return { status: 204 };
      case 'POST audit verify':
        return ok({ ok: true, count: this.trail.length, from: 1, to: this.trail.length });
      case 'POST limits unlock': {
        const { bucket } = body as { bucket: string };
        this.limits = {
          ...this.limits,
          locks: this.limits.locks.filter((one) => one.bucket !== bucket),
        };
        return { status: 204 };
      }
      case 'POST approvals approve':
      case 'POST approvals refuse':
        return ok(this.#decideApproval(id ?? '', act === 'approve' ? 'approved' : 'refused'));
      case 'POST house act':
        return ok({ text: 'The light is on now.', ok: true });
      default:
    }
    if (method === 'DELETE' && area === 'connections') {
      this.connections = this.connections.filter((one) => one.id !== id);
      return { status: 204 };
    }
    return undefined;
  }

  #readings(query: URLSearchParams): Readonly<Record<string, () => unknown>> {
    return {
      session: () => this.#who(),
      connections: () => this.connections,
      limits: () => this.limits,
      approvals: () => this.approvals,
      audit: () => others.trailPage(this.trail, query),
      health: others.health,
      settings: others.settings,
      house: () => others.house(query.get('as')),
      activity: () => others.activity(query),
    };
  }

  #decideApproval(id: string, state: 'approved' | 'refused'): unknown {
    const decided = { by: 'lmcp_admin_001', at: Date.now() };
    this.approvals = this.approvals.map((one) =>
      one.id === id ? { ...one, state, decided } : one,
    );
    this.tell({ type: 'changed', what: 'approvals' });
    return this.approvals.find((one) => one.id === id);
  }

  #keyRoute(call: {
    readonly method: string;
    readonly id: string | undefined;
    readonly act: string | undefined;
    readonly body: unknown;
  }): Answer | undefined {
    const { method, id, act, body } = call;
    if (id === undefined) {
      if (method === 'GET') return { status: 200, body: this.keys.list() };
      return { status: 201, body: this.keys.create(body as never) };
    }
    if (method === 'PATCH') return { status: 200, body: this.keys.change(id, body as never) };
    if (method === 'DELETE') {
      this.keys.delete(id);
      return { status: 204 };
    }
    if (act === 'rotate') return { status: 201, body: this.keys.rotate(id) };
    const { reason } = (body ?? {}) as { reason?: string };
    return act === undefined ? undefined : { status: 200, body: this.keys.act(id, act, reason) };
  }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly query: URLSearchParams;
}
