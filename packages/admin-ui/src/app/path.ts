/**
 * Makes a path of the API: `` path`/keys/${id}/revoke` ``. What is put in is encoded, so a name that
 * holds `/` or `..` stays one segment.
 */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((text, part, index) => {
    const value = values[index - 1] ?? '';
    return `${text}${encodeSegment(value)}${part}`;
  });
}

/** Half a surrogate pair cannot be encoded. */
function wellFormed(value: string): string {
  return value.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

/**
 * Browsers resolve `.` and `..` even when they are encoded: encoded twice they name nothing, which
 * is what they are here.
 */
function encodeSegment(value: string): string {
  const safe = /^\.{1,2}$/.test(value) ? value.replaceAll('.', '%2E') : value;
  return encodeURIComponent(wellFormed(safe));
}

/** What stands behind `?`: undefined and empty values are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** @returns The path with its query. */
export function withQuery(to: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, wellFormed(String(value)));
  }
  const text = search.toString();
  return text === '' ? to : `${to}?${text}`;
}
