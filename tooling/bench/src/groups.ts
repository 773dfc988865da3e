import { auditGroup } from './cases/audit.js';
import { decodeGroup } from './cases/decode.js';
import { liveGroup } from './cases/live.js';
import { addressGroup, authorizeGroup, limitGroup } from './cases/pure.js';
import { toolsGroup } from './cases/tools.js';
import { verifyGroup } from './cases/verify.js';
import type { GroupResult } from './report.js';
import type { Settings } from './settings.js';

/** Measures what belongs together. `directory` is empty or holds what other groups left. */
export type Group = (settings: Settings, directory: string) => Promise<GroupResult>;

/** All groups by name, in the order in which they run. */
export const GROUPS: Readonly<Record<string, Group>> = {
  verify: verifyGroup,
  addresses: addressGroup,
  authorize: authorizeGroup,
  limits: limitGroup,
  audit: auditGroup,
  decode: decodeGroup,
  live: liveGroup,
  tools: toolsGroup,
};

/** @throws {@link RangeError} for a name that no group has: a typing error must not measure nothing. */
export function chosenGroups(only: readonly string[]): readonly Group[] {
  const unknown = only.filter((name) => !Object.hasOwn(GROUPS, name));
  if (unknown.length > 0) {
    throw new RangeError(`--only must name groups of ${Object.keys(GROUPS).join(', ')}`);
  }
  return Object.entries(GROUPS).flatMap(([name, group]) =>
    only.length === 0 || only.includes(name) ? [group] : [],
  );
}
