import type { Command } from 'commander';
import type { CliIo } from '../io.js';
import { callCommand } from './call.js';
import { shortcutCommands } from './shortcuts/shortcuts.js';
import { toolsCommand } from './tools.js';

/** Commands that act on a running server, as any other MCP client does. */
export function clientCommands(io: CliIo): readonly Command[] {
  const commands = [callCommand(io), toolsCommand(io), ...shortcutCommands(io)];
  for (const command of commands) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  return commands;
}
