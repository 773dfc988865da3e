import { HOUSE_SETTINGS, houseFiles } from '@gatehouse/loxone-app';
import { Command } from 'commander';
import { shownSettings } from '../admin/shown-settings.js';
import { findHouse } from '../house/miniserver-access.js';
import type { ServerIo } from '../io.js';
import { createLineLogger } from '../logging/logger.js';
import { readSettingsWithOrigins } from '../settings.js';
import { addSettingOptions } from './options.js';
import { SERVER_SETTINGS, serveHouse } from './serve-house.js';

const TABLE = { ...SERVER_SETTINGS, ...HOUSE_SETTINGS };

/** `loxone-mcp-server http`: serves every assistant that has a key. */
export function httpCommand(io: ServerIo): Command {
  return addSettingOptions(new Command('http'), TABLE)
    .description('Serves assistants with API keys over HTTP.')
    .option('--admin-link', 'prints a link that signs its bearer in to the administration, once')
    .action(async (options: Record<string, unknown>) => {
      const resolved = readSettingsWithOrigins(TABLE, options, io);
      const { values: settings } = resolved;
      const format = settings.logFormat;
      const logger = createLineLogger({ write: io.err, level: 'info', format });
      const location = { env: io.env, ...settings };
      const { access, name } = await findHouse(settings, { location, logger });
      await serveHouse({
        io,
        logger,
        settings,
        shown: shownSettings(TABLE, resolved),
        access,
        files: houseFiles(location, name),
        async announce({ server, auth }) {
          io.out(`Assistants connect to ${server.url}/mcp with an API key.\n`);
          if ((await auth.keys.list()).length === 0) {
            io.out(
              'There is no key yet. Make one: loxone-mcp keys generate --role operator --name "My assistant"\n',
            );
          }
          if (options.adminLink === true) {
            io.out(`Sign in once, within ten minutes: ${await server.adminLink()}\n`);
          }
        },
      });
    });
}
