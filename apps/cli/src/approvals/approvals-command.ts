import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { approveCommand, refuseCommand } from './decide.js';
import { listCommand } from './list.js';

/** `loxone-mcp approvals …`. */
export function approvalsCommand(io: CliIo): Command {
  const commands = [listCommand(io), approveCommand(io), refuseCommand(io)];
  const approvals = new Command('approvals').description(
    'Requests of assistants that the owner has to approve.',
  );
  for (const command of commands) {
    approvals.addCommand(command, { isDefault: command.name() === 'list' });
  }
  // Subcommands do not inherit these from a parent that is added later.
  for (const command of [approvals, ...commands]) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  return approvals;
}
