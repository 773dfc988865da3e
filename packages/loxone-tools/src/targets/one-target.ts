import type { z } from 'zod';
import type { ToolCall } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import { shortText } from '../short-text.js';
import { about, type Outcome, toolError } from '../tool-error.js';
import { resolveName } from './resolve-name.js';
import type { TargetScope } from './target-scope.js';

/** One device of a call that reads. */
export const oneTargetSchema: z.ZodString = shortText(200).describe('Id, Name or Name [Room]');

/** Everything can be read. */
const READABLE: TargetScope = {
  plural: 'devices',
  accepts: () => true,
  selects: () => true,
  refuse: () => toolError('not_supported', 'it cannot be read.', 'Name another one.'),
};

/** The one device that is meant; what the caller may not see does not exist. */
export function resolveOneTarget(
  target: string,
  { index, access }: Pick<ToolCall, 'index' | 'access'>,
): Outcome<HouseEntry> {
  const found = resolveName(target, index, access, READABLE);
  return found.ok ? found : { ok: false, error: about('target', found.error) };
}
