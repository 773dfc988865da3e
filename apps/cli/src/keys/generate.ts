import { BUILT_IN_ROLES } from '@gatehouse/core';
import { checkKeyRequest, type KeyRequest } from '@gatehouse/keys';
import { EXIT, StartupError } from '@gatehouse/loxone-app';
import { parsePermission } from '@gatehouse/rbac';
import { Command, Option } from 'commander';
import type { CliIo } from '../io.js';
import { parseExpiry } from './parse-expiry.js';
import { type StoreOptions, withKeys, withStoreOptions } from './with-keys.js';

interface GenerateOptions extends StoreOptions {
  readonly role: string;
  readonly name?: string;
  readonly expires?: string;
  readonly ip?: string;
  readonly devices?: string;
  readonly rooms?: string;
  readonly permissions?: string;
  readonly test?: boolean;
}

function splitList(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Which flag fills which field, for messages. */
const FLAGS: Readonly<Record<string, string>> = { ipWhitelist: 'ip', expiresAt: 'expires' };

function buildRequest(options: GenerateOptions, now: number): KeyRequest {
  const expiry = options.expires === undefined ? undefined : parseExpiry(options.expires, now);
  if (expiry !== undefined && !expiry.ok) {
    throw new StartupError(`--expires: ${expiry.problem}`, EXIT.usage);
  }
  const devices = splitList(options.devices);
  const rooms = splitList(options.rooms);
  const permissions = splitList(options.permissions);
  const request: KeyRequest = {
    name: options.name ?? `${options.role} key`,
    role: options.role,
    ipWhitelist: splitList(options.ip) ?? [],
    test: options.test === true,
    ...(expiry === undefined ? {} : { expiresAt: expiry.at }),
    ...(devices === undefined ? {} : { devices }),
    ...(rooms === undefined ? {} : { rooms }),
    ...(permissions === undefined ? {} : { permissions }),
  };
  const problems = checkKeyRequest(request, { now, checkPermission: parsePermission });
  if (problems.length > 0) {
    const lines = problems.map(({ field, problem }) => `--${FLAGS[field] ?? field} ${problem}`);
    throw new StartupError(lines.join('\n'), EXIT.usage);
  }
  return request;
}

/**
 * `loxone-mcp keys generate`: the key alone goes to standard output, so that
 * `KEY=$(loxone-mcp keys generate …)` works; all else goes to standard error.
 */
export function generateCommand(io: CliIo): Command {
  return withStoreOptions(new Command('generate'))
    .description('Makes a key and shows it, this once.')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(BUILT_IN_ROLES).makeOptionMandatory(),
    )
    .option('--name <name>', 'what the key is for; shown in lists and records (default: its role)')
    .option('--expires <when>', 'number of days, or a date such as 2027-03-01')
    .option('--ip <list>', 'addresses or CIDR ranges it may be used from, separated by commas')
    .option('--devices <list>', 'devices it is limited to, separated by commas')
    .option('--rooms <list>', 'rooms it is limited to, separated by commas')
    .option('--permissions <list>', 'permissions such as risk:access, separated by commas')
    .option('--test', 'mark it as a test key')
    .action(async (options: GenerateOptions) => {
      const request = buildRequest(options, io.now());
      await withKeys(io, options, async (auth) => {
        const { record, key } = await auth.keys.create(request, { id: `cli:${io.userName()}` });
        io.err(`${record.id} (${record.role}) is made and kept in ${auth.location}.\n`);
        io.err('This is the only time the key is shown:\n');
        io.out(`${key}\n`);
      });
    });
}
