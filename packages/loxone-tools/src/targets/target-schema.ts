import type { Family } from '@gatehouse/loxone-controls';
import { z } from 'zod';

/** Most controls that one call may read or command. */
export const MAX_TARGETS = 50;

/** Every family by its name: the compiler sees that none is missing. */
const FAMILY = {
  lights: 'lights',
  covers: 'covers',
  switches: 'switches',
  climate: 'climate',
  media: 'media',
  access: 'access',
  security: 'security',
  energy: 'energy',
  sensors: 'sensors',
  scenes: 'scenes',
  appliances: 'appliances',
  information: 'information',
} as const satisfies { readonly [Name in Family]: Name };

/** A whole group of controls. */
export interface Selector {
  readonly room?: string | undefined;
  readonly family?: string | undefined;
  readonly all: true;
}

/** One control by id, name or `Name [Room]`, or a whole group. */
export type Target = string | Selector;

/** A family of the catalog. */
export const familySchema: z.ZodType<Family> = z.enum(FAMILY);

/**
 * The families are checked and not listed: `loxone_search` lists them, and three more lists would
 * only cost an assistant's attention.
 */
const selectorSchema = z.strictObject({
  room: z.string().optional(),
  family: z
    .string()
    .refine(
      (text) => familySchema.safeParse(text).success,
      `must be ${Object.keys(FAMILY).join(', ')}`,
    )
    .optional(),
  all: z.literal(true),
});

/** The targets of a call. How many controls they come to is checked when they are resolved. */
export const targetsSchema: z.ZodType<readonly Target[]> = z
  .array(z.union([z.string(), selectorSchema]))
  .max(MAX_TARGETS)
  .describe('Id, Name, Name [Room], or a group');
