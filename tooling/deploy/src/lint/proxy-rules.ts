import { allNamed, type Directive } from './blocks.js';
import { type Deployment, FILES, manifestOf } from './deployment.js';
import { type Check, type Judgement, judgementsOf } from './judgement.js';
import { pick, textsAt } from './pick.js';

/** Headers that only the server sends: a proxy that sends them, too, doubles them. */
const OF_THE_SERVER =
  /^>?[+?]?(content-security-policy|x-content-type-options|referrer-policy|cross-origin-opener-policy|permissions-policy|x-frame-options|cache-control)$/i;

/** What each proxy must do, and must not. */
export function proxyJudgements(deployment: Deployment): readonly Judgement[] {
  return [
    ...judgementsOf(FILES.nginx, nginxChecks(deployment.nginx)),
    ...judgementsOf(FILES.caddy, caddyChecks(deployment.caddy)),
    ...judgementsOf(FILES.traefik, traefikChecks(deployment.traefik)),
    ...judgementsOf(FILES.traefikDynamic, dynamicChecks(deployment.traefikDynamic)),
    ...ingressJudgements(deployment),
  ];
}

function nginxChecks(config: readonly Directive[]): readonly Check[] {
  const [site] = allNamed(config, 'server').filter(
    ({ block }) => allNamed(block, 'proxy_pass').length > 0,
  );
  const within = site?.block ?? [];
  const one = (name: string): string => allNamed(within, name)[0]?.args.join(' ') ?? '';
  const sent = Object.fromEntries(
    allNamed(within, 'proxy_set_header').map(({ args }) => [args[0]?.toLowerCase(), args[1]]),
  );
  const added = allNamed(config, 'add_header').map(({ args }) => args[0] ?? '');
  const listens = allNamed(within, 'listen').map(({ args }) => args);
  const dropped = ['forwarded', 'x-forwarded-host', 'x-real-ip'];
  return [
    ['tls', listens.length > 0 && listens.every((args) => args.includes('ssl')), 'listen … ssl'],
    ['tls-versions', one('ssl_protocols') === 'TLSv1.2 TLSv1.3', 'ssl_protocols'],
    [
      'unbuffered',
      one('proxy_buffering') === 'off' && one('proxy_cache') === 'off',
      'streams at once',
    ],
    ['long-reads', one('proxy_read_timeout') === '1h', 'proxy_read_timeout 1h'],
    ['http-1.1', one('proxy_http_version') === '1.1', 'upgrades and keep-alive need HTTP/1.1'],
    [
      'upgrade',
      sent.upgrade === '$http_upgrade' && sent.connection === '$gatehouse_connection',
      'WebSocket',
    ],
    ['forwarded-for', sent['x-forwarded-for'] === '$remote_addr', 'set, not added to'],
    ['forwarded-proto', sent['x-forwarded-proto'] === '$scheme', 'X-Forwarded-Proto'],
    ['drops-forwarded', dropped.every((name) => sent[name] === ''), `drops ${dropped.join(', ')}`],
    ['host', sent.host === '$http_host', 'the name with its port'],
    ['never-twice', one('proxy_next_upstream') === 'off', 'a request is never sent twice'],
    ['not-doubled', !added.some((name) => OF_THE_SERVER.test(name)), 'headers of the server'],
    [
      'hsts',
      one('add_header').startsWith('Strict-Transport-Security') &&
        one('proxy_hide_header') === 'Strict-Transport-Security',
      'HSTS once',
    ],
    [
      'unknown-names',
      allNamed(config, 'ssl_reject_handshake').length === 1,
      'unknown names get nothing',
    ],
    [
      'log-without-secrets',
      !JSON.stringify(allNamed(config, 'log_format')).match(
        /\$(request|request_uri|args|query_string|http_)\b/,
      ),
      'no query and no header in the log',
    ],
  ];
}

