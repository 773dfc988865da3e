import { z } from 'zod';

/** `GET /admin/api/house?as=KEY`: the house as that key would see it; default: as oneself. */
export interface HouseQuery {
  readonly as?: string | undefined;
}

/** Checks a {@link HouseQuery}. */
export const houseQuery: z.ZodType<HouseQuery> = z.strictObject({
  as: z.string().max(200).optional(),
});

/** `POST /admin/api/house/:control/act`: a command of the catalog, given as oneself. */
export interface ActRequest {
  readonly command: string;
  readonly args?: Readonly<Record<string, string | number | boolean>> | undefined;
  /**
   * Set once the person at the page has agreed to an act that asked for it. It counts for that very
   * act in that very session, once, within a minute; else the answer is 409 `nothing-to-confirm`.
   */
  readonly confirmed?: boolean | undefined;
}

/** Checks an {@link ActRequest}. */
export const actRequest: z.ZodType<ActRequest> = z.strictObject({
  command: z.string().min(1).max(100),
  args: z
    .record(z.string().max(100), z.union([z.string().max(500), z.number(), z.boolean()]))
    .optional(),
  confirmed: z.boolean().optional(),
});

/** A device with its state in words. */
export interface HouseControl {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly family: string;
  /** `shading 40 %, slats half open`. */
  readonly state: string;
  /** What it can be told without arguments, with one number or with one name: what the page offers. */
  readonly commands: readonly HouseCommand[];
  /** How it is set: by a command's name the value that would change nothing, where known. */
  readonly values?: Readonly<Record<string, number | string>>;
}

/** One command that the page can offer: as a button, as a slider, or as names to choose from. */
export interface HouseCommand {
  readonly name: string;
  readonly label: string;
  readonly risk: string;
  /** Absent: no argument. */
  readonly argument?: HouseRange | HouseChoice;
}

/** An argument that says how much. */
export interface HouseRange {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly unit?: string;
}

/** An argument that says which: a mood, an output, a mode. */
export interface HouseChoice {
  readonly name: string;
  /** At least one. `text` is the house's own name for it, or the catalog's word. */
  readonly choices: readonly { readonly value: number | string; readonly text: string }[];
}

/** The house as somebody sees it. */
export interface HouseView {
  /** Whose view it is. */
  readonly principal: { readonly id: string; readonly name: string; readonly role: string };
  readonly phase: string;
  readonly rooms: readonly {
    readonly id: string;
    readonly name: string;
    readonly controls: readonly HouseControl[];
  }[];
}

/** What an act did, in words. */
export interface ActResult {
  readonly text: string;
  readonly ok: boolean;
  /** The act waits for a person's word: ask, and send it again with `confirmed`. */
  readonly needsConfirmation?: readonly string[];
}
