import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';

/** What answers MCP, with its own gate in front. */
export type McpEndpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The endpoint, bound. */
export interface BoundMcp {
  /** Settles once no call runs. */
  finished(): Promise<void>;
}

/** Where assistants connect. */
export const MCP_PATH = '/mcp';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Hands every request of `/mcp` on as it came: the endpoint has its own gate, reads the body itself,
 * and writes streams that are none of Fastify's business.
 */
export async function bindMcp(app: FastifyInstance, mcp: McpEndpoint): Promise<BoundMcp> {
  const running = new Running();
  const plugin: FastifyPluginCallback = (scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // Takes any media type, and leaves the body where it is.
    scope.addContentTypeParser('*', (_request, _payload, read) => read(null));
    scope.route({
      method: [...METHODS],
      url: MCP_PATH,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        reply.hijack();
        if (request.method === 'POST') running.add(reply.raw);
        await mcp(request.raw, reply.raw);
      },
    });
    done();
  };
  await app.register(plugin);
  return { finished: () => running.finished() };
}

/** The calls that have no answer yet. Streams that a client only listens to are none. */
class Running {
  readonly #responses = new Set<ServerResponse>();
  readonly #waiting = new Set<() => void>();

  add(response: ServerResponse): void {
    this.#responses.add(response);
    response.once('close', () => {
      this.#responses.delete(response);
      if (this.#responses.size > 0) return;
      for (const done of this.#waiting) done();
      this.#waiting.clear();
    });
  }

  async finished(): Promise<void> {
    if (this.#responses.size === 0) return;
    await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }
}
