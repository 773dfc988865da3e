import { describeFailure, EXIT } from '@gatehouse/loxone-app';
import { Command, CommanderError } from 'commander';
import { adminLinkCommand } from './admin-link/admin-link-command.js';
import { approvalsCommand } from './approvals/approvals-command.js';
import { clientCommands } from './client/client-commands.js';
import type { CliIo } from './io.js';
import { keysCommand } from './keys/keys-command.js';
import { miniserverCommand } from './miniservers/miniserver-command.js';

/**
 * Runs one command line.
 *
 * @param argv - Arguments without the program's own name.
 * @returns The exit code, one of `EXIT`.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const program = new Command('loxone-mcp')
    .description('Manages the Loxone MCP server, and uses it.')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .addCommand(keysCommand(io))
    .addCommand(approvalsCommand(io))
    .addCommand(adminLinkCommand(io))
    .addCommand(miniserverCommand(io));
  for (const command of clientCommands(io)) program.addCommand(command);
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
