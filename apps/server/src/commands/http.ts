import {
  GUARD_SETTINGS,
  HOUSE_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  openLoxoneAuth,
  TOOL_SETTINGS,
} from '@gatehouse/loxone-app';
import { Command } from 'commander';
import { assembleHouse } from '../house/assemble-house.js';
import { houseAccess } from '../house/house-access.js';
import { bindingOf } from '../http/binding.js';
import { serveHttp } from '../http/serve-http.js';
import type { ServerIo } from '../io.js';
import { createLineLogger } from '../logging/logger.js';
import { offersOf } from '../mcp/offers-of.js';
import { readSettings } from '../settings.js';
import { addSettingOptions } from './options.js';

const TABLE = {
  ...HTTP_SETTINGS,
  ...GUARD_SETTINGS,
  ...KEY_SETTINGS,
  ...HOUSE_SETTINGS,
  ...TOOL_SETTINGS,
};

/** `loxone-mcp-server http`: serves every assistant that has a key. */
export function httpCommand(io: ServerIo): Command {
  return addSettingOptions(new Command('http'), TABLE)
    .description('Serves assistants with API keys over HTTP.')
    .action(async (options: Record<string, unknown>) => {
      const settings = readSettings(TABLE, options, io);
      const access = houseAccess(settings);
      const logger = createLineLogger({ write: io.err, level: 'info' });
      const binding = bindingOf(settings);
      const auth = await openLoxoneAuth({ env: io.env, ...settings }, settings, {
        binding,
        logger,
      });
      const { location, ring } = auth;
      const { timeZone } = settings;
      const keeping = { location, ring };
      const house = await assembleHouse({ access, logger, timeZone, keeping });
      try {
        const server = await serveHttp({
          settings,
          auth,
          home: house.client.home,
          ports: house.ports,
          offers: offersOf(settings),
          logger,
        });
        io.out(`Assistants connect to ${server.url}/mcp with an API key.\n`);
        if ((await auth.keys.list()).length === 0) {
          io.out(
            'There is no key yet. Make one: loxone-mcp keys generate --role operator --name "My assistant"\n',
          );
        }
        const reason = await io.stopRequested;
        logger.info('Stopping', { reason });
        await server.close();
      } finally {
        await house.stop();
        await auth.close();
      }
    });
}
