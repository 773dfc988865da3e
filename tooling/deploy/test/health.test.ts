import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificate } from './support/certificate.js';
import { DEPLOY } from './support/files.js';
import { freePort, hasProgram, startProgram } from './support/programs.js';

const SCRIPT = join(DEPLOY, 'src', 'health.mjs');

/** Runs the check as the image does. @returns Its exit code and what it said. */
async function check(env: Readonly<Record<string, string>>) {
  const shell = ['-c', '"$0" "$1"; echo "code $?"', process.execPath, SCRIPT];
  const program = startProgram('sh', shell, { PATH: process.env.PATH ?? '', ...env });
  const [, code] = await program.waitFor(/code (\d+)/);
  await program.stop();
  return { code: Number(code), output: program.output() };
}

describe('the health check', () => {
  const servers: Server[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function listen(server: Server, host = '127.0.0.1'): Promise<string> {
    servers.push(server);
    server.listen(0, host);
    await once(server, 'listening');
    return String((server.address() as AddressInfo).port);
  }

  const answering =
    (status: number, seen: IncomingMessage[] = []): RequestListener =>
    (request, response) => {
      seen.push(request);
      response.writeHead(status).end('{"status":"ok"}');
    };

  it('is content with a server that is well, and asks it as the server lets anybody ask', async () => {
    const seen: IncomingMessage[] = [];
    const LOXONE_MCP_PORT = await listen(createServer(answering(200, seen)));
    expect(await check({ LOXONE_MCP_PORT })).toMatchObject({ code: 0 });
    expect(await check({ LOXONE_MCP_PORT, LOXONE_MCP_HOST: '0.0.0.0' })).toMatchObject({ code: 0 });
    expect(seen.map(({ url, headers }) => [url, headers.host])).toEqual([
      ['/health', 'localhost'],
      ['/health', 'localhost'],
    ]);
  });

  it.each([500, 503, 404, 301])('is not content with %i', async (status) => {
    const LOXONE_MCP_PORT = await listen(createServer(answering(status)));
    expect(await check({ LOXONE_MCP_PORT })).toMatchObject({ code: 1 });
  });

  it('says that nobody answers', async () => {
    const { code, output } = await check({ LOXONE_MCP_PORT: String(await freePort()) });
    expect(code).toBe(1);
    expect(output).toContain('The server does not answer: ECONNREFUSED');
  });

  it.skipIf(!hasProgram('openssl'))(
    'speaks TLS where the server does (needs openssl)',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'gatehouse-health-'));
      const { cert, key } = makeCertificate(directory, 'gatehouse.example');
      const options = { cert: readFileSync(cert), key: readFileSync(key) };
      const LOXONE_MCP_PORT = await listen(createTlsServer(options, answering(200)));
      rmSync(directory, { recursive: true });
      const tls = { LOXONE_MCP_PORT, LOXONE_MCP_TLS_CERT: '/run/secrets/cert.pem' };
      expect(await check(tls)).toMatchObject({ code: 0 });
      expect(await check({ LOXONE_MCP_PORT })).toMatchObject({ code: 1 });
    },
  );
});
