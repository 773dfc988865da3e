import {
  GUARD_SETTINGS,
  HOUSE_SETTINGS,
  HTTP_SETTINGS,
  houseFiles,
  KEY_SETTINGS,
  loxoneFiles,
  openLoxoneAuth,
  TOOL_SETTINGS,
} from '@gatehouse/loxone-app';
import { Command } from 'commander';
import { shownSettings } from '../admin/shown-settings.js';
import { assembleHouse } from '../house/assemble-house.js';
import { findHouse } from '../house/miniserver-access.js';
import { bindingOf } from '../http/binding.js';
import type { ServerIo } from '../io.js';
import { createLineLogger } from '../logging/logger.js';
import { offersOf } from '../mcp/offers-of.js';
import { readSettingsWithOrigins } from '../settings.js';
import { assembleHttp } from './assemble-http.js';
import { openActivity } from './open-activity.js';
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
    .option('--admin-link', 'prints a link that signs its bearer in to the administration, once')
    .action(async (options: Record<string, unknown>) => {
      const resolved = readSettingsWithOrigins(TABLE, options, io);
      const { values: settings } = resolved;
      const logger = createLineLogger({ write: io.err, level: 'info' });
      const location = { env: io.env, ...settings };
      const { access, name } = await findHouse(settings, { location, logger });
      const binding = bindingOf(settings);
      const offers = offersOf(settings);
      const { state: stateDirectory } = loxoneFiles(location);
      const activity = await openActivity(stateDirectory, { offers, logger });
      const auth = await openLoxoneAuth(location, settings, {
        binding,
        logger,
        onDecision: activity.observers.onDecision,
      });
      const { timeZone } = settings;
      const keeping = { files: houseFiles(location, name), ring: auth.ring };
      const house = await assembleHouse({ access, logger, timeZone, keeping });
      try {
        const server = await assembleHttp({
          settings,
          shown: shownSettings(TABLE, resolved),
          auth,
          binding,
          houseHost: access.host,
          stateDirectory,
          home: house.client.home,
          ports: house.ports,
          offers,
          activity,
          logger,
        });
        io.out(`Assistants connect to ${server.url}/mcp with an API key.\n`);
        if ((await auth.keys.list()).length === 0) {
          io.out(
            'There is no key yet. Make one: loxone-mcp keys generate --role operator --name "My assistant"\n',
          );
        }
        if (options.adminLink === true) {
          io.out(`Sign in once, within ten minutes: ${await server.adminLink()}\n`);
        }
        const reason = await io.stopRequested;
        logger.info('Stopping', { reason });
        await server.close();
      } finally {
        await house.stop();
        await activity.close();
        await auth.close();
      }
    });
}
