/** The fields of an event that are texts and may be missing, in the order of a line. */
export const OPTIONAL_TEXTS = [
  'target',
  'address',
  'requestId',
  'sessionId',
  'userAgent',
  'reason',
] as const;

/** What is filled field by field. Objects are not spread where every request comes through twice. */
export type Writable<Fields> = { -readonly [Field in keyof Fields]: Fields[Field] };
