import {
  EXIT,
  isMiniserverName,
  type Miniserver,
  type Miniservers,
  NAME_RULE,
  Secret,
  StartupError,
  type StoredSecret,
  sealSecret,
} from '@gatehouse/loxone-app';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { type StoreOptions, withKeys, withStoreOptions } from '../keys/with-keys.js';
import {
  askSecrets,
  type GivenSecret,
  type GivenSecrets,
  type SecretOptions,
} from './ask-secrets.js';
import { type EntryOptions, entryOf } from './new-entry.js';
import { openBook } from './with-book.js';

interface AddOptions extends StoreOptions, EntryOptions, SecretOptions {
  readonly default?: boolean;
  readonly replace?: boolean;
}

const EXAMPLES = `
Examples:
  loxone-mcp miniserver add home --host 192.168.1.10 --user assistant
  pass show loxone | loxone-mcp miniserver add home --host 192.168.1.10 --user assistant --password-stdin
  loxone-mcp miniserver add cellar --host 504F94112134 --user assistant --password-from infisical:PROJECT/prod/house/PASSWORD

A reference (--password-from) is env:NAME, file:PATH, command:PROGRAM ARGUMENTS or
infisical:PROJECT/ENVIRONMENT/FOLDER/NAME; the secret is then read at each start and kept nowhere.`;

/** `loxone-mcp miniserver add NAME`. */
export function addCommand(io: CliIo): Command {
  return withStoreOptions(new Command('add'))
    .description('Keeps a Miniserver by a name; asks for its password, which is kept sealed.')
    .argument('<name>', NAME_RULE.replace('must be ', ''))
    .requiredOption('--host <place>', 'address, URL, or serial number')
    .requiredOption('--user <user>', 'user of the Miniserver')
    .option('--serial <number>', 'serial number that must answer there')
    .option('--tls <choice>', 'true, false or auto; default: as the address says')
    .option('--tls-pin <list>', 'SHA-256 fingerprints that decide alone, separated by commas')
    .option('--tls-ca <file>', 'certificates (PEM) that are trusted instead of the usual ones')
    .option('--password-stdin', 'read the password from standard input')
    .option('--password-from <reference>', 'where the password is kept, instead of here')
    .option('--ask-visu-password', 'ask for the visualisation password, too')
    .option('--visu-password-from <reference>', 'where the visualisation password is kept')
    .option('--default', 'use this one where none is named')
    .option('--replace', 'replace the one that has this name')
    .addHelpText('after', EXAMPLES)
    .action((name: string, options: AddOptions) => add(io, name, options));
}

async function add(io: CliIo, name: string, options: AddOptions): Promise<void> {
  if (!isMiniserverName(name)) throw new StartupError(`The name ${NAME_RULE}.`, EXIT.usage);
  const entry = entryOf(io, options);
  const { book } = openBook(io, options);
  refuseTaken(await book.read(), name, options);
  const given = await askSecrets(io, options);
  const secrets = await keep(io, options, name, given);
  const { chosen } = await book.change((now) => {
    // Somebody may have been faster while the password was typed.
    refuseTaken(now, name, options);
    const byName = new Map(now.byName).set(name, { ...entry, ...secrets });
    const isChosen = options.default === true || now.byName.size === 0;
    return { chosen: isChosen ? name : now.chosen, byName };
  });
  const role = chosen === name ? ', and used where none is named' : '';
  io.err(`${name} is kept in ${book.path}${role}.\n`);
  io.err(`See whether it answers: loxone-mcp miniserver test ${name}\n`);
}

function refuseTaken({ byName }: Miniservers, name: string, { replace }: AddOptions): void {
  if (!byName.has(name) || replace === true) return;
  const message = `There is a Miniserver of that name. Use --replace to put this one in its place.`;
  throw new StartupError(message, EXIT.usage);
}

type KeptSecrets = Pick<Miniserver, 'password' | 'visuPassword'>;

/** The keys are opened, and a master key perhaps made, only where something is sealed. */
async function keep(
  io: CliIo,
  options: AddOptions,
  name: string,
  { password, visuPassword }: GivenSecrets,
): Promise<KeptSecrets> {
  const keptWith = (ring: McpAuth['ring'] | undefined): KeptSecrets => ({
    password: stored(ring, password, { name, field: 'password' }),
    ...(visuPassword !== undefined && {
      visuPassword: stored(ring, visuPassword, { name, field: 'visu_password' }),
    }),
  });
  const mustSeal = password instanceof Secret || visuPassword instanceof Secret;
  return mustSeal ? withKeys(io, options, async ({ ring }) => keptWith(ring)) : keptWith(undefined);
}

function stored(
  ring: McpAuth['ring'] | undefined,
  given: GivenSecret,
  place: Parameters<typeof sealSecret>[2],
): StoredSecret {
  if (!(given instanceof Secret)) return { kind: 'reference', reference: given };
  if (ring === undefined) throw new TypeError('ring must be given where something is sealed');
  return sealSecret(ring, given, place);
}
