import {
  defaultName,
  describeSecretReference,
  type Miniserver,
  type Miniservers,
  type StoredSecret,
} from '@gatehouse/loxone-app';
import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { type StoreOptions, withStoreOptions } from '../keys/with-keys.js';
import { formatTable } from '../terminal.js';
import { openBook } from './with-book.js';

interface ListOptions extends StoreOptions {
  readonly json?: boolean;
}

/** A Miniserver as it is shown: no secret, sealed ones included. Field names as in the file. */
interface MiniserverView {
  readonly name: string;
  readonly default: boolean;
  readonly host: string;
  readonly user: string;
  readonly serial: string | null;
  readonly tls: string;
  readonly password: string;
  readonly visu_password: string | null;
}

/** `loxone-mcp miniserver list`. */
export function listCommand(io: CliIo): Command {
  return withStoreOptions(new Command('list'))
    .description('Lists the Miniservers that are kept, without their secrets.')
    .option('--json', 'structured output')
    .action(async (options: ListOptions) => {
      const views = viewsOf(await openBook(io, options).book.read());
      if (options.json === true) io.out(`${JSON.stringify(views, null, 2)}\n`);
      else if (views.length > 0) io.out(asTable(views));
      else {
        io.err(
          'No Miniservers. Add one: loxone-mcp miniserver add home --host 192.168.1.10 --user assistant\n',
        );
      }
    });
}

function viewsOf(miniservers: Miniservers): readonly MiniserverView[] {
  const chosen = defaultName(miniservers);
  return [...miniservers.byName].map(([name, entry]) => ({
    name,
    default: name === chosen,
    host: entry.host,
    user: entry.user,
    serial: entry.serial ?? null,
    tls: tlsText(entry),
    password: secretText(entry.password),
    visu_password: entry.visuPassword === undefined ? null : secretText(entry.visuPassword),
  }));
}

function asTable(views: readonly MiniserverView[]): string {
  return formatTable(
    ['NAME', 'DEFAULT', 'HOST', 'USER', 'TLS', 'PASSWORD'],
    views.map((view) => [
      view.name,
      view.default ? 'yes' : '',
      view.host,
      view.user,
      view.tls,
      view.password,
    ]),
  );
}

function tlsText({ tls, tlsPin, tlsCa }: Miniserver): string {
  if (tlsPin !== undefined) return 'pinned';
  if (tlsCa !== undefined) return 'own authority';
  return tls === undefined ? 'as the address says' : String(tls);
}

function secretText(secret: StoredSecret): string {
  return secret.kind === 'sealed' ? 'sealed' : describeSecretReference(secret.reference);
}
