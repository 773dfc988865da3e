/** One instruction, its continuation lines joined. */
export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  /** `--from=build` → `from: 'build'`; the last one of several counts. */
  readonly flags: Readonly<Record<string, string>>;
  /** The words of the JSON form, or of the shell form as blanks divide them. */
  readonly words: readonly string[];
  /** Everything behind the keyword and its flags. */
  readonly text: string;
  /** Whether it was written as a JSON array: run without a shell. */
  readonly isExec: boolean;
}

/** What stands between one `FROM` and the next. */
export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

const FLAG = /^--([a-z-]+)(?:=(\S*))?\s+/;

/**
 * Parses a Dockerfile as far as ours go: no heredocs, no other escape character.
 *
 * @throws SyntaxError for an instruction before the first `FROM`.
 */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const line of logicalLines(text)) {
    const instruction = parseInstruction(line);
    if (instruction.keyword === 'FROM') {
      const [image = '', as, name] = instruction.words;
      const isNamed = as?.toLowerCase() === 'as';
      stages.push({ image, name: isNamed ? name : undefined, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new SyntaxError(`${instruction.keyword} stands before FROM`);
    stage.instructions.push(instruction);
  }
  return stages;
}

/** Without comments, which may stand between continued lines. */
function logicalLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function parseInstruction(line: string): Instruction {
  const [, keyword = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  const flags: Record<string, string> = {};
  let text = rest;
  for (let flag = FLAG.exec(text); flag !== null; flag = FLAG.exec(text)) {
    flags[flag[1] ?? ''] = flag[2] ?? '';
    text = text.slice(flag[0].length);
  }
  const array = jsonWords(text);
  return {
    keyword: keyword.toUpperCase(),
    flags,
    words: array ?? text.split(/\s+/),
    text,
    isExec: array !== undefined,
  };
}

function jsonWords(text: string): readonly string[] | undefined {
  const [, array] = /(\[.*\])$/s.exec(text) ?? [];
  if (array === undefined || !/^(CMD\s+)?\[/.test(text)) return undefined;
  try {
    const words: unknown = JSON.parse(array);
    return Array.isArray(words) ? words.map(String) : undefined;
  } catch {
    return undefined;
  }
}

/** All instructions of a stage with this keyword. */
export function instructionsOf(stage: Stage | undefined, keyword: string): readonly Instruction[] {
  return (stage?.instructions ?? []).filter((one) => one.keyword === keyword);
}

/** The variables that a stage's `ENV` sets, in the form `NAME=value`. */
export function environmentOf(stage: Stage | undefined): Readonly<Record<string, string>> {
  const pairs = instructionsOf(stage, 'ENV').flatMap(({ text }) => [
    ...text.matchAll(/([A-Za-z_]\w*)=("[^"]*"|\S*)/g),
  ]);
  return Object.fromEntries(
    pairs.map(([, name = '', value = '']) => [name, value.replace(/^"(.*)"$/s, '$1')]),
  );
}
