/** @returns What is wrong with a text; undefined when it may be added. */
export type CheckTag = (text: string) => string | undefined;

/** What came of adding. */
export interface AddedTags {
  readonly tags: readonly string[];
  /** What could not be added stays in the field to be put right. */
  readonly rest: string;
  readonly problem?: string | undefined;
}

/** Splits what was typed or pasted at commas, semicolons and ends of lines, and at spaces if told. */
export function splitTags(typed: string, splitAtSpaces = false): readonly string[] {
  return typed
    .split(splitAtSpaces ? /[,;\s]+/ : /[,;\r\n\t]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Adds what was typed to the tags: what is there already once, what is wrong not at all. */
export function addTags(
  tags: readonly string[],
  typed: string,
  options: { readonly check?: CheckTag; readonly splitAtSpaces?: boolean } = {},
): AddedTags {
  const all = [...tags];
  const wrong: string[] = [];
  let problem: string | undefined;
  for (const part of splitTags(typed, options.splitAtSpaces)) {
    const found = options.check?.(part);
    if (found !== undefined) {
      problem ??= found;
      wrong.push(part);
    } else if (!all.includes(part)) all.push(part);
  }
  return { tags: all, rest: wrong.join(' '), problem };
}
