/** Why a call, or one of its targets, came to nothing. A closed union: callers switch on it. */
export type ToolErrorCode =
  /** The arguments do not fit the schema or each other. */
  | 'invalid_argument'
  /** A number lies outside what the tool or this control takes. */
  | 'out_of_range'
  /** No such control, or none that this caller may see: the two are not told apart. */
  | 'unknown_device'
  | 'ambiguous_device'
  /** No such room, or none that this caller may see. */
  | 'unknown_room'
  | 'ambiguous_room'
  /** The control is of another kind, or cannot do this. */
  | 'not_supported'
  | 'not_allowed'
  /** The control needs the visualisation password. */
  | 'pin_required'
  /** A person has to confirm it: repeat the call with `confirm_token`. */
  | 'confirmation_required'
  /** The owner has to approve it: repeat the call once that is done. */
  | 'approval_pending'
  | 'approval_refused'
  /** The person who was asked said no. */
  | 'declined'
  /** What was waited for did not happen in time. */
  | 'timeout'
  | 'too_many_targets'
  /** The selector is right, and nothing fits it. */
  | 'nothing_selected'
  /** There is no live connection to the Miniserver. */
  | 'house_offline'
  /** The list changed since its first page. */
  | 'stale_cursor'
  /** The Miniserver said no. */
  | 'refused'
  /** The Miniserver accepted it, and no state changed. */
  | 'no_effect'
  /** It was sent, and nobody knows what became of it. */
  | 'outcome_unknown'
  /** The call was ended before this was sent. */
  | 'cancelled';

/** Something that was perhaps meant. */
export interface Candidate {
  /** Always unambiguous as a target. */
  readonly id: string;
  /** `Name [Room]`, cleaned. */
  readonly label: string;
}

/** An error as structured content has it. */
export interface ToolError {
  readonly code: ToolErrorCode;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do next, in one sentence. */
  readonly hint: string;
  readonly candidates?: readonly Candidate[];
}

/** Most candidates that an error offers. */
export const MAX_CANDIDATES = 5;

/** A value, or why there is none. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ToolError };

/** Makes an error value; an empty list of candidates is left out. */
export function toolError(
  code: ToolErrorCode,
  message: string,
  hint: string,
  candidates: readonly Candidate[] = [],
): ToolError {
  const offered = candidates.slice(0, MAX_CANDIDATES);
  return { code, message, hint, ...(offered.length > 0 && { candidates: offered }) };
}

/** The same error about one of several targets: `targets[2]: …`. */
export function about(place: string, error: ToolError): ToolError {
  return { ...error, message: `${place}: ${error.message}` };
}

/** Several errors as one: the first gives code and hint, each its message. */
export function joinErrors(errors: readonly [ToolError, ...ToolError[]]): ToolError {
  const [{ code, hint }] = errors;
  const messages = errors.slice(0, MAX_CANDIDATES).map(({ message }) => message);
  const left = errors.length - messages.length;
  const rest = left > 0 ? [`And ${left} more.`] : [];
  const candidates = errors.flatMap((error) => error.candidates ?? []);
  return toolError(code, [...messages, ...rest].join(' '), hint, candidates);
}

/** An error in words: one or two sentences, and the candidates with their ids. */
export function errorText(error: ToolError): string {
  const offered = error.candidates?.map(({ id, label }) => `${label} (${id})`).join('; ');
  const sentence = `${error.message} ${error.hint}`;
  return offered === undefined ? sentence : `${sentence} Candidates: ${offered}`;
}
