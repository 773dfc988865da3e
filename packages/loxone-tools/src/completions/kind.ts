/** What the values of an argument or of a variable of a URI are. */
export type CompletionKind =
  | 'room'
  /** Several, separated by commas; the last one is completed. */
  | 'rooms'
  /** A device by `Name [Room]`. */
  | 'device'
  | 'devices'
  /** A device by its id. */
  | 'device-id'
  | 'category'
  | 'type'
  | 'sensor-kind'
  | 'scene'
  | 'mood'
  /** A mode of the whole house. */
  | 'mode'
  | 'topic'
  | 'bucket'
  /** A quantity that the device which was given records. */
  | 'output'
  | 'period'
  | 'month'
  | 'instant'
  | 'date'
  | 'time'
  | 'limit'
  | 'fields'
  /** A list of words; others are fine, too. */
  | { readonly choices: readonly string[] }
  /** Anything: nothing to offer. */
  | 'text';
