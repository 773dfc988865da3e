/**
 * What does not stand in a line as it is: control characters, marks that turn text around or are
 * not seen, lone surrogates, private and unassigned characters, line separators; and U+FFFD, so that
 * bytes which are no UTF-8 and become U+FFFD when read are never taken for what was written.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\ufffd]+/gu;
const OTHER_THAN_ASCII = /[^\x20-\x7e]/;
/** What JSON does not write as it is, and all that is not ASCII: most texts hold neither. */
const NOT_PLAIN = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;
/** What a secret consists of. */
const TOKEN_CHARACTER = /[\w.~+/=:-]/;

function escapeUnits(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at += 1) {
    escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}

/** Writes characters that hide or break things as `\uXXXX`. */
export function escapeUnsafe(text: string): string {
  return OTHER_THAN_ASCII.test(text) ? text.replace(UNSAFE, escapeUnits) : text;
}

/** @returns A JSON string of one printable line; `JSON.parse` gives the same text back. */
export function quoted(text: string): string {
  return NOT_PLAIN.test(text) ? escapeUnsafe(JSON.stringify(text)) : `"${text}"`;
}

/** How far beyond the limit text is looked at for secrets that begin within it. */
const LOOK_AHEAD = 512;

/** Takes off what stands before the end without a blank: it may be the first half of a secret. */
function withoutLastToken(text: string): string {
  let end = text.length;
  const least = Math.max(0, end - LOOK_AHEAD);
  while (end > least && TOKEN_CHARACTER.test(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
}

/**
 * Hides secrets and cuts, in this order: half a secret would not be recognised.
 *
 * @param limit - Characters that are kept. A mark tells how many there were.
 */
export function shorten(text: string, limit: number, hide: (text: string) => string): string {
  if (text.length <= limit) {
    return hide(text);
  }
  const window = limit + LOOK_AHEAD;
  const shown = text.length > window ? withoutLastToken(hide(text.slice(0, window))) : hide(text);
  const kept = shown.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  return `${kept}...[cut, ${text.length} characters]`;
}
