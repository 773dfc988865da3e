import { writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Authority, type Chain, createAuthority, hasOpenssl } from './support/certificates.js';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, startHouse } from './support/house.js';
import { SERVER } from './support/paths.js';
import { type Program, runProgram, startProgram } from './support/program.js';
import { generateKey } from './support/server.js';

/** Files are looked at every ten seconds, and machines have much else to do. */
const PATIENCE = { timeout: 5 * 60_000 };

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Common name of the certificate. */
  readonly name: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

describe.skipIf(!hasOpenssl)(
  'TLS from files (needs openssl to make certificates)',
  PATIENCE,
  () => {
    let authority: Authority;
    let first: Chain;
    let second: Chain;
    let home: TemporaryHome;
    let house: House;
    let program: Program | undefined;
    let env: Readonly<Record<string, string>>;
    let files: { readonly cert: string; readonly key: string };

    beforeAll(async () => {
      authority = createAuthority();
      [first, second] = [authority.issue('first'), authority.issue('second')];
      house = await startHouse();
    });
    afterAll(async () => {
      await house.simulator.stop();
      authority.remove();
    });
    beforeEach(() => {
      home = temporaryHome();
      env = { ...home.env, ...house.env };
      files = { cert: join(home.path, 'chain.pem'), key: join(home.path, 'key.pem') };
    });
    afterEach(async () => {
      await program?.stop();
      program = undefined;
      home.remove();
    });

    function write({ chain, key }: Chain): void {
      writeFileSync(files.cert, chain);
      writeFileSync(files.key, key, { mode: 0o600 });
    }

    const flags = (): string[] => ['--tls-cert', files.cert, '--tls-key', files.key];

    async function serve(args: readonly string[], more: Record<string, string> = {}) {
      const running = startProgram(SERVER, ['http', '--port', '0', ...args], { ...env, ...more });
      program = running;
      const [, url = ''] = await running.waitFor(/(https:\/\/[^\s/]+)\/mcp/);
      return { url, running };
    }

    /** Asks as a client that trusts nobody but the authority, over a connection of its own. */
    function ask(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
      return new Promise((resolve, reject) => {
        const options = { method, headers, ca: authority.root, agent: false } as const;
        const asked = request(url, options, (answer) => {
          const { subject } = (answer.socket as TLSSocket).getPeerCertificate();
          let text = '';
          answer.on('data', (part) => {
            text += part;
          });
          answer.on('end', () => {
            const { statusCode: status = 0, headers: got } = answer;
            resolve({ status, headers: got, body: text, name: String(subject.CN) });
          });
        });
        asked.on('error', reject);
        asked.end(body === undefined ? undefined : JSON.stringify(body));
      });
    }

    const json = { 'content-type': 'application/json' };

    it('serves the chain, and gives browsers a cookie that no other host and no plain HTTP gets', async () => {
      write(first);
      const { url } = await serve(flags());
      const key = await generateKey(env, 'admin');
      expect(await ask(`${url}/health`)).toMatchObject({
        status: 200,
        name: 'first',
        headers: { 'strict-transport-security': 'max-age=31536000' },
      });
      const signedIn = await ask(`${url}/admin/api/session`, {
        method: 'POST',
        headers: json,
        body: { key },
      });
      expect(signedIn.status).toBe(200);
      const [cookie = '', ...more] = signedIn.headers['set-cookie'] ?? [];
      expect(more).toEqual([]);
      const [pair = '', ...attributes] = cookie.split('; ');
      expect(pair).toMatch(/^__Host-gatehouse_session=[\w-]{40,}$/);
      expect(attributes).toEqual(
        expect.arrayContaining(['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']),
      );
      // `__Host-` is refused by browsers with a Domain (RFC 6265bis §4.1.3.2).
      expect(attributes.join()).not.toMatch(/domain/i);
      const listed = await ask(`${url}/admin/api/keys`, { headers: { cookie: pair } });
      expect(listed.status).toBe(200);
      // The name without `__Host-` is one that a page of another host could have set.
      const shadow = pair.replace('__Host-', '');
      expect((await ask(`${url}/admin/api/keys`, { headers: { cookie: shadow } })).status).toBe(
        401,
      );
    });

    it('answers nobody who speaks plain HTTP to it', async () => {
      write(first);
      const { url } = await serve([], {
        LOXONE_MCP_TLS_CERT: files.cert,
        LOXONE_MCP_TLS_KEY: files.key,
      });
      await expect(fetch(url.replace('https', 'http'))).rejects.toThrow();
      expect((await ask(`${url}/health`)).status).toBe(200);
    });

    it('takes up a renewed chain without a restart, and goes on with the old one until it is whole', async () => {
      write(first);
      const { url, running } = await serve(flags());
      expect((await ask(`${url}/health`)).name).toBe('first');
      // Half of a renewal, as a program leaves it that is still writing.
      writeFileSync(files.cert, second.chain);
      await running.waitFor(/ERROR The new TLS certificate cannot be used/);
      expect((await ask(`${url}/health`)).name).toBe('first');
      writeFileSync(files.key, second.key);
      await running.waitFor(/Took up the renewed TLS certificate/);
      expect((await ask(`${url}/health`)).name).toBe('second');
      expect(await running.stop()).toEqual({ code: 0, signal: null });
      expect(running.stderr()).not.toContain('PRIVATE KEY');
    });

    it.each([
      ['a missing file', 1, 'ENOENT', (): void => writeFileSync(files.key, first.key)],
      [
        'a key of another certificate',
        1,
        'MISMATCH',
        (): void => write({ ...first, key: second.key }),
      ],
      ['a file that is no PEM', 1, 'PEM', (): void => write({ chain: 'hello\n', key: first.key })],
      ['an empty key', 1, 'PEM', (): void => write({ chain: first.chain, key: '' })],
    ])(
      'does not start with %s: exit code %i, and the files by name',
      async (_what, code, word, make) => {
        make();
        const ended = await runProgram(SERVER, ['http', '--port', '0', ...flags()], env);
        expect(ended.code).toBe(code);
        expect(ended.stderr).toContain(files.cert);
        expect(ended.stderr).toContain(files.key);
        expect(ended.stderr).toContain(word);
        expect(ended.stdout + ended.stderr).not.toMatch(/PRIVATE KEY|^ {4}at /m);
      },
    );

    it('does not start with half of the settings, which is a mistake of whoever wrote them', async () => {
      write(first);
      const half = ['http', '--port', '0', '--tls-cert', files.cert];
      const ended = await runProgram(SERVER, half, env);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain('--tls-key is missing');
    });
  },
);
