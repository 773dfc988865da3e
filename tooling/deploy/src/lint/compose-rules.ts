import { FILES } from './deployment.js';
import { holdsSecret, isNumericUser, isPinned } from './image-rules.js';
import { type Check, type Judgement, judgementsOf } from './judgement.js';
import { listAt, pick, textsAt } from './pick.js';

/** What each service of `compose.yaml` must have, and the server more so. */
export function composeJudgements(compose: unknown): readonly Judgement[] {
  const services = Object.keys(textsAt(compose, 'services'));
  const each = services.flatMap((name) => serviceChecks(name, pick(compose, 'services', name)));
  return judgementsOf(FILES.compose, [...each, ...serverChecks(compose), ...proxyChecks(compose)]);
}

function serviceChecks(name: string, service: unknown): readonly Check[] {
  const variables = Object.keys(textsAt(service, 'environment'));
  const options = listAt(service, 'security_opt');
  return [
    ['image-pinned', isPinned(String(pick(service, 'image'))), `${name}: image needs a version`],
    ['read-only', pick(service, 'read_only') === true, `${name}: read_only: true`],
    ['no-capabilities', listAt(service, 'cap_drop').includes('ALL'), `${name}: cap_drop: [ALL]`],
    ['no-new-privileges', options.includes('no-new-privileges:true'), `${name}: security_opt`],
    ['not-privileged', pick(service, 'privileged') === undefined, `${name}: never privileged`],
    ['own-network', pick(service, 'network_mode') === undefined, `${name}: a network of its own`],
    ['no-secret-in-env', !variables.some(holdsSecret), `${name}: secrets are files`],
    ['no-socket', !JSON.stringify(service).includes('docker.sock'), `${name}: not the engine`],
  ];
}

function serverChecks(compose: unknown): readonly Check[] {
  const server = pick(compose, 'services', 'loxone-mcp');
  const files = Object.entries(textsAt(server, 'environment')).filter(([name]) =>
    name.endsWith('_FILE'),
  );
  const secrets = listAt(server, 'secrets').map(String);
  const declared = textsAt(compose, 'secrets');
  const mounted = files.every(([, path]) =>
    secrets.some((name) => path === `/run/secrets/${name}`),
  );
  const fromFiles = secrets.every((name) => pick(compose, 'secrets', name, 'file') !== undefined);
  const health = listAt(server, 'healthcheck', 'test').map(String);
  const tmpfs = listAt(server, 'tmpfs').map(String);
  return [
    ['numeric-user', isNumericUser(String(pick(server, 'user'))), 'user must be numbers, not root'],
    ['secrets-as-files', files.length >= 2 && mounted, 'each *_FILE names a mounted secret'],
    [
      'secrets-declared',
      secrets.every((name) => name in declared) && fromFiles,
      'secrets are files',
    ],
    [
      'tmp-in-memory',
      tmpfs.some((entry) => /^\/tmp:.*noexec/.test(entry)),
      '/tmp is tmpfs, noexec',
    ],
    ['health', health[0] === 'CMD', 'a health check without a shell'],
    ['not-published', pick(server, 'ports') === undefined, 'only the proxy reaches the server'],
    ['stops-in-time', pick(server, 'stop_grace_period') !== undefined, 'stop_grace_period'],
    ['bounded', pick(server, 'mem_limit') !== undefined, 'mem_limit'],
  ];
}

function proxyChecks(compose: unknown): readonly Check[] {
  const caddy = pick(compose, 'services', 'caddy');
  const address = pick(caddy, 'networks', 'inside', 'ipv4_address');
  const server = textsAt(compose, 'services', 'loxone-mcp', 'environment');
  const capabilities = listAt(caddy, 'cap_add');
  return [
    ['tls-profile', listAt(caddy, 'profiles').includes('tls'), 'caddy belongs to the profile tls'],
    [
      'proxy-trusted',
      typeof address === 'string' && server.LOXONE_MCP_TRUSTED_PROXIES === address,
      'exactly the proxy is trusted',
    ],
    [
      'only-ports',
      capabilities.every((name) => name === 'NET_BIND_SERVICE'),
      'caddy needs no right but low ports',
    ],
    [
      'inside-only',
      pick(compose, 'networks', 'inside', 'internal') === true,
      'the network of proxy and server leads nowhere else',
    ],
  ];
}
