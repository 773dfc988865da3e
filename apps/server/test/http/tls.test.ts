import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate, type SecureVersion } from 'node:tls';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpApp } from '../../src/http/create-http-app.js';
import { listen } from '../../src/http/listen.js';
import { type HttpService, serveHttp } from '../../src/http/serve-http.js';
import { loadTls, tlsFilesOf, watchTls } from '../../src/http/tls.js';
import { hasOpenssl, makePair } from '../support/certificates.js';
import { createRecordingLogger, type RecordingLogger } from '../support/recording-logger.js';

const settings = {
  host: '127.0.0.1',
  port: 0,
  allowedHosts: [],
  allowedOrigins: [],
  trustedProxies: [],
};

describe('the files of TLS', () => {
  it('come as a pair or not at all', () => {
    expect(tlsFilesOf({})).toBeUndefined();
    expect(tlsFilesOf({ tlsCert: 'a', tlsKey: 'b' })).toEqual({ cert: 'a', key: 'b' });
    expect(() => tlsFilesOf({ tlsCert: 'a' })).toThrow(/--tls-key is missing/);
    expect(() => tlsFilesOf({ tlsKey: 'b' })).toThrow(/--tls-cert is missing/);
  });

  it('are named when they are not there', () => {
    expect(() => loadTls({ cert: '/no/cert.pem', key: '/no/key.pem' })).toThrow(
      /\/no\/cert\.pem.*\/no\/key\.pem.*ENOENT/,
    );
  });
});

describe.skipIf(!hasOpenssl)('TLS (needs openssl to make certificates)', () => {
  let directory: string;
  let logger: RecordingLogger;
  let service: HttpService | undefined;
  let auth: McpAuth;
  const none = { cert: '', key: '' };
  // A suite that is skipped is read all the same.
  const [first, second] = hasOpenssl ? [makePair('first'), makePair('second')] : [none, none];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tls-'));
    logger = createRecordingLogger();
    auth = await createMcpAuth({ app: 'loxone-mcp', store: 'memory', env: {} });
    write(first);
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
    await auth.close();
    rmSync(directory, { recursive: true });
  });

  const files = () => ({ cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') });

  function write(pair: { readonly cert?: string; readonly key?: string }): void {
    if (pair.cert !== undefined) writeFileSync(files().cert, pair.cert);
    if (pair.key !== undefined) writeFileSync(files().key, pair.key);
  }

  async function serve(): Promise<number> {
    const { cert: tlsCert, key: tlsKey } = files();
    service = await serveHttp({
      settings: { ...settings, tlsCert, tlsKey },
      auth,
      logger,
      routes: [],
      owners: { find: async () => undefined },
      closeMcp: async () => undefined,
    });
    expect(service.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    return Number(new URL(service.url).port);
  }

  function handshake(
    port: number,
    maxVersion: SecureVersion = 'TLSv1.3',
  ): Promise<PeerCertificate> {
    return new Promise((resolve, reject) => {
      const options = { port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion };
      const minVersion: SecureVersion = 'TLSv1';
      const socket = connect({ ...options, minVersion, ciphers: 'DEFAULT@SECLEVEL=0' }, () => {
        resolve(socket.getPeerCertificate());
        socket.destroy();
      });
      socket.on('error', reject);
    });
  }

  it('is served with HSTS, from version 1.2 on', async () => {
    const port = await serve();
    const headers = await new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', ca: first.cert }, (response) => {
        response.resume();
        resolve(response.headers);
      })
        .on('error', reject)
        .end();
    });
    expect(headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000' });
    expect((await handshake(port, 'TLSv1.2')).subject.CN).toBe('first');
    await expect(handshake(port, 'TLSv1.1')).rejects.toThrow();
  });

  it('refuses to start with a key of another certificate, and names both files', async () => {
    write({ key: second.key });
    await expect(serve()).rejects.toThrow(/cert\.pem.*key\.pem.*VALUES_MISMATCH/);
    const error = await serve().catch((caught: Error) => caught);
    expect(String(error)).not.toContain('PRIVATE KEY');
  });

  it('takes up a renewed pair, and keeps the old one while half of it is there', () => {
    const used: (string | undefined)[] = [];
    const use = (pair: { readonly cert?: unknown }): void => void used.push(String(pair.cert));
    const reload = watchTls(files(), { use, logger, everyMs: 3_600_000 });
    reload.look();
    expect(used).toEqual([]);
    write({ cert: `${second.cert}\n` });
    reload.look();
    reload.look();
    expect(used).toEqual([]);
    const complaints = logger.entries.filter(({ level }) => level === 'error');
    expect(complaints).toHaveLength(1);
    expect(complaints[0]?.fields).toMatchObject({ cert: files().cert });
    expect(JSON.stringify(logger.entries)).not.toContain('PRIVATE');
    write({ key: `${second.key}\n` });
    reload.look();
    expect(used).toEqual([`${second.cert}\n`]);
    rmSync(files().cert);
    reload.look();
    expect(used).toHaveLength(1);
    reload.stop();
  });

  it('sees a directory that is swapped behind a link, as Kubernetes and certbot do it', () => {
    const dirs = [join(directory, 'one'), join(directory, 'two')] as const;
    for (const [at, pair] of [first, second].entries()) {
      const dir = dirs[at === 0 ? 0 : 1];
      mkdirSync(dir);
      writeFileSync(join(dir, 'cert.pem'), pair.cert);
      writeFileSync(join(dir, 'key.pem'), pair.key);
    }
    const link = join(directory, 'current');
    symlinkSync(dirs[0], link);
    const linked = { cert: join(link, 'cert.pem'), key: join(link, 'key.pem') };
    const used: string[] = [];
    const use = (pair: { readonly cert?: unknown }): void => void used.push(String(pair.cert));
    const reload = watchTls(linked, { use, logger, everyMs: 3_600_000 });
    symlinkSync(dirs[1], `${link}.new`);
    renameSync(`${link}.new`, link);
    reload.look();
    expect(used).toEqual([second.cert]);
    reload.stop();
  });

  it('answers new connections with the renewed certificate, without a restart', async () => {
    const app = await createHttpApp({
      auth,
      logger,
      routes: [],
      owners: { find: async () => undefined },
      settings,
      tls: loadTls(files()),
    });
    const { port, close } = await listen('127.0.0.1', 0, app.server);
    expect((await handshake(port)).subject.CN).toBe('first');
    app.renew(second);
    expect((await handshake(port)).subject.CN).toBe('second');
    await expect(handshake(port, 'TLSv1.1')).rejects.toThrow();
    await close(100);
    await app.close();
  });
});
