/** How the value of a phrase is read when a template is not enough. */
export type ReaderName =
  | 'brightness-and-color'
  | 'clock'
  | 'count'
  | 'demand'
  | 'duration'
  | 'list'
  | 'lit'
  | 'loads'
  | 'lock'
  | 'moods'
  | 'scene'
  | 'statuses';

/** When a phrase is said; a state or detail that is not known counts as the empty text. */
export interface Condition {
  readonly state?: string;
  readonly detail?: string;
  /** One of these, as text: `true`, `0`, `Rgb`. */
  readonly is?: readonly string[];
  /** None of these. */
  readonly not?: readonly string[];
}

/** One part of the sentence that a control is described by; parts are joined by commas. */
export interface PhraseSpec {
  /** The state that speaks; while it has no value the phrase is left out. */
  readonly state: string;
  /** Detail with the id of the part whose state it is: `masterValue`. */
  readonly part?: string;
  /** What is said for a decoded value, as text; the empty text says nothing. */
  readonly words?: Readonly<Record<string, string>>;
  /** What each set bit of the value means; without any the phrase is left out. */
  readonly bits?: Readonly<Record<number, string>>;
  /**
   * What is said for all other values. `{text}` is the state's own words with its unit, `{value}`
   * the bare number. Default `{text}`; the empty text says nothing.
   */
  readonly say?: string;
  /** Makes the `{text}`; where it has nothing to say the phrase is left out. */
  readonly as?: ReaderName;
  readonly when?: Condition;
}

/** How a control type is described in one sentence. */
export interface SentenceSpec {
  readonly phrases: readonly PhraseSpec[];
  /** What is said when everything is known and nothing worth saying: `all closed`. */
  readonly otherwise?: string;
}

/** Sentences by control type. */
export type Sentences = Readonly<Record<string, SentenceSpec>>;

/** A state that is said as it is, or by a template. */
export function say(
  state: string,
  template = '{text}',
  more: Partial<PhraseSpec> = {},
): PhraseSpec {
  return { state, say: template, ...more };
}

/** A flag that is said while it is raised, and otherwise if there are words for that. */
export function flagged(
  state: string,
  on: string,
  off = '',
  more: Partial<PhraseSpec> = {},
): PhraseSpec {
  return { state, words: { true: on, false: off }, ...more };
}

/** A number that is said by its words, and not at all where it has none. */
export function named(
  state: string,
  words: Readonly<Record<string, string>>,
  template = '',
): PhraseSpec {
  return { state, words, say: template };
}

/** A state that a reader makes words of. */
export function read(state: string, as: ReaderName, template = '{text}'): PhraseSpec {
  return { state, as, say: template };
}
