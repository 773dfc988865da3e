import type { Family } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { FAMILIES, familyNamed } from '../text/families.js';

/** Most controls that one call may read or command. */
export const MAX_TARGETS = 50;

/** A whole group of controls. */
export interface Selector {
  readonly room?: string | undefined;
  /** `ground floor`, `1. OG`, `přízemí`, `-1`. */
  readonly floor?: string | undefined;
  /** A family's name, or a word for it: `blinds`. */
  readonly family?: string | undefined;
  /** Name of a category of the house. */
  readonly category?: string | undefined;
  readonly all: true;
}

/** One control by id, name or `Name [Room]`, or a whole group. */
export type Target = string | Selector;

/** A family of the catalog. */
export const familySchema: z.ZodType<Family> = z.enum(FAMILIES);

/**
 * The families are checked and not listed: `loxone_search` lists them, and three more lists would
 * only cost an assistant's attention.
 */
const selectorSchema = z.strictObject({
  room: z.string().optional(),
  floor: z.string().optional(),
  family: z
    .string()
    .refine((text) => familyNamed(text) !== undefined, `must be ${FAMILIES.join(', ')}`)
    .optional(),
  category: z.string().optional(),
  all: z.literal(true),
});

/** The targets of a call. How many controls they come to is checked when they are resolved. */
export const targetsSchema: z.ZodType<readonly Target[]> = z
  .array(z.union([z.string(), selectorSchema]))
  .max(MAX_TARGETS)
  .describe('Id, Name, Name [Room], or a group');