function caddyChecks(config: readonly Directive[]): readonly Check[] {
  const up = allNamed(config, 'header_up').map(({ args }) => args[0]?.toLowerCase());
  const headers = ['header', 'header_down'].flatMap((name) =>
    allNamed(config, name).map(({ args }) => args[0] ?? ''),
  );
  const site = config.find(({ name }) => name === '{$GATEHOUSE_NAME}');
  const log = JSON.stringify(allNamed(config, 'log'));
  return [
    ['tls', allNamed(site?.block ?? [], 'tls').length === 1, 'tls'],
    ['ends-with-client', allNamed(config, 'flush_interval').length === 0, 'no flush_interval'],
    ['ends', allNamed(config, 'grace_period').length === 1, 'streams would keep it from ending'],
    [
      'drops-forwarded',
      up.includes('-forwarded') && up.includes('-x-real-ip'),
      'header_up -Forwarded',
    ],
    ['forwarded-for', allNamed(config, 'trusted_proxies').length === 0, 'nobody is believed'],
    ['no-admin', allNamed(config, 'admin')[0]?.args[0] === 'off', 'admin off'],
    ['not-doubled', !headers.some((name) => OF_THE_SERVER.test(name)), 'headers of the server'],
    ['hsts', headers.includes('Strict-Transport-Security'), 'HSTS replaces the server’s'],
    ['log-without-secrets', log.includes('"request>headers>X-Api-Key"'), 'no key in the log'],
    ['no-compression', allNamed(config, 'encode').length === 0, 'compression delays streams'],
  ];
}

function traefikChecks(config: unknown): readonly Check[] {
  const secure = pick(config, 'entryPoints', 'websecure');
  const forwarded = textsAt(secure, 'forwardedHeaders');
  const timeouts = pick(secure, 'transport', 'respondingTimeouts');
  return [
    [
      'forwarded-for',
      forwarded.insecure === 'false' && forwarded.trustedIPs === undefined,
      'nobody is believed',
    ],
    ['long-reads', pick(timeouts, 'writeTimeout') === '0s', 'answers last'],
    [
      'log-without-secrets',
      pick(config, 'accessLog', 'fields', 'headers', 'defaultMode') === 'drop',
      'no header in the log',
    ],
    ['no-dashboard', pick(config, 'api') === undefined, 'no dashboard'],
  ];
}

function dynamicChecks(config: unknown): readonly Check[] {
  const router = pick(config, 'http', 'routers', 'loxone-mcp');
  const balancer = pick(config, 'http', 'services', 'loxone-mcp', 'loadBalancer');
  return [
    ['tls', pick(router, 'tls') !== undefined, 'the router needs tls'],
    [
      'unbuffered',
      pick(balancer, 'responseForwarding', 'flushInterval') === '-1ms',
      'flushInterval',
    ],
    ['host', pick(balancer, 'passHostHeader') === true, 'passHostHeader'],
    ...headerChecks(pick(config, 'http', 'middlewares', 'loxone-mcp-headers', 'headers')),
  ];
}

/** What Traefik's own middleware must do, wherever it is written. */
function headerChecks(headers: unknown): readonly Check[] {
  const requests = textsAt(headers, 'customRequestHeaders');
  const responses = Object.keys(textsAt(headers, 'customResponseHeaders'));
  return [
    [
      'drops-forwarded',
      requests.Forwarded === '' && requests['X-Real-IP'] === '',
      'drops Forwarded',
    ],
    ['hsts', responses.includes('Strict-Transport-Security'), 'HSTS'],
    ['not-doubled', !responses.some((name) => OF_THE_SERVER.test(name)), 'headers of the server'],
  ];
}

function ingressJudgements(deployment: Deployment): readonly Judgement[] {
  const middleware = manifestOf(deployment, 'Middleware');
  const ingress = manifestOf(deployment, 'Ingress');
  const annotations = textsAt(ingress?.content, 'metadata', 'annotations');
  const namespace = pick(deployment.kustomization, 'namespace');
  const name = pick(middleware?.content, 'metadata', 'name');
  const used = annotations['traefik.ingress.kubernetes.io/router.middlewares'];
  return judgementsOf(ingress?.file ?? FILES.kustomization, [
    ...headerChecks(pick(middleware?.content, 'spec', 'headers')),
    [
      'middleware-used',
      used === `${namespace}-${name}@kubernetescrd`,
      'the router uses the middleware',
    ],
    [
      'tls',
      annotations['traefik.ingress.kubernetes.io/router.entrypoints'] === 'websecure',
      'HTTPS alone',
    ],
  ]);
}
