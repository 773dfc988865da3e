import { type Deployment, FILES, type Manifest, manifestOf } from './deployment.js';
import { holdsSecret, isPinned } from './image-rules.js';
import { type Check, type Judgement, judgementsOf } from './judgement.js';
import { listAt, pick, textsAt } from './pick.js';

/** What the manifests must have: the restricted pod security standard, and what the file store needs. */
export function kubernetesJudgements(deployment: Deployment): readonly Judgement[] {
  const workload = manifestOf(deployment, 'Deployment');
  if (workload === undefined) {
    return judgementsOf(FILES.kustomization, [['workload', false, 'there is no Deployment']]);
  }
  const pod = pick(workload.content, 'spec', 'template', 'spec');
  return [
    ...judgementsOf(workload.file, [...podChecks(workload, pod), ...containerChecks(pod)]),
    ...judgementsOf(workload.file, secretChecks(pod)),
    ...surroundings(deployment),
  ];
}

function podChecks({ content }: Manifest, pod: unknown): readonly Check[] {
  const spec = pick(content, 'spec');
  const security = pick(pod, 'securityContext');
  const user = pick(security, 'runAsUser');
  const labels = JSON.stringify(pick(spec, 'template', 'metadata', 'labels'));
  return [
    ['one-replica', pick(spec, 'replicas') === 1, 'one volume, one pod'],
    ['recreate', pick(spec, 'strategy', 'type') === 'Recreate', 'two pods never share the volume'],
    ['selects-itself', JSON.stringify(pick(spec, 'selector', 'matchLabels')) === labels, 'labels'],
    ['no-token', pick(pod, 'automountServiceAccountToken') === false, 'no token in the pod'],
    ['own-account', pick(pod, 'serviceAccountName') === 'loxone-mcp', 'an account of its own'],
    ['no-links', pick(pod, 'enableServiceLinks') === false, 'enableServiceLinks: false'],
    [
      'non-root',
      pick(security, 'runAsNonRoot') === true && typeof user === 'number' && user > 0,
      'runAsNonRoot',
    ],
    ['seccomp', pick(security, 'seccompProfile', 'type') === 'RuntimeDefault', 'seccompProfile'],
    [
      'keeps-modes',
      pick(security, 'fsGroupChangePolicy') === 'OnRootMismatch',
      'modes of keys stay',
    ],
    [
      'not-host',
      ['hostNetwork', 'hostPID', 'hostIPC'].every((name) => pick(pod, name) === undefined),
      'not the host',
    ],
  ];
}

function containerChecks(pod: unknown): readonly Check[] {
  const [container, ...others] = listAt(pod, 'containers');
  const security = pick(container, 'securityContext');
  const paths = listAt(container, 'volumeMounts').map((mount) => pick(mount, 'mountPath'));
  const dropped = listAt(security, 'capabilities', 'drop');
  return [
    ['one-container', others.length === 0, 'one container'],
    ['image-pinned', isPinned(String(pick(container, 'image'))), 'image needs a version'],
    [
      'no-escalation',
      pick(security, 'allowPrivilegeEscalation') === false,
      'allowPrivilegeEscalation',
    ],
    ['read-only', pick(security, 'readOnlyRootFilesystem') === true, 'readOnlyRootFilesystem'],
    [
      'no-capabilities',
      dropped.includes('ALL') && pick(security, 'capabilities', 'add') === undefined,
      'drop: [ALL]',
    ],
    [
      'probes',
      ['startupProbe', 'livenessProbe', 'readinessProbe'].every(
        (name) => pick(container, name, 'httpGet') !== undefined,
      ),
      'all three probes',
    ],
    [
      'alive-by-health',
      pick(container, 'livenessProbe', 'httpGet', 'path') === '/health',
      'never restarted because the house is away',
    ],
    [
      'memory-bounded',
      pick(container, 'resources', 'limits', 'memory') !== undefined,
      'limits.memory',
    ],
    ['requests', pick(container, 'resources', 'requests', 'cpu') !== undefined, 'requests.cpu'],
    ['writable-tmp', paths.includes('/tmp'), '/tmp can be written'],
  ];
}

