import { FILES } from './deployment.js';
import { environmentOf, instructionsOf, type Stage } from './dockerfile.js';
import { type Check, type Judgement, judgementsOf } from './judgement.js';

/** A name, a tag that begins with a version number, no digest: rebuilt, it takes up fixes. */
const PINNED = /^[\w./-]+:v?\d+[\w.-]*$/;

/** Whether an image names at least a major version. `latest` is none. */
export function isPinned(image: string): boolean {
  return PINNED.test(image);
}

/** Names of variables that hold a secret themselves, and not the path of one. */
export function holdsSecret(variable: string): boolean {
  return !variable.endsWith('_FILE') && /PASS|SECRET|TOKEN|MASTER_KEY|API_KEYS?$/.test(variable);
}

/** A user and a group in numbers, and not root. */
export function isNumericUser(user: string): boolean {
  return /^[1-9]\d*:[1-9]\d*$/.test(user);
}

/** What a good image of a service is: hadolint's rules that matter here, and some of our own. */
export function imageJudgements(stages: readonly Stage[]): readonly Judgement[] {
  const last = stages.at(-1);
  const names = stages.map(({ name }) => name);
  const from = stages.filter(({ image }) => !names.includes(image));
  const copies = stages.flatMap((stage) => instructionsOf(stage, 'COPY'));
  const ran = stages.flatMap((stage) => instructionsOf(stage, 'RUN')).map(({ text }) => text);
  const [user, ...moreUsers] = instructionsOf(last, 'USER');
  const [health] = instructionsOf(last, 'HEALTHCHECK');
  const entry = instructionsOf(last, 'ENTRYPOINT');
  const command = instructionsOf(last, 'CMD');
  const checks: Check[] = [
    ['image-pinned', from.every(({ image }) => isPinned(image)), 'FROM must name a major version'],
    ['stages-named', names.every(Boolean), 'each stage needs a name'],
    ['multi-stage', stages.length > 1, 'what builds must not be in what runs'],
    ['copy-from-known', copiesKnown(stages), 'COPY --from must name an earlier stage'],
    ['no-add', !has(stages, 'ADD'), 'COPY says what it does, ADD unpacks and downloads'],
    ['no-whole-context', copies.every(({ words }) => !words.includes('.')), 'COPY names its files'],
    ['no-sudo', ran.every((text) => !/\bsudo\b/.test(text)), 'a build is root already'],
    [
      'no-fetching',
      ran.every((text) => !/\b(curl|wget|git clone)\b/.test(text)),
      'nothing unchecked is fetched',
    ],
    [
      'no-chmod-all',
      ran.every((text) => !/chmod\s+(-R\s+)?[0-7]*[2367]\b/.test(text)),
      'nobody else writes',
    ],
    [
      'no-secret-in-layer',
      noSecrets(stages),
      'ENV and ARG stay in the image for everybody to read',
    ],
    [
      'numeric-user',
      moreUsers.length === 0 && isNumericUser(user?.text ?? ''),
      'USER must be numbers, not root',
    ],
    ['user-after-files', isAfter(last, 'USER', ['RUN', 'COPY']), 'the program must belong to root'],
    [
      'health',
      health?.isExec === true && health.text.startsWith('CMD '),
      'HEALTHCHECK needs no shell',
    ],
    ['health-without-curl', !/curl|wget/.test(health?.text ?? ''), 'the image has neither'],
    [
      'stop-signal',
      instructionsOf(last, 'STOPSIGNAL')[0]?.text === 'SIGTERM',
      'STOPSIGNAL SIGTERM',
    ],
    ['one-entry', entry.length === 1 && command.length <= 1, 'one ENTRYPOINT, at most one CMD'],
    [
      'exec-form',
      [...entry, ...command].every(({ isExec }) => isExec),
      'a shell would keep SIGTERM to itself',
    ],
    [
      'labels',
      /org\.opencontainers\.image\.title/.test(labels(last)),
      'LABEL must say what this is',
    ],
    [
      'workdir-absolute',
      workdirs(stages).every((path) => path.startsWith('/')),
      'WORKDIR is absolute',
    ],
  ];
  return judgementsOf(FILES.dockerfile, checks);
}

function has(stages: readonly Stage[], keyword: string): boolean {
  return stages.some((stage) => instructionsOf(stage, keyword).length > 0);
}

function labels(stage: Stage | undefined): string {
  return instructionsOf(stage, 'LABEL')
    .map(({ text }) => text)
    .join(' ');
}

function workdirs(stages: readonly Stage[]): readonly string[] {
  return stages.flatMap((stage) => instructionsOf(stage, 'WORKDIR')).map(({ text }) => text);
}

function copiesKnown(stages: readonly Stage[]): boolean {
  return stages.every((stage, at) => {
    const earlier = stages.slice(0, at).map(({ name }) => name);
    return instructionsOf(stage, 'COPY')
      .map(({ flags }) => flags.from)
      .every((name) => name === undefined || earlier.includes(name));
  });
}

function noSecrets(stages: readonly Stage[]): boolean {
  const set = stages.flatMap((stage) => Object.keys(environmentOf(stage)));
  const args = stages.flatMap((stage) => instructionsOf(stage, 'ARG'));
  return [...set, ...args.map(({ text }) => text.split('=')[0] ?? '')].every(
    (name) => !holdsSecret(name),
  );
}

/** Whether a keyword comes after all of the others. */
function isAfter(stage: Stage | undefined, keyword: string, others: readonly string[]): boolean {
  const keywords = (stage?.instructions ?? []).map((one) => one.keyword);
  const first = keywords.indexOf(keyword);
  return first >= 0 && others.every((other) => keywords.lastIndexOf(other) < first);
}
