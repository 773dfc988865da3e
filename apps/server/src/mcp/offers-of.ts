import type { ResolvedSettings, TOOL_SETTINGS } from '@gatehouse/loxone-app';
import { createMcpOffers, type McpOffers } from './offers.js';

/** What the settings say of tools. */
type ToolValues = Pick<
  ResolvedSettings<typeof TOOL_SETTINGS>['values'],
  'readOnly' | 'optInTools' | 'rawCommands' | 'bulkLimit'
>;

/** Makes the offers that the owner wants. */
export function offersOf({ readOnly, optInTools, rawCommands, bulkLimit }: ToolValues): McpOffers {
  return createMcpOffers({
    readOnly,
    optIn: optInTools.map((name) => `loxone_${name}` as const),
    rawCommands,
    ...(bulkLimit !== undefined && { bulkLimit }),
  });
}
