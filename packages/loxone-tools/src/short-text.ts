import { z } from 'zod';

/**
 * A text argument with a bound that is checked and not listed: no assistant needs to know it, and
 * each would pay for it in every conversation.
 */
export function shortText(most: number): z.ZodString {
  return z.string().refine((text) => text.length <= most, `must have at most ${most} characters`);
}
