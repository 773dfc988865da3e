const ENVELOPE = /<LL(\s[^<]*?)\/?>/;
// The look-behind keeps a long word without `=` from being tried again at each of its letters.
const ATTRIBUTE = /(?<![\w.-])([A-Za-z_][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * Reads `<LL control="…" value="…" Code="200"/>`, which commands without the `j` answer (protocol
 * reference §0.1). That one element is all the XML that this package needs, hence no parser.
 *
 * @returns Its attributes, or `undefined` where there is no such element.
 */
export function parseXmlEnvelope(text: string): Record<string, string> | undefined {
  const attributes = ENVELOPE.exec(text)?.[1];
  if (attributes === undefined) return undefined;
  const pairs = Array.from(attributes.matchAll(ATTRIBUTE), ([, name = '', double, single]) => [
    name,
    decodeEntities(double ?? single ?? ''),
  ]);
  return Object.fromEntries(pairs);
}

/** Replaces XML's own entities and numeric references; anything else stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
