import {
  EXIT,
  type ResolvedSettings,
  resolveSettings,
  type SettingTable,
  StartupError,
} from '@gatehouse/loxone-app';
import type { ServerIo } from './io.js';

/** Turns commander's camelCase options back into flag names. */
function flagsOf(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const flags: Record<string, string> = {};
  for (const [name, value] of Object.entries(options)) {
    if (typeof value !== 'string') continue;
    flags[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)] = value;
  }
  return flags;
}

/**
 * Reads the settings of one command.
 *
 * @param options - What commander parsed.
 * @throws StartupError with all problems, one a line.
 */
export function readSettings<Table extends SettingTable>(
  table: Table,
  options: Readonly<Record<string, unknown>>,
  io: ServerIo,
): ResolvedSettings<Table>['values'] {
  return readSettingsWithOrigins(table, options, io).values;
}

/** As {@link readSettings}, and where each value came from. */
export function readSettingsWithOrigins<Table extends SettingTable>(
  table: Table,
  options: Readonly<Record<string, unknown>>,
  io: ServerIo,
): Omit<ResolvedSettings<Table>, 'problems'> {
  const { values, origins, problems } = resolveSettings(table, {
    flags: flagsOf(options),
    env: io.env,
    readFile: io.readFile,
  });
  if (problems.length > 0) {
    throw new StartupError(`The settings are not right:\n  ${problems.join('\n  ')}`, EXIT.usage);
  }
  return { values, origins };
}
