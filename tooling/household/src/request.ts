/** What a state must be: exactly this, about this, or anything but this. */
export type Expected =
  | number
  | string
  | { readonly about: number; readonly within: number }
  | { readonly not: number | string };

/** Control, as `Name` or `Name [Room]`, → state name → what the Miniserver must hold in the end. */
export type Outcome = Readonly<Record<string, Readonly<Record<string, Expected>>>>;

/** One call, as an assistant makes it. */
export interface Step {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What somebody says, what an assistant makes of it, and what must come of that. */
export interface HouseholdRequest {
  /** As people say it, in their language. */
  readonly says: string;
  readonly calls: readonly Step[];
  /** How the house is before, set at the Miniserver: control → state → value. */
  readonly before?: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  /** How the house must be afterwards. */
  readonly after?: Outcome;
  /** What the last answer must say. */
  readonly answers?: readonly RegExp[];
  /** The code of the error that the last call must end in; nothing may have been sent then. */
  readonly fails?: string;
}
