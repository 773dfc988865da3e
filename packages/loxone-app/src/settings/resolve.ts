import type { Parsed, ResolvedSettings, Setting, SettingTable } from './setting.js';

/** Where settings are looked for. */
export interface SettingSources {
  /** Flag name (without dashes) → text, as the command line had it. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file for `NAME_FILE`; throws as `fs.readFileSync` does. */
  readonly readFile: (path: string) => string;
}

type Found = { readonly text: string; readonly origin: string };
type Lookup = Found | { readonly problem: string } | undefined;

/** Empty counts as absent: `LOXONE_PASS=` in a compose file means "not set". */
function present(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function readSecretFile(variable: string, path: string, sources: SettingSources): Lookup {
  try {
    const text = sources.readFile(path).replace(/\r?\n$/, '');
    if (text === '') return { problem: `${variable} names a file that is empty: ${path}` };
    return { text, origin: `file ${path} (named by ${variable})` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { problem: `${variable} names a file that cannot be read: ${path} (${code})` };
  }
}

function lookUp(setting: Setting<unknown>, sources: SettingSources): Lookup {
  if (setting.flag !== undefined) {
    const text = sources.flags[setting.flag];
    if (text !== undefined) return { text, origin: `flag --${setting.flag}` };
  }
  for (const name of setting.env ?? []) {
    const text = sources.env[name];
    if (present(text)) return { text, origin: `environment variable ${name}` };
    if (setting.orFile !== true) continue;
    const path = sources.env[`${name}_FILE`];
    if (present(path)) return readSecretFile(`${name}_FILE`, path, sources);
  }
  return undefined;
}

/**
 * Resolves a table of settings: flags over environment over defaults.
 *
 * All problems are collected, so that one run shows everything there is to mend. A problem names
 * the place a value came from and what it should be, never the value: it may be a secret in the
 * wrong variable.
 */
export function resolveSettings<Table extends SettingTable>(
  table: Table,
  sources: SettingSources,
): ResolvedSettings<Table> {
  const values: Record<string, unknown> = {};
  const origins: Record<string, string> = {};
  const problems: string[] = [];
  for (const [name, setting] of Object.entries(table)) {
    const found = lookUp(setting, sources);
    values[name] = setting.fallback;
    if (found === undefined) {
      origins[name] = setting.fallback === undefined ? 'not set' : 'default';
    } else if ('problem' in found) {
      origins[name] = 'unreadable';
      problems.push(found.problem);
    } else {
      const parsed: Parsed<unknown> = setting.parse(found.text);
      origins[name] = found.origin;
      if (parsed.ok) values[name] = parsed.value;
      else problems.push(`${found.origin}: ${parsed.problem}`);
    }
  }
  return {
    values: values as ResolvedSettings<Table>['values'],
    origins: origins as ResolvedSettings<Table>['origins'],
    problems,
  };
}
