import { renderChart } from '@gatehouse/charts';
import type { Logger } from '@gatehouse/core';
import { type KeyRing, LABELS, open, seal } from '@gatehouse/crypto';
import type { HouseFiles } from '@gatehouse/loxone-app';
import type { LoxoneClient } from '@gatehouse/loxone-client';
import { createJournal } from '@gatehouse/loxone-tools';
import { writeFileAtomic } from '@gatehouse/storage-file';
import type { McpPorts } from '../mcp/callers.js';
import type { HouseAccess } from './house-access.js';
import { createHouseData } from './house-data.js';
import { openHouse } from './open-house.js';
import { adminOver, rawOver } from './raw.js';
import { createMemorySceneStore, createSceneStore } from './scene-store.js';
import { sceneTextFile } from './scene-text-file.js';
import { openSealedTokenStore, type TokenSealer } from './sealed-token-store.js';

/** What outlives the process, and under which master key. */
export interface HouseKeeping {
  readonly files: HouseFiles;
  readonly ring: KeyRing;
}

/** How a house is put together. */
export interface AssemblyOptions {
  readonly access: HouseAccess;
  readonly logger: Logger;
  /** IANA name. Default: found out. */
  readonly timeZone?: string | undefined;
  /** Default: nothing outlives the process. */
  readonly keeping?: HouseKeeping;
}

/** A house with all that tools know of it. */
export interface AssembledHouse {
  readonly client: LoxoneClient;
  readonly ports: McpPorts;
  stop(): Promise<void>;
}

/** Opens the house, and what is kept of it. Begins to connect at once. */
export async function assembleHouse(options: AssemblyOptions): Promise<AssembledHouse> {
  const { access, logger, keeping, timeZone } = options;
  const tokenStore = keeping && (await openTokens(access, logger, keeping));
  const client = openHouse(access, { logger, ...(tokenStore !== undefined && { tokenStore }) });
  const journal = createJournal(client.home);
  return {
    client,
    ports: {
      data: createHouseData(client, timeZone === undefined ? {} : { timeZone }),
      journal,
      scenes: openScenes(keeping),
      charts: renderChart,
      raw: rawOver(client.link),
      admin: adminOver(client.link),
    },
    async stop() {
      journal.close();
      await client.stop();
    },
  };
}

function openTokens(
  { host, user }: HouseAccess,
  logger: Logger,
  { files, ring }: HouseKeeping,
): ReturnType<typeof openSealedTokenStore> {
  const sealer: TokenSealer = {
    seal: (bytes, context) => seal(ring, bytes, { purpose: LABELS.loxoneToken, context }),
    open: (sealed, context) => open(ring, sealed, { purpose: LABELS.loxoneToken, context }),
  };
  return openSealedTokenStore({
    path: files.token,
    house: { host, user },
    sealer,
    write: writeFileAtomic,
    logger,
  });
}

function openScenes(keeping: HouseKeeping | undefined): NonNullable<McpPorts['scenes']> {
  if (keeping === undefined) return createMemorySceneStore();
  const { scenes: path } = keeping.files;
  return createSceneStore(sceneTextFile({ path, write: writeFileAtomic }));
}
