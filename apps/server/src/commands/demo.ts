import {
  GUARD_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  loxoneFiles,
  openLoxoneAuth,
  TOOL_SETTINGS,
} from '@gatehouse/loxone-app';
import { startSimulator } from '@gatehouse/loxone-simulator';
import { Command } from 'commander';
import { shownSettings } from '../admin/shown-settings.js';
import { assembleHouse } from '../house/assemble-house.js';
import { bindingOf } from '../http/binding.js';
import type { ServerIo } from '../io.js';
import { createLineLogger } from '../logging/logger.js';
import { offersOf } from '../mcp/offers-of.js';
import { readSettingsWithOrigins } from '../settings.js';
import { assembleHttp } from './assemble-http.js';
import { connectInstructions } from './connect-instructions.js';
import { ensureAdminKey } from './ensure-admin-key.js';
import { openActivity } from './open-activity.js';
import { addSettingOptions } from './options.js';

const TABLE = { ...HTTP_SETTINGS, ...GUARD_SETTINGS, ...KEY_SETTINGS, ...TOOL_SETTINGS };

/** Nobody types it and nobody needs it: the simulated Miniserver lives and dies with this process. */
function throwAwayPassword(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url');
}

/** `loxone-mcp-server demo`: a simulated house, the server in front of it, and a first key. */
export function demoCommand(io: ServerIo): Command {
  return addSettingOptions(new Command('demo'), TABLE)
    .description('Serves a simulated house, to try everything without a Miniserver.')
    .action(async (options: Record<string, unknown>) => {
      const resolved = readSettingsWithOrigins(TABLE, options, io);
      const { values: settings } = resolved;
      const logger = createLineLogger({ write: io.err, level: 'info' });
      const binding = bindingOf(settings);
      const location = { env: io.env, ...settings };
      const offers = offersOf(settings);
      const { state: stateDirectory } = loxoneFiles(location);
      const activity = await openActivity(stateDirectory, { offers, logger });
      const auth = await openLoxoneAuth(location, settings, {
        binding,
        logger,
        onDecision: activity.observers.onDecision,
      });
      const user = 'demo';
      const password = throwAwayPassword();
      const simulator = await startSimulator({ user, password });
      const access = { host: `127.0.0.1:${simulator.port}`, user, password, tls: false };
      // The simulated Miniserver forgets its tokens with the process.
      const house = await assembleHouse({ access, logger });
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
        await house.client.whenLive();
        const made = await ensureAdminKey(auth);
        const adminLink = await server.adminLink();
        io.out(
          connectInstructions({
            url: server.url,
            adminLink,
            keyLocation: auth.location,
            ...made,
          }),
        );
        const reason = await io.stopRequested;
        logger.info('Stopping', { reason });
        await server.close();
      } finally {
        await house.stop();
        await simulator.stop();
        await activity.close();
        await auth.close();
      }
    });
}
