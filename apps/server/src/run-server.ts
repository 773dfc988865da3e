import { describeFailure, EXIT } from '@gatehouse/loxone-app';
import { Command, CommanderError } from 'commander';
import { demoCommand } from './commands/demo.js';
import { httpCommand } from './commands/http.js';
import { stdioCommand } from './commands/stdio.js';
import type { ServerIo } from './io.js';
import { VERSION } from './version.js';

/**
 * Runs the server until it is asked to end.
 *
 * @param argv - Arguments without the program's own name.
 * @returns The exit code, one of `EXIT`.
 */
export async function runServer(argv: readonly string[], io: ServerIo): Promise<number> {
  const commands = [httpCommand(io), stdioCommand(io), demoCommand(io)];
  const program = new Command('loxone-mcp-server')
    .description('Lets AI assistants into a Loxone home, only as far as the owner allows.')
    .version(VERSION);
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands]) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    // commander has explained itself already: help, or what is wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { message, exitCode } = describeFailure(error);
    io.err(`${message}\n`);
    return exitCode;
  }
}
