import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { addCommand } from './add.js';
import { defaultCommand, removeCommand } from './change.js';
import { listCommand } from './list.js';
import { testCommand } from './test-login.js';

const EXAMPLES = `
Examples:
  loxone-mcp miniserver add home --host 192.168.1.10 --user assistant
  loxone-mcp miniserver test home
  loxone-mcp-server http --miniserver home`;

/** `loxone-mcp miniserver …`. */
export function miniserverCommand(io: CliIo): Command {
  const commands = [
    addCommand(io),
    listCommand(io),
    testCommand(io),
    defaultCommand(io),
    removeCommand(io),
  ];
  const miniserver = new Command('miniserver')
    .description('Miniservers that the server knows by name, with their passwords sealed.')
    .addHelpText('after', EXAMPLES);
  for (const command of commands) miniserver.addCommand(command);
  // Subcommands do not inherit these from a parent that is added later.
  for (const command of [miniserver, ...commands]) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  return miniserver;
}
