import { startSimulator } from '@gatehouse/loxone-simulator';
import { Command } from 'commander';
import { shownSettings } from '../admin/shown-settings.js';
import type { ServerIo } from '../io.js';
import { createLineLogger } from '../logging/logger.js';
import { readSettingsWithOrigins } from '../settings.js';
import { connectInstructions } from './connect-instructions.js';
import { ensureAdminKey } from './ensure-admin-key.js';
import { addSettingOptions } from './options.js';
import { withOwned } from './owned.js';
import { SERVER_SETTINGS, serveHouse } from './serve-house.js';

/** Nobody types it and nobody needs it: the simulated Miniserver lives and dies with this process. */
function throwAwayPassword(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url');
}

/** `loxone-mcp-server demo`: a simulated house, the server in front of it, and a first key. */
export function demoCommand(io: ServerIo): Command {
  return addSettingOptions(new Command('demo'), SERVER_SETTINGS)
    .description('Serves a simulated house, to try everything without a Miniserver.')
    .action(async (options: Record<string, unknown>) => {
      const resolved = readSettingsWithOrigins(SERVER_SETTINGS, options, io);
      const format = resolved.values.logFormat;
      const logger = createLineLogger({ write: io.err, level: 'info', format });
      const user = 'demo';
      const password = throwAwayPassword();
      await withOwned(async (own) => {
        const simulator = own(await startSimulator({ user, password }), (one) => one.stop());
        await serveHouse({
          io,
          logger,
          settings: resolved.values,
          shown: shownSettings(SERVER_SETTINGS, resolved),
          // It forgets its tokens with the process, so nothing of it is kept.
          access: { host: `127.0.0.1:${simulator.port}`, user, password, tls: false },
          async announce({ server, auth, house }) {
            await house.client.whenLive();
            const made = await ensureAdminKey(auth);
            const adminLink = await server.adminLink();
            const { url } = server;
            io.out(connectInstructions({ url, adminLink, keyLocation: auth.location, ...made }));
          },
        });
      });
    });
}
