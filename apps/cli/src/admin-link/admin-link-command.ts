import { join } from 'node:path';
import { createFileSignInLinks, EXIT, loxoneFiles, StartupError } from '@gatehouse/loxone-app';
import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { locate, type StoreOptions, withKeys, withStoreOptions } from '../keys/with-keys.js';

interface LinkOptions extends StoreOptions {
  readonly url: string;
}

/** The page that takes the code. A fragment never leaves the browser, so no log has it. */
function linkTo(url: string, code: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new StartupError('--url must be an address like https://home.example', EXIT.usage);
  }
  return `${new URL('/admin/sign-in', url).href}#code=${code}`;
}

/** `loxone-mcp admin-link`: signs whoever commands this machine in to a server that runs on it. */
export function adminLinkCommand(io: CliIo): Command {
  return withStoreOptions(new Command('admin-link'))
    .description('Makes a link that signs you in to the administration, once, within ten minutes.')
    .option('--url <url>', 'how your browser reaches the server', 'http://127.0.0.1:3001')
    .action(async (options: LinkOptions) => {
      const { state } = loxoneFiles(locate(io, options));
      await withKeys(io, options, async ({ ring, masterKey }) => {
        if (masterKey === undefined) {
          throw new StartupError(
            'Keys are kept without a master key here, so another process can make no link: start the server with --admin-link.',
          );
        }
        // Before anything is made: a link that is not shown would only lie there.
        linkTo(options.url, '');
        const links = createFileSignInLinks({ directory: join(state, 'sign-in-links'), ring });
        const { code } = await links.create();
        io.out(`${linkTo(options.url, code)}\n`);
      });
    });
}
