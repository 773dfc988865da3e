/** What a parser says of a text: a value, or what is wrong with it. Never the text itself. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** One setting: where it may come from and what it must look like. */
export interface Setting<T> {
  /** Command-line flag without dashes, if it has one. Secrets have none: a flag shows in `ps`. */
  readonly flag?: string;
  /** Environment variables, first hit wins. */
  readonly env?: readonly string[];
  /** Whether each variable may also be given as `NAME_FILE`, the path of a file that holds it. */
  readonly orFile?: boolean;
  /** One line for `--help` and the doctor. */
  readonly meaning: string;
  readonly parse: (text: string) => Parsed<T>;
  /** Used when nothing was given; without it the setting is `undefined` then. */
  readonly fallback?: T;
}

/** A setting that always has a value. */
export type SettingWithDefault<T> = Setting<T> & { readonly fallback: T };

/** A set of settings by name. */
export type SettingTable = { readonly [name: string]: Setting<unknown> };

/** The type that one setting resolves to. */
export type SettingValue<S> =
  S extends Setting<infer T> ? (S extends { readonly fallback: T } ? T : T | undefined) : never;

/** All values, and where each came from. */
export interface ResolvedSettings<Table extends SettingTable> {
  readonly values: { readonly [Name in keyof Table]: SettingValue<Table[Name]> };
  /** For people: `flag --port`, `environment variable LOXONE_HOST`, `default`, `not set`. */
  readonly origins: { readonly [Name in keyof Table]: string };
  /** Every problem, one sentence each; empty when `values` may be used. */
  readonly problems: readonly string[];
}
