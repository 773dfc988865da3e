/** What is kept of one text: enough for any reason, too little to flood a log with. */
const LONGEST = 2_000;

/**
 * What could end a line, speak to a terminal (C0, DEL, C1) or turn around what is shown (bidirectional
 * marks): it would let a value forge a line of the log (ASVS 5.0 16.4.1).
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Cuts a text that is too long for a log. */
export function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** A text as people see it: in one line, with blanks for all that is unsafe. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, ' ');
}

/** Escapes in a JSON text what JSON itself would let stand; it means the same. */
export function escapeUnsafe(json: string): string {
  return json.replace(UNSAFE, (found) =>
    Array.from({ length: found.length }, (_, at) => {
      return `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}
