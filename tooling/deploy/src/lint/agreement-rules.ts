import { allNamed } from './blocks.js';
import { type Deployment, FILES, manifestOf } from './deployment.js';
import { environmentOf, instructionsOf } from './dockerfile.js';
import { type Judgement, judgementsOf } from './judgement.js';
import { listAt, pick, textsAt } from './pick.js';
import { parseAssignments, serviceEnvironment, serviceValues } from './unit-file.js';

/** What one file says about something that several files have to agree on. */
interface Statement {
  readonly file: string;
  readonly says: string;
}

/** Ports, paths, users, names and versions: each is the same wherever it stands. */
export function agreementJudgements(deployment: Deployment, version: string): readonly Judgement[] {
  return [
    ...agree('port', '3001', ports(deployment)),
    ...agree('config-dir', '/var/lib/loxone-mcp/config', containerPlaces(deployment)),
    ...agree('unit-state', '/var/lib/loxone-mcp', unitPlaces(deployment)),
    ...agree('user', '10001:10001', users(deployment)),
    ...agree('program', '/opt/loxone-mcp', programs(deployment)),
    ...agree('health-program', '/opt/loxone-mcp/health.mjs', healthPrograms(deployment)),
    ...agree('name', 'gatehouse.example', publicNames(deployment)),
    ...agree('version', version, versions(deployment)),
  ];
}

function agree(
  rule: string,
  wanted: string,
  statements: readonly Statement[],
): readonly Judgement[] {
  return statements.flatMap(({ file, says }) =>
    judgementsOf(file, [[rule, says === wanted, `says ${says}, and not ${wanted}`]]),
  );
}

function lastPort(text: unknown): string {
  return /:(\d+)$/.exec(String(text))?.[1] ?? String(text);
}

function container(deployment: Deployment): unknown {
  const workload = manifestOf(deployment, 'Deployment');
  return pick(workload?.content, 'spec', 'template', 'spec', 'containers', 0);
}

function ports({
  stages,
  compose,
  unit,
  nginx,
  caddy,
  traefikDynamic,
  ...rest
}: Deployment): readonly Statement[] {
  const deployment = { stages, compose, unit, nginx, caddy, traefikDynamic, ...rest };
  const last = stages.at(-1);
  const [upstream] = allNamed(nginx, 'upstream');
  const balancer = pick(traefikDynamic, 'http', 'services', 'loxone-mcp', 'loadBalancer');
  const placeholder = allNamed(caddy, 'reverse_proxy')[0]?.args[0]?.replace(/\}$/, '');
  const policy = manifestOf(deployment, 'NetworkPolicy')?.content;
  const service = manifestOf(deployment, 'Service')?.content;
  const services = pick(compose, 'services');
  return [
    { file: FILES.dockerfile, says: environmentOf(last).LOXONE_MCP_PORT ?? '' },
    { file: FILES.dockerfile, says: instructionsOf(last, 'EXPOSE')[0]?.text ?? '' },
    { file: FILES.compose, says: String(pick(services, 'loxone-mcp', 'expose', 0)) },
    {
      file: FILES.compose,
      says: lastPort(pick(services, 'caddy', 'environment', 'GATEHOUSE_UPSTREAM')),
    },
    { file: FILES.unit, says: serviceEnvironment(unit).LOXONE_MCP_PORT ?? '' },
    { file: FILES.nginx, says: lastPort(allNamed(upstream?.block ?? [], 'server')[0]?.args[0]) },
    { file: FILES.caddy, says: lastPort(placeholder) },
    { file: FILES.traefikDynamic, says: lastPort(pick(balancer, 'servers', 0, 'url')) },
    {
      file: 'kubernetes/deployment.yaml',
      says: String(pick(container(deployment), 'ports', 0, 'containerPort')),
    },
    { file: 'kubernetes/service.yaml', says: String(pick(service, 'spec', 'ports', 0, 'port')) },
    {
      file: 'kubernetes/network-policy.yaml',
      says: String(pick(policy, 'spec', 'ingress', 0, 'ports', 0, 'port')),
    },
  ];
}

/** The directory of keys lies in the volume, and is not the volume: the server makes it as it must be. */
function containerPlaces(deployment: Deployment): readonly Statement[] {
  const last = deployment.stages.at(-1);
  const owned = instructionsOf(last, 'COPY').find(({ flags }) => flags.chown !== undefined);
  const volumes = instructionsOf(last, 'VOLUME')[0]?.words ?? [];
  const mounts = listAt(deployment.compose, 'services', 'loxone-mcp', 'volumes').map(String);
  const state = listAt(container(deployment), 'volumeMounts').find(
    (one) => pick(one, 'name') === 'state',
  );
  return [
    { file: FILES.dockerfile, says: environmentOf(last).LOXONE_MCP_CONFIG_DIR ?? '' },
    { file: FILES.dockerfile, says: `${volumes.join()}/config` },
    { file: FILES.dockerfile, says: `${owned?.words.at(-1)}/config` },
    { file: FILES.compose, says: `${mounts[0]?.split(':')[1]}/config` },
    { file: 'kubernetes/deployment.yaml', says: `${pick(state, 'mountPath')}/config` },
  ];
}

