import type { Risk } from '@gatehouse/core';
import type { Access } from '../access.js';

/** Who looks for something, and what for. */
export interface Looker extends Pick<Access, 'sees'> {
  /** The highest risk that what is found is looked for with; unknown counts as high. */
  readonly risk?: Risk;
}

/**
 * Whether a name that is one typing error away from a single thing may be taken for it. For reading
 * and for lights it costs little to be wrong, and the answer names what was taken; a door is opened by
 * its name or not at all.
 */
export function takesTypingErrors({ risk }: Looker): boolean {
  return risk === 'read' || risk === 'control';
}
