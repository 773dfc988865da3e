import {
  EXIT,
  type Parsed,
  resolveSettings,
  type Setting,
  type SettingWithDefault,
  StartupError,
} from '@gatehouse/loxone-app';
import type { Command } from 'commander';
import type { CliIo } from '../io.js';

/** How the command line reaches a running server. */
export const CLIENT_SETTINGS: {
  readonly url: SettingWithDefault<URL>;
  readonly key: Setting<string>;
} = {
  url: {
    flag: 'url',
    env: ['LOXONE_MCP_URL'],
    meaning: 'MCP endpoint of the server',
    parse: parseUrl,
    fallback: new URL('http://127.0.0.1:3001/mcp'),
  },
  key: {
    // No flag: it would show in the list of processes.
    env: ['LOXONE_MCP_KEY'],
    orFile: true,
    meaning: 'API key to act with',
    parse: (value) => ({ ok: true, value: value.trim() }),
  },
};

/** Options of every command that talks to a server. */
export interface ClientOptions {
  readonly url?: string;
  readonly json?: boolean;
}

/** Adds the options of {@link ClientOptions}. */
export function withClientOptions(command: Command): Command {
  return command
    .option('--url <url>', `${CLIENT_SETTINGS.url.meaning} (LOXONE_MCP_URL)`)
    .option('--json', 'structured output');
}

/** Where the server is, and with which key. */
export interface ServerAccess {
  readonly url: URL;
  readonly key: string | undefined;
}

/** @throws StartupError that lists all that is wrong with the settings. */
export function serverAccess(io: CliIo, { url }: ClientOptions): ServerAccess {
  const { values, problems } = resolveSettings(CLIENT_SETTINGS, {
    flags: { url },
    env: io.env,
    readFile: io.readFile,
  });
  if (problems.length > 0) throw new StartupError(problems.join('\n'), EXIT.usage);
  return values;
}

/** A key in the address would end up in logs and histories. */
function parseUrl(text: string): Parsed<URL> {
  const problem = 'must be an http or https URL without user, password and query';
  if (!URL.canParse(text)) return { ok: false, problem };
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.search === '';
  if (!/^https?:$/.test(url.protocol) || !isPlain) return { ok: false, problem };
  if (url.pathname === '/') url.pathname = '/mcp';
  return { ok: true, value: url };
}
