/**
 * A JSON-RPC request as the SDK hands it to a handler before any schema has looked at it: whatever
 * a client sent, with a method.
 */
export interface IncomingCall {
  readonly method: string;
  readonly params?: unknown;
}

/** What the SDK (v1) tells a handler beside the request; the part that a guard needs. */
export interface RequestExtra {
  /** What the transport learned about the caller, usually `req.auth` of the HTTP request. */
  readonly authInfo?:
    | { readonly extra?: Readonly<Record<string, unknown>> | undefined }
    | undefined;
  readonly sessionId?: string | undefined;
  /** The JSON-RPC id. */
  readonly requestId?: string | number | undefined;
  /** The HTTP request underneath, if there is one. */
  readonly requestInfo?: { readonly headers?: unknown } | undefined;
  readonly signal: AbortSignal;
}

/** A request handler in the shape that the SDK's dispatch calls. */
export type RequestHandler = (request: IncomingCall, extra: RequestExtra) => unknown;

/** Stands in front of every handler; runs `next` or does not. */
export type Interceptor = (
  request: IncomingCall,
  extra: RequestExtra,
  next: RequestHandler,
) => unknown;

/**
 * The SDK's table of handlers, giving each of them out behind an interceptor.
 *
 * The wrapping happens on `get`, at dispatch, so it makes no difference whether a handler was
 * registered before or after the guard. The fallback handler is asked for here as well: the SDK
 * would otherwise call it for every method that the table does not know, past the guard.
 */
class InterceptedHandlers extends Map<string, RequestHandler> {
  readonly #intercept: Interceptor;
  readonly #fallback: () => RequestHandler | undefined;

  constructor(
    handlers: ReadonlyMap<string, RequestHandler>,
    intercept: Interceptor,
    fallback: () => RequestHandler | undefined,
  ) {
    super(handlers);
    this.#intercept = intercept;
    this.#fallback = fallback;
  }

  /** The handler itself, without the interceptor in front. */
  behind(method: string): RequestHandler | undefined {
    return super.get(method) ?? this.#fallback();
  }

  override get(method: string): RequestHandler | undefined {
    const handler = this.behind(method);
    if (handler === undefined) return undefined;
    return (request, extra) => this.#intercept(request, extra, handler);
  }
}

/**
 * Puts an interceptor in front of all requests of an SDK v1 `Server`.
 *
 * The SDK has no public hook around its dispatch, and its `setRequestHandler` cannot read what was
 * registered before. So this replaces the private table `_requestHandlers`; where an SDK does not
 * have it, nothing is guarded and the caller learns it at once instead of serving unguarded.
 *
 * @returns Finds the handler of a method, without the interceptor in front.
 * @throws `TypeError` when `server` is not an SDK v1 server, or is intercepted already.
 */
export function interceptRequests(
  server: object,
  intercept: Interceptor,
): (method: string) => RequestHandler | undefined {
  const handlers: unknown = Reflect.get(server, '_requestHandlers');
  if (handlers instanceof InterceptedHandlers) {
    throw new TypeError('server is guarded already: call guardServer once per server');
  }
  if (!(handlers instanceof Map)) {
    throw new TypeError(
      'server must be a Server or McpServer of @modelcontextprotocol/sdk 1.x: it has no table of request handlers',
    );
  }
  const fallback = (): RequestHandler | undefined => {
    const handler: unknown = Reflect.get(server, 'fallbackRequestHandler');
    return typeof handler === 'function' ? (handler as RequestHandler).bind(server) : undefined;
  };
  const intercepted = new InterceptedHandlers(handlers, intercept, fallback);
  Reflect.set(server, '_requestHandlers', intercepted);
  return (method) => intercepted.behind(method);
}
