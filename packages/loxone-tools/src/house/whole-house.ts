import type { ToolCall } from '../define-tool.js';

/**
 * Whether the caller may know what belongs to no device of its own: messages and devices of the
 * installation name things that its limits may hide. A single hidden device is enough to say no.
 */
export function seesWholeHouse({
  index,
  access,
  context: { principal },
}: Pick<ToolCall, 'index' | 'access' | 'context'>): boolean {
  if (principal.rooms !== undefined || principal.devices !== undefined) return false;
  return index.entries.every((entry) => access.sees(entry));
}
