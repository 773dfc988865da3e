import type { Logger } from '@gatehouse/core';
import {
  GUARD_SETTINGS,
  type HouseFiles,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  loxoneFiles,
  openKeyBackend,
  openLoxoneAuth,
  type ResolvedSettings,
  TOOL_SETTINGS,
} from '@gatehouse/loxone-app';
import type { McpAuth } from '@gatehouse/mcp-auth';
import type { ShownSetting } from '../admin/shown-settings.js';
import { type AssembledHouse, assembleHouse } from '../house/assemble-house.js';
import type { HouseAccess } from '../house/house-access.js';
import { bindingOf } from '../http/binding.js';
import type { ServerIo } from '../io.js';
import { offersOf } from '../mcp/offers-of.js';
import { type AssembledHttp, assembleHttp } from './assemble-http.js';
import { openActivity } from './open-activity.js';
import { withOwned } from './owned.js';

/** What every server over HTTP can be told. */
export const SERVER_SETTINGS: typeof HTTP_SETTINGS &
  typeof GUARD_SETTINGS &
  typeof KEY_SETTINGS &
  typeof TOOL_SETTINGS = {
  ...HTTP_SETTINGS,
  ...GUARD_SETTINGS,
  ...KEY_SETTINGS,
  ...TOOL_SETTINGS,
};

/** What a server is made of, before anything is opened. */
export interface HouseServer {
  readonly io: ServerIo;
  readonly logger: Logger;
  readonly settings: ResolvedSettings<typeof SERVER_SETTINGS>['values'];
  readonly shown: readonly ShownSetting[];
  readonly access: HouseAccess;
  /** Where what is known of the house outlives the process; absent: nowhere. */
  readonly files?: HouseFiles;
  /** Tells the operator how to go on, once it listens. */
  announce(opened: {
    readonly server: AssembledHttp;
    readonly auth: McpAuth;
    readonly house: AssembledHouse;
  }): Promise<void>;
}

/**
 * Opens keys and house, serves until the program is asked to end, and closes everything again, however
 * far it came.
 *
 * @throws StartupError when it cannot listen there; McpAuthError when the keys cannot be opened.
 */
export async function serveHouse(parts: HouseServer): Promise<void> {
  const { io, logger, settings, shown, access, files } = parts;
  const location = { env: io.env, ...settings };
  const binding = bindingOf(settings);
  const offers = offersOf(settings);
  const { state: stateDirectory } = loxoneFiles(location);
  await withOwned(async (own) => {
    const backend = own(await openKeyBackend(location, logger), (one) => one.close());
    const activity = own(openActivity(await backend.openActivity(), { offers, logger }), (one) =>
      one.close(),
    );
    const { onDecision } = activity.observers;
    const auth = own(
      await openLoxoneAuth(location, settings, { binding, logger, onDecision, backend }),
      (one) => one.close(),
    );
    const { timeZone } = settings;
    const keeping = files === undefined ? {} : { keeping: { files, ring: auth.ring } };
    const house = own(await assembleHouse({ access, logger, timeZone, ...keeping }), (one) =>
      one.stop(),
    );
    const server = own(
      await assembleHttp({
        settings,
        shown,
        auth,
        binding,
        houseHost: access.host,
        houseToken: files?.token ?? 'memory',
        stateDirectory,
        home: house.client.home,
        ports: house.ports,
        offers,
        activity,
        logger,
      }),
      (one) => one.close(),
    );
    await parts.announce({ server, auth, house });
    logger.info('Stopping', { reason: await io.stopRequested });
  });
}
