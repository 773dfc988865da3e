/**
 * What became of an older program's sealed value. Old formats name no key, so a wrong key and a
 * changed value look alike.
 */
export type LegacyOpened<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly reason: 'malformed' | 'wrong-key-or-damaged';
      /** A sentence's end for people; holds nothing of the value or the key. */
      readonly problem: string;
    };

/** The text is not of this format at all. */
export function malformed(problem: string): LegacyOpened<never> {
  return { ok: false, reason: 'malformed', problem };
}

/** The format fits; the key does not, or the value was changed. */
export function notOpened(): LegacyOpened<never> {
  return {
    ok: false,
    reason: 'wrong-key-or-damaged',
    problem: 'it was sealed with another key, or changed since',
  };
}
