const HEAD = /^\s*\{\s*"LL"\s*:\s*\{\s*"control"\s*:\s*"/;
const BETWEEN = /"\s*,\s*"value"\s*:\s*"/;
const TAIL = /^\s*,\s*"(?:Code|code)"\s*:\s*"?(\d{1,6})"?\s*\}\s*\}\s*$/;

/**
 * Takes `{"LL":{"control":"…","value":"…","Code":"…"}}` apart by its skeleton. Old firmware does not
 * escape quotes, backslashes or line breaks inside what users typed (protocol reference §0.1.6), and
 * the vendor's own library reads such answers like this.
 *
 * @returns The fields, quotes inside texts as they stood; `undefined` where the skeleton is missing.
 */
export function parseBadlyQuotedEnvelope(
  text: string,
): { control: string; value: string; code: string } | undefined {
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const afterHead = text.slice(head[0].length);
  const between = BETWEEN.exec(afterHead);
  if (between === null) return undefined;
  const afterBetween = afterHead.slice(between.index + between[0].length);
  // From the end: the value may hold anything, also what looks like the tail.
  const codeKey = Math.max(afterBetween.lastIndexOf('"Code"'), afterBetween.lastIndexOf('"code"'));
  const valueEnd = afterBetween.lastIndexOf('"', codeKey - 1);
  if (codeKey < 0 || valueEnd < 0) return undefined;
  const tail = TAIL.exec(afterBetween.slice(valueEnd + 1));
  const code = tail?.[1];
  if (code === undefined) return undefined;
  return {
    control: afterHead.slice(0, between.index),
    value: afterBetween.slice(0, valueEnd),
    code,
  };
}