function unitPlaces({ unit, wrapper }: Deployment): readonly Statement[] {
  const inUnit = serviceEnvironment(unit).LOXONE_MCP_CONFIG_DIR ?? '';
  const exported = parseAssignments(wrapper.replaceAll(/^export /gm, ''));
  return [
    { file: FILES.unit, says: inUnit.replace('%S', '/var/lib') },
    { file: FILES.unit, says: `/var/lib/${serviceValues(unit, 'StateDirectory').join()}` },
    { file: FILES.wrapper, says: exported.LOXONE_MCP_CONFIG_DIR ?? '' },
  ];
}

function users(deployment: Deployment): readonly Statement[] {
  const last = deployment.stages.at(-1);
  const owned = instructionsOf(last, 'COPY').find(({ flags }) => flags.chown !== undefined);
  const workload = manifestOf(deployment, 'Deployment');
  const security = pick(workload?.content, 'spec', 'template', 'spec', 'securityContext');
  const group = pick(security, 'runAsGroup');
  return [
    { file: FILES.dockerfile, says: instructionsOf(last, 'USER')[0]?.text ?? '' },
    { file: FILES.dockerfile, says: owned?.flags.chown ?? '' },
    {
      file: FILES.compose,
      says: String(pick(deployment.compose, 'services', 'loxone-mcp', 'user')),
    },
    { file: 'kubernetes/deployment.yaml', says: `${pick(security, 'runAsUser')}:${group}` },
    { file: 'kubernetes/deployment.yaml', says: `${pick(security, 'fsGroup')}:${group}` },
  ];
}

function programs({ stages, unit, wrapper }: Deployment): readonly Statement[] {
  const last = stages.at(-1);
  const folderOf = (text: string): string =>
    /(\/\S+)\/(?:server|cli)\/main\.js/.exec(text)?.[1] ?? '';
  const program = instructionsOf(last, 'COPY').find(({ flags }) => flags.chown === undefined);
  return [
    { file: FILES.dockerfile, says: program?.words.at(-1) ?? '' },
    {
      file: FILES.dockerfile,
      says: folderOf(instructionsOf(last, 'ENTRYPOINT')[0]?.words.join(' ') ?? ''),
    },
    { file: FILES.unit, says: folderOf(serviceValues(unit, 'ExecStart').join()) },
    { file: FILES.wrapper, says: folderOf(wrapper) },
  ];
}

function healthPrograms({ stages, compose }: Deployment): readonly Statement[] {
  const [health] = instructionsOf(stages.at(-1), 'HEALTHCHECK');
  const test = listAt(compose, 'services', 'loxone-mcp', 'healthcheck', 'test');
  return [
    { file: FILES.dockerfile, says: health?.words.at(-1) ?? '' },
    { file: FILES.compose, says: String(test.at(-1)) },
  ];
}

function publicNames(deployment: Deployment): readonly Statement[] {
  const { composeEnv, unitEnv, nginx, traefikDynamic } = deployment;
  const settings = manifestOf(deployment, 'ConfigMap');
  const ingress = manifestOf(deployment, 'Ingress');
  const rule = String(pick(traefikDynamic, 'http', 'routers', 'loxone-mcp', 'rule'));
  return [
    { file: FILES.composeEnv, says: composeEnv.GATEHOUSE_NAME ?? '' },
    { file: FILES.unitEnv, says: unitEnv.LOXONE_MCP_ALLOWED_HOSTS ?? '' },
    ...allNamed(nginx, 'server_name').map(({ args }) => ({ file: FILES.nginx, says: args.join() })),
    { file: FILES.traefikDynamic, says: /Host\(`(.*)`\)/.exec(rule)?.[1] ?? '' },
    {
      file: 'kubernetes/settings.yaml',
      says: textsAt(settings?.content, 'data').LOXONE_MCP_ALLOWED_HOSTS ?? '',
    },
    {
      file: 'kubernetes/ingress.yaml',
      says: String(pick(ingress?.content, 'spec', 'rules', 0, 'host')),
    },
  ];
}

function versions(deployment: Deployment): readonly Statement[] {
  const labels = instructionsOf(deployment.stages.at(-1), 'LABEL').map(({ text }) => text);
  const tagOf = (image: unknown): string => lastTag(String(image));
  return [
    { file: FILES.dockerfile, says: /image\.version="(.*?)"/.exec(labels.join(' '))?.[1] ?? '' },
    {
      file: FILES.compose,
      says: tagOf(pick(deployment.compose, 'services', 'loxone-mcp', 'image')),
    },
    {
      file: FILES.kustomization,
      says: String(pick(deployment.kustomization, 'images', 0, 'newTag')),
    },
    { file: 'kubernetes/deployment.yaml', says: tagOf(pick(container(deployment), 'image')) },
  ];
}

function lastTag(image: string): string {
  return image.slice(image.lastIndexOf(':') + 1);
}