function secretChecks(pod: unknown): readonly Check[] {
  const [container] = listAt(pod, 'containers');
  const env = listAt(container, 'env');
  const files = env
    .map((entry) => ({ name: String(pick(entry, 'name')), path: String(pick(entry, 'value')) }))
    .filter(({ name }) => name.endsWith('_FILE'));
  const volume = listAt(pod, 'volumes').find((one) => pick(one, 'secret') !== undefined);
  const mount = listAt(container, 'volumeMounts').find(
    (one) => pick(one, 'name') === pick(volume, 'name'),
  );
  const directory = String(pick(mount, 'mountPath'));
  const items = listAt(volume, 'secret', 'items').map(
    (item) => `${directory}/${pick(item, 'path')}`,
  );
  const references = env.every((entry) => pick(entry, 'valueFrom') === undefined);
  return [
    [
      'secrets-as-files',
      files.length >= 2 && files.every(({ path }) => items.includes(path)),
      'each *_FILE is mounted',
    ],
    [
      'no-secret-in-env',
      references && !env.some((entry) => holdsSecret(String(pick(entry, 'name')))),
      'secrets are files',
    ],
    ['secrets-read-only', pick(mount, 'readOnly') === true, 'secrets are not written'],
    ['secrets-private', pick(volume, 'secret', 'defaultMode') === 0o440, 'not for everybody'],
  ];
}

function surroundings(deployment: Deployment): readonly Judgement[] {
  const account = manifestOf(deployment, 'ServiceAccount');
  const namespace = manifestOf(deployment, 'Namespace');
  const policy = manifestOf(deployment, 'NetworkPolicy');
  const ingress = manifestOf(deployment, 'Ingress');
  const settings = manifestOf(deployment, 'ConfigMap');
  const level = textsAt(namespace?.content, 'metadata', 'labels')[
    'pod-security.kubernetes.io/enforce'
  ];
  const types = listAt(policy?.content, 'spec', 'policyTypes');
  const peers = [...listAt(policy?.content, 'spec', 'ingress')].flatMap((rule) =>
    listAt(rule, 'from'),
  );
  const hosts = listAt(ingress?.content, 'spec', 'rules').map((rule) => pick(rule, 'host'));
  const secured = listAt(ingress?.content, 'spec', 'tls').flatMap((entry) =>
    listAt(entry, 'hosts'),
  );
  const kinds = deployment.manifests.map(({ kind }) => kind);
  return judgementsOf(FILES.kustomization, [
    [
      'account-without-token',
      pick(account?.content, 'automountServiceAccountToken') === false,
      'ServiceAccount',
    ],
    ['restricted', level === 'restricted', 'the namespace enforces the restricted standard'],
    ['policy-both-ways', types.includes('Ingress') && types.includes('Egress'), 'NetworkPolicy'],
    [
      'policy-names-peers',
      peers.length > 0 && peers.every((peer) => pick(peer, 'podSelector') !== undefined),
      'only the proxy comes in',
    ],
    [
      'ingress-tls',
      hosts.length > 0 && hosts.every((host) => secured.includes(host)),
      'each host has TLS',
    ],
    ['no-secret-committed', !kinds.includes('Secret'), 'secrets are made on the spot'],
    [
      'no-secret-in-env',
      !Object.keys(textsAt(settings?.content, 'data')).some(holdsSecret),
      'ConfigMap',
    ],
    [
      'volume-of-one-machine',
      listAt(
        manifestOf(deployment, 'PersistentVolumeClaim')?.content,
        'spec',
        'accessModes',
      ).join() === 'ReadWriteOnce',
      'one pod',
    ],
  ]);
}
