import { readFile } from 'node:fs/promises';
import { isLoxoneError } from '@gatehouse/loxone-protocol';
import { parseCommandLine, USAGE } from './command-line.js';
import type { SimulatorOptions } from './options.js';
import { type Simulator, startSimulator } from './simulator.js';

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
      return serve(commandLine.structureFile, commandLine.options, input);
  }
}

async function serve(
  file: string | undefined,
  options: SimulatorOptions,
  input: ProgramInput,
): Promise<number> {
  const ended = input.ended();
  let simulator: Simulator;
  try {
    const structure = file === undefined ? undefined : await readFile(file, 'utf8');
    simulator = await startSimulator({ ...options, ...(structure !== undefined && { structure }) });
  } catch (error) {
    input.err(`loxone-simulator: ${explain(error, file)}\n`);
    return EXIT.failed;
  }
  const controls = simulator.house.controls().length;
  input.out(
    `loxone-simulator is ready at ${simulator.url} for user ${options.user}: ` +
      `${file ?? 'the demo house'}, ${controls} controls\n`,
  );
  await ended;
  await simulator.stop();
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
