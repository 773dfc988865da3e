import { parseAllDocuments, parse as parseYaml } from 'yaml';
import { type Directive, parseBlocks } from './blocks.js';
import { parseDockerfile, type Stage } from './dockerfile.js';
import { parseAssignments, parseUnitFile, type UnitFile } from './unit-file.js';

/** Where each file is, from `tooling/deploy`. */
export const FILES = {
  dockerfile: 'docker/Dockerfile',
  dockerignore: 'docker/Dockerfile.dockerignore',
  compose: 'docker/compose.yaml',
  composeEnv: 'docker/.env.example',
  unit: 'systemd/loxone-mcp.service',
  unitEnv: 'systemd/loxone-mcp.env.example',
  wrapper: 'systemd/loxone-mcp',
  kustomization: 'kubernetes/kustomization.yaml',
  caddy: 'proxies/Caddyfile',
  nginx: 'proxies/nginx.conf',
  traefik: 'proxies/traefik.yaml',
  traefikDynamic: 'proxies/traefik-dynamic.yaml',
} as const;

/** Everything that an operator installs, parsed. */
export interface Deployment {
  readonly stages: readonly Stage[];
  readonly dockerignore: string;
  readonly compose: unknown;
  readonly composeEnv: Readonly<Record<string, string>>;
  readonly unit: UnitFile;
  readonly unitEnv: Readonly<Record<string, string>>;
  readonly wrapper: string;
  readonly kustomization: unknown;
  /** Each document of the manifests, with its file. */
  readonly manifests: readonly Manifest[];
  readonly caddy: readonly Directive[];
  readonly nginx: readonly Directive[];
  readonly traefik: unknown;
  readonly traefikDynamic: unknown;
}

/** One Kubernetes object. */
export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly content: unknown;
}

/**
 * Reads the files that are installed.
 *
 * @param read - The text of a file, by its path from `tooling/deploy`.
 * @throws SyntaxError where a file cannot be parsed, and what `read` and the YAML parser throw.
 */
export function readDeployment(read: (path: string) => string): Deployment {
  const kustomization: unknown = parseYaml(read(FILES.kustomization));
  const { resources } = kustomization as { readonly resources: readonly string[] };
  return {
    stages: parseDockerfile(read(FILES.dockerfile)),
    dockerignore: read(FILES.dockerignore),
    compose: parseYaml(read(FILES.compose)),
    composeEnv: parseAssignments(read(FILES.composeEnv)),
    unit: parseUnitFile(read(FILES.unit)),
    unitEnv: parseAssignments(read(FILES.unitEnv)),
    wrapper: read(FILES.wrapper),
    kustomization,
    manifests: resources.flatMap((name) => manifestsOf(`kubernetes/${name}`, read)),
    caddy: parseBlocks(read(FILES.caddy), 'line'),
    nginx: parseBlocks(read(FILES.nginx), 'semicolon'),
    traefik: parseYaml(read(FILES.traefik)),
    traefikDynamic: parseYaml(read(FILES.traefikDynamic)),
  };
}

function manifestsOf(file: string, read: (path: string) => string): readonly Manifest[] {
  return parseAllDocuments(read(file)).map((document) => {
    if (document.errors.length > 0)
      throw new SyntaxError(`${file}: ${document.errors[0]?.message}`);
    const content: unknown = document.toJS();
    const { kind } = content as { readonly kind: string };
    return { file, kind, content };
  });
}

/** The first object of a kind. */
export function manifestOf(deployment: Deployment, kind: string): Manifest | undefined {
  return deployment.manifests.find((manifest) => manifest.kind === kind);
}
