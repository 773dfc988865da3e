import type { Settings } from '@gatehouse/admin-ui/wire';
import type { SettingTable } from '@gatehouse/loxone-app';
import { scrub } from '../logging/scrub.js';

/** A setting as the owner sees it. */
export type ShownSetting = Settings['settings'][number];

/** Stands in place of what is not shown. */
const SET = '(set)';

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value);
}

/**
 * The settings in force, fit to be shown. A value is shown only where it may stand on a command line
 * (whatever has no flag may be a secret), or where it is the default.
 *
 * @param resolved - As `resolveSettings` makes it of the same table.
 */
export function shownSettings(
  table: SettingTable,
  resolved: {
    readonly values: Readonly<Record<string, unknown>>;
    readonly origins: Readonly<Record<string, string>>;
  },
): readonly ShownSetting[] {
  return Object.entries(table).map(([key, { flag, env = [], meaning }]) => {
    const origin = resolved.origins[key] ?? 'not set';
    const value = resolved.values[key];
    const isPublic = flag !== undefined || origin === 'default';
    return {
      name: env[0] ?? (flag === undefined ? key : `--${flag}`),
      meaning,
      origin,
      ...(value === undefined ? {} : { value: isPublic ? withoutSecrets(textOf(value)) : SET }),
    };
  });
}

/** A URL may hold a password where nobody meant it to. */
function withoutSecrets(text: string): string {
  return scrub(text).replace(/(\/\/[^/@\s:]*):[^/@\s]*@/gu, `$1:${SET}@`);
}
