/**
 * Reads a value that holds JSON as text. `jdev/cfg/api` answers with single quotes instead of
 * double ones, and some values are escaped twice (protocol reference §0.1.3).
 *
 * @param value - An answer's value; anything but text is returned as it is.
 * @returns `undefined` when the text is no JSON in any of these forms.
 */
export function parseEmbeddedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  for (const text of [value, value.replaceAll("'", '"'), value.replaceAll('\\"', '"')]) {
    try {
      return JSON.parse(text);
    } catch {
      // Not in this form; the next one may fit.
    }
  }
  return undefined;
}

/** A JSON object, not an array. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
