import { environmentOf, type Instruction, instructionsOf, type Stage } from '../lint/dockerfile.js';

/** The stages' places in a directory: `/out` of `build` → `<root>/build/out`. */
export type PlaceOf = (stage: string, path: string) => string;

/** One file or folder that is copied. */
export interface Copy {
  /** Absolute; from another stage or from the checkout. */
  readonly from: string;
  readonly to: string;
}

/** Everything that a build without an engine has to do. */
export interface Steps {
  /** From the checkout into the first stage. */
  readonly sources: readonly Copy[];
  /** Commands of the first stage, with the places of the directory in them. */
  readonly commands: readonly string[];
  /** From the first stage into the last. */
  readonly results: readonly Copy[];
  /** What ENTRYPOINT and CMD run, with the places of the directory in them. */
  readonly start: readonly string[];
  /** What HEALTHCHECK runs. */
  readonly health: readonly string[];
  /** What ENV sets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where the steps are carried out. */
export interface StepPlaces {
  readonly checkout: string;
  readonly placeOf: PlaceOf;
  /** Values of `ARG`s, in place of their defaults. */
  readonly args: Readonly<Record<string, string>>;
}

/** Paths of the image that commands name. */
const IMAGE_PATH = /(?<![\w./])\/(out|state|opt\/loxone-mcp)(?=[/"\s]|$)/g;

/**
 * Translates a Dockerfile of two stages into steps for a directory.
 *
 * @throws RangeError when it has another number of stages.
 */
export function stepsOf(stages: readonly Stage[], places: StepPlaces): Steps {
  const [build, last, ...others] = stages;
  if (build?.name === undefined || last?.name === undefined || others.length > 0) {
    throw new RangeError('the Dockerfile must have two stages with names');
  }
  const within = (stage: string) => (word: string) =>
    word.replace(IMAGE_PATH, (path) => places.placeOf(stage, path));
  const workdir = instructionsOf(build, 'WORKDIR')[0]?.text ?? '/';
  const target = (path: string): string => places.placeOf(build.name ?? '', joined(workdir, path));
  const inLast = within(last.name);
  const [entry] = instructionsOf(last, 'ENTRYPOINT');
  const [command] = instructionsOf(last, 'CMD');
  const [health] = instructionsOf(last, 'HEALTHCHECK');
  return {
    sources: instructionsOf(build, 'COPY').flatMap((copy) =>
      pairsOf(copy).map(([from, to]) => ({ from: joined(places.checkout, from), to: target(to) })),
    ),
    commands: instructionsOf(build, 'RUN').map(({ text }) =>
      withArgs(within(build.name ?? '')(text), build, places.args),
    ),
    results: instructionsOf(last, 'COPY').flatMap((copy) =>
      pairsOf(copy).map(([from, to]) => ({
        from: places.placeOf(copy.flags.from ?? '', from),
        to: places.placeOf(last.name ?? '', to),
      })),
    ),
    start: [...(entry?.words ?? []), ...(command?.words ?? [])].map(inLast),
    health: (health?.words ?? []).map(inLast),
    environment: environmentOf(last),
  };
}

/** A path within a directory; an absolute one is itself. */
function joined(directory: string, path: string): string {
  return path.startsWith('/') ? path : `${directory}/${path.replace(/^\.\//, '')}`;
}

/** Each source of a COPY with its target: a folder that ends in `/` takes files by their names. */
function pairsOf({ words }: Instruction): readonly (readonly [string, string])[] {
  const target = words.at(-1) ?? '';
  return words
    .slice(0, -1)
    .map((source) => [source, target.endsWith('/') ? `${target}${source}` : target]);
}

/** `"$NAME"` in a command is what the `ARG` says. */
function withArgs(command: string, stage: Stage, given: Readonly<Record<string, string>>): string {
  const defaults = instructionsOf(stage, 'ARG').map(({ text }) => text.split('='));
  return defaults.reduce(
    (text, [name = '', value = '']) => text.replaceAll(`$${name}`, given[name] ?? value),
    command,
  );
}
