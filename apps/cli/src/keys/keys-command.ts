import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { exportCommand } from './export.js';
import { generateCommand } from './generate.js';
import { listCommand } from './list.js';
import { revokeCommand } from './revoke.js';
import { showCommand } from './show.js';

/** `loxone-mcp keys …`. */
export function keysCommand(io: CliIo): Command {
  const commands = [
    generateCommand(io),
    listCommand(io),
    showCommand(io),
    revokeCommand(io),
    exportCommand(io),
  ];
  const keys = new Command('keys').description('API keys: who may do what in the house.');
  for (const command of commands) keys.addCommand(command);
  // Subcommands do not inherit these from a parent that is added later.
  for (const command of [keys, ...commands]) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  return keys;
}
