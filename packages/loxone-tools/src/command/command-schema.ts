import { z } from 'zod';

/** Longest that a call waits for a state, in milliseconds. */
export const MAX_WAIT_MS = 60_000;

/** How long a call waits for a state if it does not say. */
export const DEFAULT_WAIT_MS = 2000;

/**
 * A number of a range that is checked and not listed: what tools are described by is paid for in
 * every conversation, and an error says the range.
 */
export function numberWithin(min: number, max: number): z.ZodNumber {
  const message = `must be ${min}–${max}`;
  return z.number().superRefine((input, { addIssue }) => {
    if (input >= min && input <= max) return;
    addIssue(
      input < min
        ? { code: 'too_small', minimum: min, origin: 'number', input, message }
        : { code: 'too_big', maximum: max, origin: 'number', input, message },
    );
  });
}

/** A number in percent. */
export const percentSchema: z.ZodType<number> = numberWithin(0, 100);

/** Whether only to check. */
export const dryRunSchema: z.ZodOptional<z.ZodBoolean> = z.boolean().optional();

/** How long to wait for the house to report a change. */
export const waitSchema: z.ZodDefault<z.ZodNumber> = numberWithin(0, MAX_WAIT_MS).default(
  DEFAULT_WAIT_MS,
);

/** The answer to an earlier `confirmation_required`. */
export const confirmTokenSchema: z.ZodOptional<z.ZodString> = z.string().optional();

/** What every write gives back; each result is an `Item`, and the error a `ToolError`. */
export const commandResultSchema: z.ZodObject = z.strictObject({
  results: z.array(z.unknown()),
  confirm_token: z.string().optional(),
  error: z.looseObject({ code: z.string() }).optional(),
  notice: z.string().optional(),
});

/** What a write's result holds before anything was done. */
export const EMPTY_COMMAND_RESULT: Readonly<Record<string, unknown>> = {
  results: [],
};
