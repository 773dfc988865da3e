import type { Action, Principal, Risk } from '@gatehouse/core';
import type { DecisionContext } from '@gatehouse/mcp-auth';
import type { z } from 'zod';

/** Methods that routes have. `HEAD` is answered wherever `GET` is. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a caller must be allowed, in the terms of rule 1: the route itself is asked for by its name. */
export interface RouteAction {
  readonly kind: Extract<Action['kind'], 'rest' | 'admin'>;
  /** As permissions name it: `devices.read`, `keys`. */
  readonly name: string;
  readonly risk: Risk;
  /**
   * Pages ask for it again and again while somebody looks at them: of a browser's session, whose
   * sign-in is in the trail, an allowed look is no line of its own.
   */
  readonly isRoutine?: true;
}

/**
 * Who may use a route.
 *
 * `open`: everybody, so its answers hold nothing of the house or its keys. `key`: whoever has a key
 * that may do this. `owner`: the same for the administration, where a browser's session does as well
 * as a key, and writes with a session need its CSRF token. `signed-in`: as `owner`, for whoever may
 * do at least one thing of the administration (`mayAdminister`); the route asks about the rest.
 */
export type RouteAccess =
  | { readonly to: 'open' }
  | { readonly to: 'key'; readonly action: RouteAction }
  | { readonly to: 'owner'; readonly action: RouteAction }
  | { readonly to: 'signed-in' };

/** How a call came: for a browser's session, for what an answer is written in, for a stream that goes on. */
export interface RouteArrival {
  /** The headers of these names, as they were sent, each only where it was sent exactly once. */
  readonly host?: string;
  readonly origin?: string;
  readonly 'sec-fetch-site'?: string;
  readonly cookie?: string;
  readonly accept?: string;
  readonly 'last-event-id'?: string;
  /** Whether the client is known to have used TLS; what a trusted proxy says of it counts. */
  readonly secure: boolean;
}

/** What an answer looks like, for the OpenAPI document. */
export interface RouteAnswerInfo {
  readonly description: string;
  /** Of JSON; absent for other media types and for answers without content. */
  readonly schema?: z.ZodType;
  /** Default: `application/json` where there is a schema. */
  readonly mediaType?: string;
  /** A media type of text in which it comes, too, where the client would rather have that. */
  readonly alsoAs?: string;
}

/** A tool that a call has run, and how that ended. */
export interface RanTool {
  readonly name: string;
  readonly outcome: 'ok' | 'denied' | 'failed';
}

/** One call of a route, after its caller was let in and all of its inputs were checked. */
export interface RouteCall<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Who asks; absent only on `open` routes. */
  readonly principal: Principal | undefined;
  /** For the trail, and for decisions on the targets of the call. */
  readonly context: DecisionContext;
  readonly arrival: RouteArrival;
  /** Ends when the client has gone. */
  readonly signal: AbortSignal;
  /** Says what the call was carried out by: it is counted as that, and no more by its route. */
  readonly ran?: (tool: RanTool) => void;
}

/** What a route answers. */
export type RouteAnswer =
  | {
      readonly status: 200 | 201 | 202 | 204;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON. */
      readonly body?: unknown;
    }
  | {
      readonly status: 200;
      /** With the media type. */
      readonly headers: Readonly<Record<string, string>>;
      /** Sent as it is. */
      readonly text: string;
    }
  | {
      readonly status: 200;
      readonly headers: Readonly<Record<string, string>>;
      /** Sent piece by piece as it comes, until it ends or the client goes. */
      readonly stream: AsyncIterable<string>;
    };

/** One method of one path: who may use it, what goes in, what comes out. */
export interface Route {
  readonly method: Method;
  /** With parameters as `:name`: `/api/devices/:device`. */
  readonly path: string;
  readonly access: RouteAccess;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** Of JSON. */
  readonly body?: z.ZodType;
  readonly answers: Readonly<Record<number, RouteAnswerInfo>>;
  /** @throws {@link RouteProblem} for everything that is answered with an error. */
  handle(call: RouteCall<never, never, never>): Promise<RouteAnswer> | RouteAnswer;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A route as its author writes it: with the types of its inputs. */
export interface RouteSpec<
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
> extends Omit<Route, 'params' | 'query' | 'body' | 'handle'> {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  handle(
    call: RouteCall<Output<Params>, Output<Query>, Output<Body>>,
  ): Promise<RouteAnswer> | RouteAnswer;
}

/** Makes a route: what `handle` gets has passed the schemas. */
export function defineRoute<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<Params, Query, Body>): Route {
  return spec as Route;
}
