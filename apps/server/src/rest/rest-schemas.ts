import { z } from 'zod';

/** Longest name or id that is looked up. */
const MAX_NAME = 200;

/** Of a path: an id, a name, a slug such as `bedroom-light`, or `Name [Room]`. */
export const nameSchema: z.ZodString = z
  .string()
  .min(1)
  .max(MAX_NAME)
  .describe('Id, name, slug such as "bedroom-light", or "Name [Room]"');

/** A filter of a query. */
export const filterSchema: z.ZodOptional<z.ZodString> = z.string().max(MAX_NAME).optional();

/** Entries of one page. */
export const limitSchema: z.ZodOptional<z.ZodCoercedNumber> = z.coerce
  .number({ error: 'must be a whole number, 1–100' })
  .int({ error: 'must be a whole number, 1–100' })
  .min(1, { error: 'must be 1–100' })
  .max(100, { error: 'must be 1–100' })
  .optional();

/** Where the next page begins. */
export const cursorSchema: z.ZodOptional<z.ZodString> = z
  .string()
  .max(200)
  .optional()
  .describe('next_cursor of the page before');

/** One state, decoded. */
const stateSchema = z.object({
  name: z.string(),
  value: z.unknown(),
  unit: z.string().optional(),
  text: z.string().optional(),
});

/** A device and how it is, with its states. */
export const deviceStateSchema: z.ZodObject = z.object({
  id: z.string(),
  name: z.string(),
  room: z.string().optional(),
  type: z.string(),
  state: z.string().optional().describe('In words'),
  states: z.array(stateSchema),
});

/** A device in a list. */
export const deviceRowSchema: z.ZodObject = z.object({
  id: z.string(),
  name: z.string(),
  room: z.string().optional(),
  family: z.string(),
  type: z.string(),
  loxone_type: z.string().optional(),
  capabilities: z.array(z.string()).optional(),
  state: z.string().optional().describe('In words'),
});

/** A device with all that is known of it. */
export const deviceSchema: z.ZodObject = z.object({
  id: z.string(),
  name: z.string(),
  room: z.string().optional(),
  family: z.string(),
  type: z.string(),
  loxone_type: z.string(),
  part_of: z.string().optional(),
  capabilities: z.array(z.string()).optional(),
  secured: z.boolean().optional().describe('Needs the visualisation password'),
  state: z.string().optional().describe('In words'),
  states: z.array(stateSchema),
  actions: z.array(z.string()).describe('For POST /api/devices/{device}/{action}'),
  commands: z.array(z.unknown()).describe('For POST /api/devices/control'),
  moods: z.array(z.string()).optional(),
  parts: z.array(z.unknown()).optional(),
  notice: z.string().optional(),
});

/** A notice stands there while the house is away: what is shown may be old. */
export const noticeSchema: z.ZodOptional<z.ZodString> = z
  .string()
  .optional()
  .describe('While there is no connection to the house: how old this may be');

const pageFields = {
  total: z.number(),
  next_cursor: z.string().optional(),
  notice: noticeSchema,
};

/** A page of a list. */
export function pageSchema(name: string, row: z.ZodType, more: z.ZodRawShape = {}): z.ZodObject {
  return z.object({ ...more, [name]: z.array(row), ...pageFields });
}

/** What became of each device (the house reported it, nothing is only "sent"). */
export const actSchema: z.ZodObject = z.object({
  ok: z.boolean().describe('Whether it was done, or was so already'),
  text: z.string(),
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      outcome: z.string(),
      detail: z.string(),
      state: z.string().optional(),
    }),
  ),
  notice: noticeSchema,
});

/** An act that waits for the owner. */
export const pendingSchema: z.ZodObject = z.object({
  status: z.literal('approval-pending'),
  approval_id: z.string().optional(),
  detail: z.string(),
  results: z.array(z.unknown()),
});

/** A value that goes with an action. */
export const valueSchema: z.ZodType<string | number | boolean> = z.union(
  [z.string().max(500), z.number(), z.boolean()],
  { error: 'must be text of at most 500 characters, a number, true or false' },
);

/** The schemas of {@link ActFields}. */
interface ActSchemas {
  readonly dry_run: z.ZodOptional<z.ZodBoolean>;
  readonly wait_ms: z.ZodOptional<z.ZodNumber>;
  readonly confirmation_token: z.ZodOptional<z.ZodString>;
}

/** How an act is made, whatever it is. */
export const actFields: ActSchemas = {
  dry_run: z.boolean().optional().describe('Only say what would happen'),
  wait_ms: z
    .number()
    .min(0, { error: 'must be 0–60000' })
    .max(60_000, { error: 'must be 0–60000' })
    .optional()
    .describe('How long to wait for the house to report the change; default 2000'),
  confirmation_token: z
    .string()
    .max(200)
    .optional()
    .describe('Of the answer 409 confirmation-required to the same request'),
};

/** {@link actFields} as they were checked. */
export interface ActFields {
  readonly dry_run?: boolean | undefined;
  readonly wait_ms?: number | undefined;
  readonly confirmation_token?: string | undefined;
}

/** As tools take them. */
export function actArgs({
  dry_run,
  wait_ms,
  confirmation_token,
}: ActFields): Record<string, unknown> {
  return {
    ...(dry_run !== undefined && { dry_run }),
    ...(wait_ms !== undefined && { wait_ms }),
    ...(confirmation_token !== undefined && { confirm_token: confirmation_token }),
  };
}
