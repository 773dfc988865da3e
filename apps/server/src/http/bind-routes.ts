import type { ServerResponse } from 'node:http';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { type FastifyGateOptions, fastifyGate } from '@gatehouse/mcp-auth/fastify';
import type {
  FastifyInstance,
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
  HTTPMethods,
} from 'fastify';
import { type AdmitParts, createAdmit, VISITOR } from './admit.js';
import { arrivalOf, type ProxyCheck } from './arrival.js';
import { callerOf, rememberTool } from './callers.js';
import { checkInput } from './check-input.js';
import type { OpenCalls } from './open-calls.js';
import type { Route, RouteAnswer, RouteCall } from './route.js';
import { RouteProblem } from './route-problem.js';
import { sendAnswer } from './send-answer.js';

/** What routes are bound with. */
export interface BindParts extends AdmitParts {
  readonly auth: McpAuth;
  /** Of the gate in front of everything that is not open. */
  readonly gate: FastifyGateOptions;
  readonly calls: OpenCalls;
  /** Whether an address is one of the trusted proxies'. */
  readonly isProxy: ProxyCheck;
}

/**
 * What stands in front of a route: nothing, the gate that lets in whoever has no key as a visitor,
 * or the gate that asks for a key.
 */
type Front = 'nothing' | 'visitors' | 'keys';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Open routes that only look have no gate: probes call them by addresses that nobody has named. What
 * changes something is behind it for everybody, so that no page of another origin signs anybody in.
 */
export function frontOf({ access, method }: Pick<Route, 'access' | 'method'>): Front {
  if (access.to === 'key') return 'keys';
  return access.to === 'open' && method === 'GET' ? 'nothing' : 'visitors';
}

/** Binds routes to a server, each behind what its access asks for. */
export async function bindRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  parts: BindParts,
): Promise<void> {
  const { auth, gate } = parts;
  const groups = groupsOf(routes);
  const behind = (front: Front, inFront?: FastifyGateOptions): FastifyPluginCallback => {
    return (scope, _options, done) => {
      if (inFront !== undefined) scope.register(fastifyGate(auth, inFront));
      scope.after(() => bindGroups(scope, front, groups, parts));
      done();
    };
  };
  await app.register(behind('nothing'));
  await app.register(behind('visitors', { ...gate, anonymous: VISITOR }));
  await app.register(behind('keys', { ...gate, cors: true }));
}

/** The routes of each path. */
function groupsOf(routes: readonly Route[]): readonly (readonly Route[])[] {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    const group = groups.get(route.path);
    if (group === undefined) groups.set(route.path, [route]);
    else group.push(route);
  }
  return [...groups.values()];
}

function bindGroups(
  scope: FastifyInstance,
  front: Front,
  groups: readonly (readonly Route[])[],
  parts: BindParts,
): void {
  for (const group of groups) {
    for (const route of group) {
      if (frontOf(route) === front) bindRoute(scope, route, parts);
    }
    if (strictest(group) === front) bindOtherMethods(scope, group);
  }
}

function methodsOf({ method }: Route): HTTPMethods[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

function bindRoute(scope: FastifyInstance, route: Route, parts: BindParts): void {
  scope.route({
    method: methodsOf(route),
    url: route.path,
    exposeHeadRoute: false,
    onRequest: createAdmit(route.access, parts),
    handler: async (request, reply) => {
      const answer = await answerOf(route, request, reply, parts);
      return sendAnswer(reply, answer);
    },
  });
}

async function answerOf(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: BindParts,
): Promise<RouteAnswer> {
  const { calls } = parts;
  const { principal, context } = callerOf(request.raw);
  const call: RouteCall<unknown, unknown, unknown> = {
    params: checkInput('params', route.params, request.params),
    query: checkInput('query', route.query, request.query),
    body: checkInput('body', route.body, request.body),
    principal,
    context,
    arrival: arrivalOf(request.raw, parts.isProxy),
    signal: calls.begin(reply.raw as ServerResponse),
    ran: (tool) => rememberTool(request.raw, tool),
  };
  // `defineRoute` has seen that the schemas make what `handle` takes.
  const answer = await route.handle(call as RouteCall<never, never, never>);
  if ('stream' in answer) await calls.bind(reply.raw, principal);
  return answer;
}

/** The front that asks most: a wrong method tells nobody more than the right one would. */
function strictest(group: readonly Route[]): Front {
  const fronts = new Set(group.map(frontOf));
  if (fronts.has('keys')) return 'keys';
  return fronts.has('visitors') ? 'visitors' : 'nothing';
}

function bindOtherMethods(scope: FastifyInstance, group: readonly Route[]): void {
  const [first] = group;
  if (first === undefined) return;
  const allowed = group.flatMap(methodsOf);
  const others = METHODS.filter((method) => !allowed.includes(method));
  scope.route({
    method: others,
    url: first.path,
    exposeHeadRoute: false,
    // Before the body is looked at: it is of no use to anybody.
    onRequest: async (_request, reply) => {
      reply.header('Allow', allowed.join(', '));
      throw new RouteProblem(405, 'method-not-allowed', `Only ${allowed.join(', ')} here.`);
    },
    handler: () => undefined,
  });
}
