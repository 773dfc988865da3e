import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { answerHealth } from './health.js';
import { answerStartPage } from './start-page.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** One path of the server, and who may use it. */
export interface Route {
  readonly path: string;
  /** `undefined`: the handler decides about methods itself. */
  readonly methods: readonly string[] | undefined;
  /**
   * Who may use it: `open` is everybody, so the answer must hold nothing of the house or its keys;
   * `key` is a caller whom the gate has let in, each of whose calls is then judged by name.
   */
  readonly access: 'open' | 'key';
  readonly handle: Handler;
}

/** What the routes lead to. */
export interface RouteParts {
  /** The MCP endpoint with the gate in front. */
  readonly mcp: Handler;
  readonly home: LoxoneHome;
}

const READ = ['GET', 'HEAD'];

/** Every path that the server answers. A route is a line here; there are no others. */
export function routesOf({ mcp, home }: RouteParts): readonly Route[] {
  return [
    { path: '/mcp', methods: undefined, access: 'key', handle: mcp },
    {
      path: '/health',
      methods: READ,
      access: 'open',
      handle: (_request, response) => answerHealth(home, response),
    },
    {
      path: '/',
      methods: READ,
      access: 'open',
      handle: (_request, response) => answerStartPage(response),
    },
  ];
}

/** Makes the function that answers every request. */
export function createRouter(parts: RouteParts): Handler {
  const routes = new Map(routesOf(parts).map((route) => [route.path, route]));
  return (request, response) => {
    const route = routes.get((request.url ?? '/').split('?', 1)[0] ?? '/');
    if (route === undefined) return answerNotFound(response);
    const { methods } = route;
    if (methods !== undefined && !methods.includes(request.method ?? '')) {
      return answerWrongMethod(response, methods);
    }
    return route.handle(request, response);
  };
}

function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(text);
}

function answerNotFound(response: ServerResponse): void {
  answerText(response, 404, 'Not found. Assistants connect to /mcp.\n');
}

function answerWrongMethod(response: ServerResponse, methods: readonly string[]): void {
  response.setHeader('allow', methods.join(', '));
  answerText(response, 405, `Only ${methods.join(' and ')} here.\n`);
}
