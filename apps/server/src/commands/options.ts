import type { SettingTable } from '@gatehouse/loxone-app';
import type { Command } from 'commander';

/**
 * Adds a flag for each setting that has one, and names the others in the help; their texts are checked
 * later, all together.
 */
export function addSettingOptions(command: Command, table: SettingTable): Command {
  const variables: string[] = [];
  for (const { flag, env, orFile = false, meaning, fallback } of Object.values(table)) {
    const variable = env?.[0];
    const shown =
      typeof fallback === 'string' || typeof fallback === 'number' ? ` (default: ${fallback})` : '';
    if (flag !== undefined) {
      const named = variable === undefined ? '' : ` [${variable}]`;
      command.option(`--${flag} <value>`, `${meaning}${shown}${named}`);
    } else if (variable !== undefined) {
      const file = orFile ? `, or ${variable}_FILE` : '';
      variables.push(`  ${variable}${file}\n      ${meaning}${shown}`);
    }
  }
  if (variables.length === 0) return command;
  return command.addHelpText('after', `\nOnly in the environment:\n${variables.join('\n')}`);
}
