/** A JSON object whose content is left as it came. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns `undefined` where the text is not JSON; the parser's message would quote it. */
export function tryParseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * Reads a value that holds JSON as text. `jdev/cfg/api` answers with single quotes instead of
 * double ones, and some values are escaped twice (protocol reference §0.1.3).
 *
 * @param value - An answer's value; anything but text is returned as it is.
 * @returns `undefined` when the text is no JSON in any of these forms.
 */
export function parseEmbeddedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const parsed =
    tryParseJson(value) ??
    tryParseJson(value.replaceAll("'", '"')) ??
    tryParseJson(value.replaceAll('\\"', '"'));
  return parsed?.value;
}
