import { isLoxoneError } from '@gatehouse/loxone-protocol';
import { type CommandLine, parseCommandLine, USAGE } from './command-line.js';
import { type Running, startRunning } from './running.js';

/** Exit codes: 0 ended as asked, 1 the world failed, 2 called the wrong way. */
export const EXIT = { ok: 0, failed: 1, misuse: 2 } as const;

/** What the program gets from its process. */
export interface ProgramInput {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves when the process is asked to end. */
  readonly ended: () => Promise<void>;
}

/** Runs the simulator until it is asked to end. @returns The exit code. */
export async function runProgram(input: ProgramInput): Promise<number> {
  const commandLine = parseCommandLine(input.args, input.env);
  switch (commandLine.kind) {
    case 'help':
      input.out(USAGE);
      return EXIT.ok;
    case 'misuse':
      input.err(`loxone-simulator: ${commandLine.problem}. Try --help.\n`);
      return EXIT.misuse;
    case 'start':
      return serve(commandLine, input);
  }
}

async function serve(
  { structureFile, options, extras }: CommandLine & { readonly kind: 'start' },
  input: ProgramInput,
): Promise<number> {
  const ended = input.ended();
  const file = structureFile ?? extras.replayFile;
  let running: Running;
  try {
    running = await startRunning({ structureFile, options, extras });
  } catch (error) {
    input.err(`loxone-simulator: ${explain(error, file)}\n`);
    return EXIT.failed;
  }
  const { simulator, notes } = running;
  const controls = simulator.house.controls().length;
  const house = file ?? (extras.controls === undefined ? 'the demo house' : 'a generated house');
  input.out(
    `loxone-simulator is ready at ${simulator.url} for user ${options.user}: ` +
      `${house}, ${controls} controls\n`,
  );
  for (const note of notes) input.out(`${note}\n`);
  await ended;
  await running.stop();
  return EXIT.ok;
}

/** One line that names the file and the field. */
function explain(error: unknown, file: string | undefined): string {
  if (isLoxoneError(error) && error.code === 'ERR_LOXONE_STRUCTURE_INVALID') {
    const { field, problem } = error.details;
    return `${file ?? 'the demo house'}: ${field} ${problem}`;
  }
  if (isLoxoneError(error)) return error.message;
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    return `${file ?? ''}: cannot be read (${String(error.code)})`;
  }
  throw error;
}
