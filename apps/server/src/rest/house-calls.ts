import type { Authorize, Decision, Principal } from '@gatehouse/core';
import type {
  ConsentAnswer,
  ToolContext,
  ToolDefinition,
  ToolResult,
} from '@gatehouse/loxone-tools';
import { actingContext, lookingContext } from '../house-call/acting-context.js';
import type { RouteAction, RouteCall } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { toolOutcome } from '../mcp/observe-call.js';
import type { RestParts } from './rest-parts.js';
import { type InputPlace, toolErrorOf, toolProblem } from './tool-problem.js';

/** Of a call, what its way to the house needs. */
export type HouseCall = Pick<
  RouteCall<unknown, unknown, unknown>,
  'principal' | 'context' | 'signal' | 'ran'
>;

/** What was said while an act was on its way. */
export interface Heard {
  /** The last answer of whoever was asked to agree. */
  readonly consent?: Extract<ConsentAnswer, { given: false }>;
  /** What the last denial would have needed. */
  readonly needs?: string;
}

/** The ways from a route to the house. */
export interface HouseCalls {
  /**
   * Runs a tool that only looks. Every question that it raises is about the route, whichever tool
   * answers: whoever may use the route sees what its targets let them see.
   *
   * @throws RouteProblem when it comes to nothing.
   */
  look(tool: string, args: Readonly<Record<string, unknown>>, way: LookingWay): Promise<Structured>;
  /** Reads a resource, likewise. @throws RouteProblem when it comes to nothing. */
  read(uri: string, way: LookingWay): Promise<string>;
  /** Runs a tool that acts: its own rules count beside those of the route. */
  act(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    call: HouseCall,
  ): Promise<{ readonly result: ToolResult; readonly heard: Heard }>;
}

/** A result as data. */
export type Structured = Readonly<Record<string, unknown>>;

/** Who looks, through which route, and where their inputs stand. */
export interface LookingWay {
  readonly action: RouteAction;
  readonly call: HouseCall;
  readonly place: InputPlace;
}

/** Makes them. */
export function createHouseCalls({ auth, home, ports, offers }: RestParts): HouseCalls {
  const asked = new Map<RouteAction, Authorize>();

  /** One function for each route: what it has answered is remembered by its identity. */
  function authorizeAs(route: RouteAction): Authorize {
    const known = asked.get(route);
    if (known !== undefined) return known;
    const { kind, name, risk } = route;
    const fresh: Authorize = (principal, { targets }) =>
      auth.authorize(principal, { kind, name, risk, ...(targets !== undefined && { targets }) });
    asked.set(route, fresh);
    return fresh;
  }

  function toolNamed(name: string): ToolDefinition {
    const tool = offers.tools.get(name);
    if (tool !== undefined) return tool;
    throw new RouteProblem(422, 'not-supported', 'This server only looks: nothing can be moved.');
  }

  function looker({ action, call }: LookingWay): ToolContext {
    return {
      ...lookingContext({ auth, home, ports, principal: callerOf(call) }),
      authorize: authorizeAs(action),
      signal: call.signal,
    };
  }

  async function current(principal: Principal): Promise<Principal | undefined> {
    return principal.kind === 'key' ? auth.keys.principal(principal.id) : principal;
  }

  return {
    async look(tool, args, way) {
      const { structured } = await toolNamed(tool).run(args, looker(way));
      const error = toolErrorOf(structured);
      if (error !== undefined) throw toolProblem(error, way.place);
      return structured;
    },
    async read(uri, way) {
      const reading = await offers.resources.read(uri, looker(way));
      if (!reading.ok) throw toolProblem({ ...reading.error, candidates: undefined }, way.place);
      return reading.text;
    },
    async act(name, args, call) {
      const { context, signal, ran } = call;
      const principal = callerOf(call);
      let heard: Heard = {};
      const hear = (decision: Decision): Decision => {
        if (!decision.allow && decision.needs !== undefined)
          heard = { ...heard, needs: decision.needs };
        return decision;
      };
      const acting = actingContext({
        auth,
        home,
        ports,
        principal,
        context,
        signal,
        current: () => current(principal),
        // Nobody sits at a REST client: a confirmation comes with the same request, sent again.
        ask: async (request) => {
          const answer = await auth.consents.ask({ ...request, principal, context, signal });
          if (!answer.given) heard = { ...heard, consent: answer };
          return answer;
        },
      });
      const { authorizeAct = acting.authorize, decide } = acting;
      const tool = toolNamed(name);
      const result = await tool.run(args, {
        ...acting,
        authorizeAct: (who, action) => hear(authorizeAct(who, action)),
        ...(decide !== undefined && {
          decide: async (action, consented) => hear(await decide(action, consented)),
        }),
      });
      ran?.({ name, outcome: toolOutcome(result) });
      // Whoever may not use the tool at all was not asked about targets.
      if (heard.needs === undefined) {
        hear(auth.authorize(principal, { kind: 'tool', name, risk: tool.risk }));
      }
      return { result, heard };
    },
  };
}

/** Routes that lead to the house are never open, so there is somebody. */
function callerOf({ principal }: HouseCall): Principal {
  if (principal === undefined) {
    throw new RouteProblem(
      401,
      'key-missing',
      'Send an API key: Authorization: Bearer …, or X-API-Key.',
    );
  }
  return principal;
}
