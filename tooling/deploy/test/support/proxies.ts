import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { FILES } from '../../src/lint/deployment.js';
import { makeCertificate } from './certificate.js';
import { readFile } from './files.js';
import { freePort, startProgram } from './programs.js';

/** A real proxy with our configuration, on ports of this test's own. */
export interface RunningProxy {
  /** The name that it answers to. */
  readonly name: string;
  readonly https: number;
  /** Where plain HTTP is answered, if it is. */
  readonly http?: number;
  /** Its access log so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Replaces what must be there. */
function replaced(text: string, changes: readonly (readonly [string | RegExp, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    const after = before.replaceAll(
      typeof from === 'string' ? from : new RegExp(from, 'g'),
      () => to,
    );
    if (after === before) throw new TypeError(`the configuration has no ${from}`);
    return after;
  }, text);
}

const NGINX = `daemon off;
pid nginx.pid;
error_log stderr notice;
user root;
events {}
http {
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include site.conf;
}
`;

/** Starts nginx with `proxies/nginx.conf`; only ports and places are changed. */
export async function startNginx(upstreamPort: number): Promise<RunningProxy> {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'));
  const name = 'gatehouse.example';
  const { cert, key } = makeCertificate(directory, name);
  const [http, https] = [await freePort(), await freePort()];
  const log = join(directory, 'access.log');
  const site = replaced(readFile(FILES.nginx), [
    [/ *listen \[::\].*\n/, ''],
    ['listen 80', `listen 127.0.0.1:${http}`],
    ['listen 443', `listen 127.0.0.1:${https}`],
    ['/etc/ssl/gatehouse/fullchain.pem', cert],
    ['/etc/ssl/gatehouse/privkey.pem', key],
    ['/var/log/nginx/loxone-mcp.log', log],
    ['127.0.0.1:3001', `127.0.0.1:${upstreamPort}`],
  ]);
  writeFileSync(join(directory, 'site.conf'), site);
  // Another user than root may not name one.
  const main = process.getuid?.() === 0 ? NGINX : NGINX.replace('user root;\n', '');
  writeFileSync(join(directory, 'nginx.conf'), main);
  const program = startProgram('nginx', ['-p', directory, '-c', 'nginx.conf', '-e', 'stderr'], {
    PATH: process.env.PATH ?? '',
  });
  await program.waitFor(/start worker process \d+/);
  return {
    name,
    https,
    http,
    log: () => readFileSync(log, 'utf8'),
    stop: async () => {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Caddy says that it has its certificate a moment before it uses it. */
async function untilHandshake(servername: string, port: number): Promise<void> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false });
    const isSecured = await once(socket, 'secureConnect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isSecured) return;
  }
}

/** Starts Caddy with `proxies/Caddyfile` and its own certificate authority. */
export async function startCaddy(upstreamPort: number): Promise<RunningProxy> {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-caddy-'));
  const https = await freePort();
  const config = join(directory, 'Caddyfile');
  // Neither port 80 nor the machine's trusted certificates are a test's business.
  const options = 'admin off\n\tauto_https disable_redirects\n\tskip_install_trust';
  writeFileSync(config, replaced(readFile(FILES.caddy), [['admin off', options]]));
  const program = startProgram('caddy', ['run', '--config', config, '--adapter', 'caddyfile'], {
    PATH: process.env.PATH ?? '',
    HOME: directory,
    GATEHOUSE_NAME: `https://localhost:${https}`,
    GATEHOUSE_TLS: 'internal',
    GATEHOUSE_UPSTREAM: `127.0.0.1:${upstreamPort}`,
  });
  await program.waitFor(/serving initial configuration/);
  await program.waitFor(/certificate obtained successfully/);
  await untilHandshake('localhost', https);
  return {
    name: 'localhost',
    https,
    log: () => program.output(),
    stop: async () => {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
