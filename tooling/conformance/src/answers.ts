/** The smallest PNG there is: one red point. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** A WAV file without a sample. */
export const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

/** One piece of text as a tool's answer. */
export function text(value: string): { readonly content: [{ type: 'text'; text: string }] } {
  return { content: [{ type: 'text', text: value }] };
}
