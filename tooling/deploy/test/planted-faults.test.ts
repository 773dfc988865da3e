import { describe, expect, it } from 'vitest';
import { FILES } from '../src/lint/deployment.js';
import type { Judgement } from '../src/lint/judgement.js';
import { lint } from '../src/lint/lint.js';
import { readFile, serverVersion } from './support/files.js';
import { KNOWN_SETTINGS } from './support/known-settings.js';

const POD = 'kubernetes/deployment.yaml';
const POLICY = 'kubernetes/network-policy.yaml';
const INGRESS = 'kubernetes/ingress.yaml';

/** Rule that must speak up, file, what stands there, what is put in its place. */
type Fault = readonly [rule: string, file: string, from: string | RegExp, to: string];

/** Each rule with at least one way to break it. */
const FAULTS: readonly Fault[] = [
  ['image-pinned', FILES.dockerfile, 'node:22-bookworm-slim', 'node:latest'],
  ['image-pinned', FILES.dockerfile, 'node:22-bookworm-slim', 'node'],
  ['stages-named', FILES.dockerfile, ' AS runtime', ''],
  ['multi-stage', FILES.dockerfile, 'FROM node:22-bookworm-slim AS runtime\n', ''],
  ['copy-from-known', FILES.dockerfile, '--from=build /out', '--from=builder /out'],
  ['no-add', FILES.dockerfile, 'COPY apps ./apps', 'ADD apps ./apps'],
  ['no-whole-context', FILES.dockerfile, 'COPY apps ./apps', 'COPY . ./'],
  ['no-sudo', FILES.dockerfile, 'RUN mkdir', 'RUN sudo mkdir'],
  ['no-fetching', FILES.dockerfile, 'RUN mkdir', 'RUN curl https://gatehouse.example && mkdir'],
  ['no-chmod-all', FILES.dockerfile, 'RUN mkdir', 'RUN chmod -R 777 /src && mkdir'],
  ['no-secret-in-layer', FILES.dockerfile, 'ENV NODE_ENV', 'ENV LOXONE_PASS=secret NODE_ENV'],
  ['no-secret-in-layer', FILES.dockerfile, 'ARG WITH_SQLITE', 'ARG API_KEY=x\nARG WITH_SQLITE'],
  ['numeric-user', FILES.dockerfile, 'USER 10001:10001', 'USER node'],
  ['numeric-user', FILES.dockerfile, 'USER 10001:10001', 'USER 0:0'],
  ['numeric-user', FILES.dockerfile, 'USER 10001:10001', 'USER 10001:10001\nUSER 10001:10001'],
  ['user-after-files', FILES.dockerfile, /^CMD/m, 'RUN true\nCMD'],
  ['health', FILES.dockerfile, 'CMD ["node", "/opt/loxone-mcp/health.mjs"]', 'NONE'],
  ['health-without-curl', FILES.dockerfile, '"/opt/loxone-mcp/health.mjs"', '"-e", "curl"'],
  ['stop-signal', FILES.dockerfile, 'STOPSIGNAL SIGTERM', 'STOPSIGNAL SIGKILL'],
  ['one-entry', FILES.dockerfile, 'CMD ["http"]', 'CMD ["http"]\nCMD ["demo"]'],
  [
    'exec-form',
    FILES.dockerfile,
    /^ENTRYPOINT .*$/m,
    'ENTRYPOINT node /opt/loxone-mcp/server/main.js',
  ],
  ['labels', FILES.dockerfile, 'org.opencontainers.image.title', 'title'],
  ['workdir-absolute', FILES.dockerfile, 'WORKDIR /src', 'WORKDIR src'],

  ['image-pinned', FILES.compose, 'caddy:2-alpine', 'caddy:latest'],
  ['read-only', FILES.compose, 'read_only: true', 'read_only: false'],
  ['no-capabilities', FILES.compose, 'cap_drop: [ALL]', 'cap_drop: []'],
  ['no-new-privileges', FILES.compose, '["no-new-privileges:true"]', '[]'],
  ['not-privileged', FILES.compose, 'read_only: true', 'read_only: true\n    privileged: true'],
  ['own-network', FILES.compose, 'read_only: true', 'read_only: true\n    network_mode: host'],
  [
    'no-secret-in-env',
    FILES.compose,
    'LOXONE_PASS_FILE: /run/secrets/loxone_pass',
    'LOXONE_PASS: secret',
  ],
  ['no-socket', FILES.compose, '- state:', '- /var/run/docker.sock:/s\n      - state:'],
  ['numeric-user', FILES.compose, '"10001:10001"', '"0:0"'],
  ['secrets-as-files', FILES.compose, '/run/secrets/master_key', '/run/secrets/other'],
  ['secrets-declared', FILES.compose, 'file: ./secrets/master_key', 'environment: MASTER_KEY'],
  ['tmp-in-memory', FILES.compose, '/tmp:size=16m,mode=1777,noexec', '/tmp:size=16m,mode=1777'],
  ['health', FILES.compose, '["CMD", "node"', '["CMD-SHELL", "node"'],
  ['not-published', FILES.compose, 'expose:', 'ports: ["3001:3001"]\n    expose:'],
  ['stops-in-time', FILES.compose, 'stop_grace_period', 'x-grace'],
  ['bounded', FILES.compose, 'mem_limit', 'x-limit'],
  ['tls-profile', FILES.compose, 'profiles: [tls]', 'profiles: []'],
  [
    'proxy-trusted',
    FILES.compose,
    'TRUSTED_PROXIES: 172.31.254.2',
    'TRUSTED_PROXIES: 172.31.254.0/29',
  ],
  ['only-ports', FILES.compose, '[NET_BIND_SERVICE]', '[NET_BIND_SERVICE, SYS_ADMIN]'],
  ['inside-only', FILES.compose, 'internal: true', 'internal: false'],
  ['values', FILES.compose, 'TRUSTED_PROXIES: 172.31.254.2', 'TRUSTED_PROXIES: ","'],
  ['known-variable', FILES.compose, 'LOXONE_MCP_ALLOWED_HOSTS', 'LOXONE_MCP_HOSTS'],

  ['hardening:NoNewPrivileges', FILES.unit, 'NoNewPrivileges=true', 'NoNewPrivileges=false'],
  ['hardening:ProtectSystem', FILES.unit, 'ProtectSystem=strict', 'ProtectSystem=full'],
  ['hardening:PrivateTmp', FILES.unit, 'PrivateTmp=true\n', ''],
  [
    'hardening:CapabilityBoundingSet',
    FILES.unit,
    'CapabilityBoundingSet=\n',
    'CapabilityBoundingSet=CAP_CHOWN\n',
  ],
  ['hardening:CapabilityBoundingSet', FILES.unit, 'CapabilityBoundingSet=\n', ''],
  ['hardening:MemoryDenyWriteExecute', FILES.unit, 'WriteExecute=false', 'WriteExecute=true'],
  ['own-user', FILES.unit, 'User=loxone-mcp', 'User=root'],
  ['state-directory', FILES.unit, 'StateDirectory=loxone-mcp', 'StateDirectory=other'],
  ['credentials', FILES.unit, 'LOXONE_PASS_FILE=%d/loxone-pass', 'LOXONE_PASS_FILE=/etc/pass'],
  ['credentials-used', FILES.unit, 'Environment=LOXONE_PASS_FILE=%d/loxone-pass\n', ''],
  ['no-secret-in-env', FILES.unit, 'LOXONE_PASS_FILE=%d/loxone-pass', 'LOXONE_PASS=secret'],
  ['no-secret-in-env', FILES.unitEnv, 'LOXONE_USER=', 'LOXONE_PASS=secret\nLOXONE_USER='],
  ['families', FILES.unit, 'AF_INET6 AF_UNIX', 'AF_INET6 AF_PACKET AF_UNIX'],
  ['calls', FILES.unit, '~@privileged @resources', '~@resources'],
  ['no-retry-on-misuse', FILES.unit, 'RestartPreventExitStatus=2 3\n', ''],
  ['restarts', FILES.unit, 'Restart=on-failure', 'Restart=no'],
  ['absolute-command', FILES.unit, 'ExecStart=/usr', 'ExecStart=usr'],
  ['stops', FILES.unit, 'KillSignal=SIGTERM', 'KillSignal=SIGKILL'],
  ['wanted', FILES.unit, 'multi-user.target', 'graphical.target'],
  ['known-variable', FILES.unitEnv, 'LOXONE_HOST=', 'LOXONE_ADDRESS='],
  ['values', FILES.unitEnv, 'SECURITY_LEVEL=production', 'SECURITY_LEVEL=strict'],
  ['values', FILES.unit, 'LOXONE_MCP_PORT=3001', 'LOXONE_MCP_PORT=http'],
  ['known-variable', FILES.wrapper, 'LOXONE_MCP_MASTER_KEY_FILE', 'LOXONE_MASTER_KEY_FILE'],

  ['workload', POD, 'kind: Deployment', 'kind: DaemonSet'],
  ['one-replica', POD, 'replicas: 1', 'replicas: 2'],
  ['recreate', POD, 'type: Recreate', 'type: RollingUpdate'],
  ['selects-itself', POD, /matchLabels:\n.*$/m, 'matchLabels:\n      app: x'],
  ['no-token', POD, 'automountServiceAccountToken: false', 'automountServiceAccountToken: true'],
  ['own-account', POD, 'serviceAccountName: loxone-mcp', 'serviceAccountName: default'],
  ['no-links', POD, 'enableServiceLinks: false', 'enableServiceLinks: true'],
  ['non-root', POD, 'runAsUser: 10001', 'runAsUser: 0'],
  ['seccomp', POD, 'RuntimeDefault', 'Unconfined'],
  ['keeps-modes', POD, 'OnRootMismatch', 'Always'],
  [
    'not-host',
    POD,
    'enableServiceLinks: false',
    'enableServiceLinks: false\n      hostNetwork: true',
  ],
  ['one-container', POD, '      volumes:\n', '        - name: other\n      volumes:\n'],
  ['image-pinned', POD, 'image: loxone-mcp:0.1.0', 'image: loxone-mcp:latest'],
  ['no-escalation', POD, 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true'],
  ['read-only', POD, 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'],
  ['no-capabilities', POD, 'drop: [ALL]', 'drop: []'],
  [
    'probes',
    POD,
    'startupProbe:\n            httpGet: &health',
    'startupProbe:\n            exec: &health',
  ],
  ['alive-by-health', POD, 'path: /health', 'path: /ready'],
  ['memory-bounded', POD, /limits:\n\s+memory/, 'limits:\n              cpu'],
  ['requests', POD, 'cpu: 50m', 'other: 1'],
  ['writable-tmp', POD, 'mountPath: /tmp', 'mountPath: /temp'],
  ['secrets-as-files', POD, 'loxone-mcp/master-key', 'loxone-mcp/other'],
  ['no-secret-in-env', POD, 'name: LOXONE_PASS_FILE', 'name: LOXONE_PASS'],
  ['secrets-read-only', POD, 'readOnly: true', 'readOnly: false'],
  ['secrets-private', POD, 'defaultMode: 288', 'defaultMode: 420'],
  ['account-without-token', 'kubernetes/service-account.yaml', 'Token: false', 'Token: true'],
  ['restricted', 'kubernetes/namespace.yaml', 'enforce: restricted', 'enforce: baseline'],
  ['policy-both-ways', POLICY, '[Ingress, Egress]', '[Ingress]'],
  [
    'policy-names-peers',
    POLICY,
    /from:\n[\s\S]*?ports:\n/,
    'from:\n        - ipBlock: {}\n      ports:\n',
  ],
  ['ingress-tls', INGRESS, '- hosts: [gatehouse.example]', '- hosts: [other.example]'],
  ['middleware-used', INGRESS, 'loxone-mcp-loxone-mcp-headers@', 'loxone-mcp-headers@'],
  ['tls', INGRESS, 'entrypoints: websecure', 'entrypoints: web'],
  ['drops-forwarded', INGRESS, '      Forwarded: ""\n', ''],
  ['no-secret-committed', INGRESS, 'kind: Ingress', 'kind: Secret'],
  ['no-secret-in-env', 'kubernetes/settings.yaml', 'LOXONE_USER', 'LOXONE_PASS'],
  ['volume-of-one-machine', 'kubernetes/volume.yaml', '[ReadWriteOnce]', '[ReadWriteMany]'],

  ['tls', FILES.nginx, /listen 443 ssl http2;/, 'listen 443;'],
  ['tls-versions', FILES.nginx, 'TLSv1.2 TLSv1.3', 'TLSv1 TLSv1.2'],
  ['unbuffered', FILES.nginx, 'proxy_buffering    off', 'proxy_buffering    on'],
  ['long-reads', FILES.nginx, 'proxy_read_timeout 1h;', ''],
  ['http-1.1', FILES.nginx, 'proxy_http_version 1.1;', ''],
  ['upgrade', FILES.nginx, /proxy_set_header Upgrade.*$/m, ''],
  ['forwarded-for', FILES.nginx, '$remote_addr;', '$proxy_add_x_forwarded_for;'],
  ['forwarded-proto', FILES.nginx, /proxy_set_header X-Forwarded-Proto.*$/m, ''],
  ['drops-forwarded', FILES.nginx, /proxy_set_header Forwarded.*$/m, ''],
  ['host', FILES.nginx, '$http_host', 'localhost'],
  ['never-twice', FILES.nginx, 'proxy_next_upstream off;', ''],
  [
    'not-doubled',
    FILES.nginx,
    'proxy_cache ',
    'add_header X-Content-Type-Options nosniff;\nproxy_cache ',
  ],
  ['hsts', FILES.nginx, 'proxy_hide_header Strict-Transport-Security;', ''],
  ['unknown-names', FILES.nginx, 'ssl_reject_handshake on;', ''],
  ['log-without-secrets', FILES.nginx, '$uri"', '$request_uri"'],

  ['tls', FILES.caddy, 'tls {$GATEHOUSE_TLS}', ''],
  ['ends-with-client', FILES.caddy, 'header_up -Forwarded', 'flush_interval -1'],
  ['ends', FILES.caddy, 'grace_period 10s', ''],
  ['drops-forwarded', FILES.caddy, 'header_up -Forwarded', ''],
  ['forwarded-for', FILES.caddy, 'timeouts {', 'trusted_proxies static 0.0.0.0/0\n\t\ttimeouts {'],
  ['no-admin', FILES.caddy, 'admin off', ''],
  ['not-doubled', FILES.caddy, 'header -Server', 'header X-Content-Type-Options nosniff'],
  ['hsts', FILES.caddy, 'header_down Strict', 'header_down -Strict'],
  ['log-without-secrets', FILES.caddy, 'request>headers>X-Api-Key delete', ''],
  ['no-compression', FILES.caddy, 'header -Server', 'encode gzip'],

  ['forwarded-for', FILES.traefik, 'insecure: false', 'insecure: true'],
  ['long-reads', FILES.traefik, 'writeTimeout: 0s', 'writeTimeout: 60s'],
  ['log-without-secrets', FILES.traefik, 'defaultMode: drop', 'defaultMode: keep'],
  ['no-dashboard', FILES.traefik, 'providers:', 'api: {}\nproviders:'],
  ['tls', FILES.traefikDynamic, /tls:\n\s+certResolver: public/, ''],
  ['unbuffered', FILES.traefikDynamic, 'flushInterval: -1ms', 'flushInterval: 1s'],
  ['host', FILES.traefikDynamic, 'passHostHeader: true', 'passHostHeader: false'],
  ['hsts', FILES.traefikDynamic, 'Strict-Transport-Security', 'X-Other'],
  ['not-doubled', FILES.traefikDynamic, 'Strict-Transport-Security:', 'Referrer-Policy:'],

  ['port', FILES.dockerfile, 'EXPOSE 3001', 'EXPOSE 3002'],
  ['port', FILES.compose, 'loxone-mcp:3001', 'loxone-mcp:3002'],
  ['port', FILES.unit, 'LOXONE_MCP_PORT=3001', 'LOXONE_MCP_PORT=3002'],
  ['port', FILES.nginx, 'server 127.0.0.1:3001', 'server 127.0.0.1:3002'],
  ['port', FILES.caddy, '{$GATEHOUSE_UPSTREAM:127.0.0.1:3001}', '127.0.0.1:3002'],
  ['port', FILES.traefikDynamic, '127.0.0.1:3001', '127.0.0.1:3002'],
  ['port', POD, 'containerPort: 3001', 'containerPort: 3002'],
  ['port', 'kubernetes/service.yaml', 'port: 3001', 'port: 3002'],
  ['port', POLICY, 'port: 3001', 'port: 3002'],
  ['config-dir', FILES.compose, 'state:/var/lib/loxone-mcp', 'state:/var/lib/other'],
  ['config-dir', FILES.dockerfile, 'VOLUME ["/var/lib/loxone-mcp"]', 'VOLUME ["/data"]'],
  ['unit-state', FILES.wrapper, '=/var/lib/loxone-mcp', '=/root'],
  ['user', POD, 'fsGroup: 10001', 'fsGroup: 1000'],
  ['program', FILES.unit, '/opt/loxone-mcp/server', '/opt/other/server'],
  ['health-program', FILES.compose, '/opt/loxone-mcp/health.mjs', '/health.mjs'],
  ['name', FILES.nginx, 'server_name gatehouse.example', 'server_name other.example'],
  ['name', 'kubernetes/settings.yaml', 'gatehouse.example', 'other.example'],
  ['version', FILES.kustomization, 'newTag: 0.1.0', 'newTag: 0.0.1'],
];

function judge(read: (path: string) => string): readonly Judgement[] {
  return lint({ read, known: KNOWN_SETTINGS, version: serverVersion() });
}

/** The rules that do not hold with one file changed. */
function brokenBy(file: string, from: string | RegExp, to: string): readonly string[] {
  const text = readFile(file);
  // A function: `$` has a meaning in a text that replaces.
  const changed = text.replace(from, () => to);
  expect(changed, `${file} holds what is replaced`).not.toBe(text);
  const judgements = judge((path) => (path === file ? changed : readFile(path)));
  return judgements.filter(({ holds }) => !holds).map(({ rule }) => rule);
}

describe('a planted fault', () => {
  it.each(FAULTS)('is found by %s in %s: %j → %j', (rule, file, from, to) => {
    expect(brokenBy(file, from, to)).toContain(rule);
  });

  it('has been planted for each rule', () => {
    const tried = new Set(FAULTS.map(([rule]) => rule));
    // The hardening rules are one rule with a table.
    const isTried = (rule: string): boolean => tried.has(rule) || rule.startsWith('hardening:');
    expect(judge(readFile).filter(({ rule }) => !isTried(rule))).toEqual([]);
  });
});
