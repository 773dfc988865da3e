import { formatSecretReference } from '../secrets/secret-reference.js';
import { readEntry } from './entry-fields.js';
import {
  isMiniserverName,
  type Miniserver,
  type Miniservers,
  NAME_RULE,
  type StoredSecret,
} from './miniserver.js';

/** Tells the file from others, and one form of it from the next. */
const FORMAT = 'loxone-mcp-miniservers-1';

/** Where there is no file. */
export const NO_MINISERVERS: Miniservers = { chosen: undefined, byName: new Map() };

/** What stands in a file, or all that is wrong with it: each begins with a place, and shows no value. */
export type ReadFile =
  | { readonly ok: true; readonly miniservers: Miniservers }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the file's text. Strict: what is not understood could be what protects a connection. */
export function parseMiniserverFile(text: string): ReadFile {
  const fields = objectOf(parseJson(text));
  if (fields === undefined) return refuse('it is no JSON object');
  if (fields.get('format') !== FORMAT) return refuse(`format must be "${FORMAT}"`);
  const problems = [...fields.keys()]
    .filter((name) => !['format', 'default', 'miniservers'].includes(name))
    .map(() => 'a field beside format, default and miniservers is not known');
  const entries = objectOf(fields.get('miniservers'));
  if (entries === undefined) return refuse('miniservers must be an object');
  const byName = readEntries(entries, problems);
  const chosen = fields.get('default') ?? undefined;
  if (chosen !== undefined && !(typeof chosen === 'string' && entries.has(chosen))) {
    problems.push('default must be the name of one of the miniservers');
  }
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    miniservers: { chosen: typeof chosen === 'string' ? chosen : undefined, byName },
  };
}

/** People read and edit it, so it is indented, and the names of fields are those of other files. */
export function formatMiniserverFile({ chosen, byName }: Miniservers): string {
  const miniservers = Object.fromEntries(
    [...byName].map(([name, entry]) => [name, entryJson(entry)]),
  );
  return `${JSON.stringify({ format: FORMAT, default: chosen, miniservers }, undefined, 2)}\n`;
}

function readEntries(
  entries: ReadonlyMap<string, unknown>,
  problems: string[],
): ReadonlyMap<string, Miniserver> {
  const byName = new Map<string, Miniserver>();
  for (const [name, value] of entries) {
    if (!isMiniserverName(name)) {
      problems.push(`the name of one of the miniservers ${NAME_RULE}`);
      continue;
    }
    const read = readEntry(value);
    if (read.ok) byName.set(name, read.entry);
    else problems.push(...read.problems.map((problem) => `miniservers.${name}: ${problem}`));
  }
  return byName;
}

function entryJson(entry: Miniserver): Readonly<Record<string, unknown>> {
  const { host, user, serial, tls, tlsPin, tlsCa, password, visuPassword } = entry;
  return {
    host,
    user,
    serial,
    tls,
    tls_pin: tlsPin,
    tls_ca: tlsCa,
    ...secretJson('password', password),
    ...(visuPassword !== undefined && secretJson('visu_password', visuPassword)),
  };
}

function secretJson(field: string, secret: StoredSecret): Readonly<Record<string, string>> {
  return secret.kind === 'sealed'
    ? { [field]: secret.sealed }
    : { [`${field}_from`]: formatSecretReference(secret.reference) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : undefined;
}

function refuse(problem: string): ReadFile {
  return { ok: false, problems: [problem] };
}
