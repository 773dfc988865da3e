import { type Deployment, FILES, manifestOf } from './deployment.js';
import { environmentOf } from './dockerfile.js';
import { type Judgement, judgementsOf } from './judgement.js';
import { listAt, pick, textsAt } from './pick.js';
import { parseAssignments, serviceEnvironment } from './unit-file.js';

/** One program's environment, as it is when everything of one way to install is put together. */
export interface ServerEnvironment {
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What of the programs the files are held to. */
export interface KnownSettings {
  readonly variables: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  /** What the server would say to this environment; empty when it would start. */
  problemsOf(variables: Readonly<Record<string, string>>): readonly string[];
}

/** Variables of others: Node's own, and those that the proxy and compose are given. */
const FOREIGN = /^(NODE_ENV|GATEHOUSE_[A-Z]+)$/;

/** The environments that the server gets: image and compose, unit, pod. */
export function serverEnvironments(deployment: Deployment): readonly ServerEnvironment[] {
  const { stages, compose, composeEnv, unit, unitEnv } = deployment;
  const image = environmentOf(stages.at(-1));
  const server = textsAt(compose, 'services', 'loxone-mcp', 'environment');
  const pod = pick(manifestOf(deployment, 'Deployment')?.content, 'spec', 'template', 'spec');
  const env = listAt(pod, 'containers', 0, 'env').map((entry) => [
    String(pick(entry, 'name')),
    String(pick(entry, 'value')),
  ]);
  const settings = textsAt(manifestOf(deployment, 'ConfigMap')?.content, 'data');
  return [
    { file: FILES.compose, variables: { ...image, ...substituted(server, composeEnv) } },
    { file: FILES.unit, variables: { ...serviceEnvironment(unit), ...unitEnv } },
    {
      file: 'kubernetes/deployment.yaml',
      variables: { ...image, ...settings, ...Object.fromEntries(env) },
    },
  ];
}

/** As compose fills in `${NAME}`, `${NAME:?text}` and `${NAME:-default}`. */
function substituted(
  values: Readonly<Record<string, string>>,
  from: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const fill = (text: string): string =>
    text.replace(
      /\$\{(\w+)(?::([?-])([^}]*))?\}/g,
      (_, name: string, kind: string, more: string) => {
        return from[name] ?? (kind === '-' ? more : '');
      },
    );
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, fill(text)]));
}

/** Whether the server knows every variable that it is given, and takes every value. */
export function settingJudgements(
  deployment: Deployment,
  known: KnownSettings,
): readonly Judgement[] {
  const wrapper = parseAssignments(deployment.wrapper.replaceAll(/^export /gm, ''));
  const environments = serverEnvironments(deployment);
  return [
    ...[...environments, { file: FILES.wrapper, variables: wrapper }].flatMap(
      ({ file, variables }) => unknownVariables(file, Object.keys(variables), known),
    ),
    ...environments.flatMap(({ file, variables }) =>
      judgementsOf(
        file,
        known.problemsOf(variables).map((problem) => ['values', false, problem]),
      ),
    ),
  ];
}

/** Whether all variables and flags of the programs that a text names exist. */
export function textJudgements(
  file: string,
  text: string,
  known: KnownSettings,
): readonly Judgement[] {
  const variables =
    text.match(/\b(LOXONE_[A-Z][A-Z_]*[A-Z]|SECURITY_LEVEL|PULSEENGINE_\w+)\b/g) ?? [];
  const commands = text.match(/(loxone-mcp-server|server\/main\.js)[^\n`]*/g) ?? [];
  const flags = commands.flatMap((command) => command.match(/--[a-z][a-z-]*/g) ?? []);
  return [
    ...unknownVariables(file, variables, known),
    ...judgementsOf(
      file,
      flags.map((flag) => ['known-flag', known.flags.has(flag.slice(2)), `there is no ${flag}`]),
    ),
  ];
}

function unknownVariables(
  file: string,
  names: readonly string[],
  known: KnownSettings,
): readonly Judgement[] {
  const ours = names.filter((name) => !FOREIGN.test(name));
  return judgementsOf(
    file,
    ours.map((name) => ['known-variable', known.variables.has(name), `nothing reads ${name}`]),
  );
}
