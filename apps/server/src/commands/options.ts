import type { SettingTable } from '@gatehouse/loxone-app';
import type { Command } from 'commander';

/** Adds a flag for each setting that has one; its text is checked later, with all the others. */
export function addSettingOptions(command: Command, table: SettingTable): Command {
  for (const { flag, env, meaning, fallback } of Object.values(table)) {
    if (flag === undefined) continue;
    const variable = env?.[0] === undefined ? '' : ` [${env[0]}]`;
    const shown =
      typeof fallback === 'string' || typeof fallback === 'number' ? ` (default: ${fallback})` : '';
    command.option(`--${flag} <value>`, `${meaning}${shown}${variable}`);
  }
  return command;
}
