import { once } from 'node:events';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasProgram } from './support/programs.js';
import { type RunningProxy, startCaddy, startNginx } from './support/proxies.js';
import { SECURITY_HEADERS, startUpstream, type Upstream } from './support/upstream.js';

const PROXIES = [
  { program: 'nginx', start: startNginx },
  { program: 'caddy', start: startCaddy },
];

/** What a client makes up, hoping that somebody believes it. */
const MADE_UP = {
  'x-forwarded-for': '203.0.113.66',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-real-ip': '203.0.113.66',
  forwarded: 'for=203.0.113.66;proto=http',
};

describe.each(PROXIES)('$program', ({ program, start }) => {
  const isHere = hasProgram(program) && hasProgram('openssl');

  describe.skipIf(!isHere)(`as it is configured here (needs ${program} and openssl)`, () => {
    let upstream: Upstream;
    let proxy: RunningProxy;

    beforeAll(async () => {
      upstream = await startUpstream();
      proxy = await start(upstream.port);
    });

    afterAll(async () => {
      await proxy.stop();
      await upstream.stop();
    });

    function options(headers: Readonly<Record<string, string>> = {}) {
      return {
        host: '127.0.0.1',
        port: proxy.https,
        servername: proxy.name,
        // Nobody has signed a test's certificate.
        rejectUnauthorized: false,
        headers: { host: `${proxy.name}:${proxy.https}`, ...headers },
        agent: false,
      } as const;
    }

    async function get(
      headers: Readonly<Record<string, string>>,
      path = '/',
    ): Promise<IncomingMessage> {
      const sent = request({ ...options(headers), path }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response;
    }

    it('makes the forwarding headers anew and drops what the client made up', async () => {
      const { statusCode } = await get(MADE_UP);
      const { headers } = upstream.requests.at(-1) as IncomingMessage;
      expect(statusCode).toBe(200);
      expect(headers['x-forwarded-for']).toBe('127.0.0.1');
      expect(headers['x-forwarded-proto']).toBe('https');
      expect(headers.forwarded).toBeUndefined();
      expect(headers['x-real-ip']).toBeUndefined();
      expect(headers['x-forwarded-host'] ?? headers.host).toBe(headers.host);
      expect(JSON.stringify(headers)).not.toMatch(/203\.0\.113|evil/);
    });

    it('passes on the name with its port, and both headers that can hold a key', async () => {
      await get({ authorization: 'Bearer a', 'x-api-key': 'b' });
      const { headers } = upstream.requests.at(-1) as IncomingMessage;
      expect(headers.host).toBe(`${proxy.name}:${proxy.https}`);
      expect(headers.authorization).toBe('Bearer a');
      expect(headers['x-api-key']).toBe('b');
    });

    it('sends each security header once', async () => {
      const { rawHeaders, headers } = await get({});
      const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
        expect(
          names.filter((one) => one === name),
          name,
        ).toHaveLength(1);
        const expected = name === 'strict-transport-security' ? 'max-age=31536000' : value;
        expect(headers[name]).toBe(expected);
      }
    });

    it('passes each piece of a stream on at once, and tells the server when the client goes', async () => {
      const arrived = upstream.next();
      const sent = request({
        ...options({ accept: 'text/event-stream' }),
        path: '/api/events',
      }).end();
      const { response } = await arrived;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      const [stream] = (await once(sent, 'response')) as [IncomingMessage];
      stream.setEncoding('utf8');
      // The second piece is written only when the first has arrived: nothing may wait for more.
      expect(await once(stream, 'data')).toEqual(['data: 1\n\n']);
      response.write('data: 2\n\n');
      expect(await once(stream, 'data')).toEqual(['data: 2\n\n']);
      const gone = once(response, 'close');
      sent.on('error', () => undefined);
      sent.destroy();
      await gone;
      expect(response.writableFinished).toBe(false);
    });

    it('passes WebSocket through, in both directions', async () => {
      const sent = request({
        ...options({
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          ...MADE_UP,
        }),
        path: '/api/events',
      }).end();
      const [response, socket] = await once(sent, 'upgrade');
      expect(response.statusCode).toBe(101);
      socket.write('echo me');
      expect(String((await once(socket, 'data'))[0])).toBe('echo me');
      socket.destroy();
      const { headers } = upstream.requests.at(-1) as IncomingMessage;
      expect(headers['x-forwarded-for']).toBe('127.0.0.1');
      expect(headers.forwarded).toBeUndefined();
    });

    it('never sends a request twice', async () => {
      const before = upstream.requests.length;
      const arrived = upstream.next();
      const sent = request({ ...options(), method: 'POST', path: '/mcp' }).end('{}');
      const { request: received } = await arrived;
      received.socket.destroy();
      const [{ statusCode }] = (await once(sent, 'response')) as [IncomingMessage];
      expect(statusCode).toBe(502);
      expect(upstream.requests.length - before).toBe(1);
    });

    it('has no certificate for a name that is not its own', async () => {
      const socket = connect({
        host: '127.0.0.1',
        port: proxy.https,
        servername: 'other.example',
        rejectUnauthorized: false,
      });
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toMatch(/SSL|ALERT|ECONNRESET/);
    });

    it('writes no key into its log', async () => {
      const canary = 'lmcp_admin_001_canary';
      const { statusCode } = await get({ 'x-api-key': canary, authorization: canary }, '/logged');
      expect(statusCode).toBe(200);
      await expect.poll(() => proxy.log()).toContain('/logged');
      expect(proxy.log()).not.toContain(canary);
    });

    // Caddy answers plain HTTP by itself, on port 80 alone.
    if (program === 'nginx') {
      it('does not pass on what was sent in clear', async () => {
        const before = upstream.requests.length;
        const ask = async (method: string): Promise<IncomingMessage> => {
          const sent = requestPlain({
            host: '127.0.0.1',
            port: proxy.http,
            method,
            path: '/mcp',
            headers: { host: proxy.name },
          }).end();
          const [response] = (await once(sent, 'response')) as [IncomingMessage];
          response.resume();
          return response;
        };
        expect((await ask('POST')).statusCode).toBe(403);
        const shown = await ask('GET');
        expect(shown.statusCode).toBe(308);
        expect(shown.headers.location).toBe('https://gatehouse.example/mcp');
        expect(upstream.requests).toHaveLength(before);
      });
    }
  });
});
