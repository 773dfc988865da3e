import { z } from 'zod';
import { errorSchema } from '../output-schema.js';
import { ITEM_OUTCOMES } from './item.js';

/** Longest that a call waits for a state, in milliseconds. */
export const MAX_WAIT_MS = 60_000;

/** How long a call waits for a state if it does not say. */
export const DEFAULT_WAIT_MS = 2000;

/** A number in percent; the message serves every argument that is one. */
export const percentSchema: z.ZodType<number> = z
  .number()
  .min(0, 'must be 0–100')
  .max(100, 'must be 0–100');

/** Whether only to check. */
export const dryRunSchema: z.ZodOptional<z.ZodBoolean> = z.boolean().optional();

/** How long to wait for the house to report a change. */
export const waitSchema: z.ZodDefault<z.ZodNumber> = z
  .number()
  .min(0, `must be 0–${MAX_WAIT_MS}`)
  .max(MAX_WAIT_MS, `must be 0–${MAX_WAIT_MS}`)
  .default(DEFAULT_WAIT_MS)
  .describe('For a new state');

/** The answer to an earlier `confirmation_required`. */
export const confirmTokenSchema: z.ZodOptional<z.ZodString> = z.string().max(200).optional();

/** What every write gives back. */
export const commandResultSchema: z.ZodObject = z.strictObject({
  results: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      outcome: z.enum(ITEM_OUTCOMES),
      detail: z.string(),
      state: z.string().optional(),
    }),
  ),
  confirm_token: z.string().optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

/** What a write's result holds before anything was done. */
export const EMPTY_COMMAND_RESULT: Readonly<Record<string, unknown>> = {
  results: [],
};
