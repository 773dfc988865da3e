import type { Principal } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import type { McpOffers } from '../../mcp/offers.js';

/** Reads how devices are, for events. */
export interface StateReader {
  /** @returns Those of them that look another way than when they were last read. */
  read(controls: readonly string[]): Promise<readonly ReadDevice[]>;
  /** Nothing was read yet. */
  forget(): void;
}

const deviceSchema = z.looseObject({ id: z.string() });
const readSchema = z.looseObject({ devices: z.array(deviceSchema) });

/** A device as `loxone_get_state` shows it. */
export interface ReadDevice {
  readonly id: string;
  readonly [member: string]: unknown;
}

/**
 * Nobody in particular. What the feed reads is shown to nobody as it is: each stream passes on what
 * its own caller sees.
 */
const FEED: Principal = {
  id: 'event-feed',
  kind: 'session',
  name: 'Event feed',
  role: 'monitor',
  scopes: [],
  revision: '',
};

/** Makes a reader of the same words and values that the tool gives. */
export function createStateReader({
  home,
  offers,
}: {
  readonly home: LoxoneHome;
  readonly offers: Pick<McpOffers, 'tools'>;
}): StateReader {
  const told = new Map<string, string>();
  return {
    async read(controls) {
      const tool = offers.tools.get('loxone_get_state');
      if (tool === undefined || controls.length === 0) return [];
      const context = { home, principal: FEED, authorize: () => ({ allow: true }) as const };
      const { structured } = await tool.run({ targets: controls }, context);
      const { devices } = readSchema.parse(structured);
      return devices.filter((device) => {
        const shown = JSON.stringify(device);
        const isNew = told.get(device.id) !== shown;
        told.set(device.id, shown);
        return isNew;
      });
    },
    forget: () => told.clear(),
  };
}
