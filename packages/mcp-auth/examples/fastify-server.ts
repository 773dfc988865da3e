import type { McpAuth } from '@gatehouse/mcp-auth';
import { fastifyGate, principalOf } from '@gatehouse/mcp-auth/fastify';
import { createMcpHttpHandler } from '@gatehouse/mcp-auth/sdk';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastify from 'fastify';
import { createNotesServer } from './notes.js'; // your server, as it is

/** A Fastify application; what one of its plugins holds is for holders of keys, the rest is open. */
export async function createFastifyNotes(auth: McpAuth): Promise<FastifyInstance> {
  const answerMcp = createMcpHttpHandler(auth, {
    createServer: () => auth.guard(createNotesServer()),
  });

  const guarded: FastifyPluginAsync = async (instance) => {
    await instance.register(fastifyGate(auth));
    instance.get('/me', async (request) => ({ id: principalOf(request.raw)?.id }));
    instance.all('/mcp', async (request, reply) => {
      reply.hijack(); // the transport answers on Node's own response
      await answerMcp(Object.assign(request.raw, { body: request.body }), reply.raw);
    });
  };

  const app = fastify();
  app.get('/health', async () => ({ status: 'ok' }));
  await app.register(guarded);
  return app;
}
