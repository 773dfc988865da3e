/** One directive of a configuration with braces: its words, and the directives within. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[];
}

/** How a language of braces ends a directive. */
export type Ending = 'semicolon' | 'line';

/**
 * Parses what nginx (`semicolon`) and Caddy (`line`) read: words, quotes, comments, nested blocks.
 * A block without a name, as Caddy's options have it, gets the name ``.
 *
 * @throws SyntaxError when a brace is missing or too many.
 */
export function parseBlocks(text: string, ending: Ending): readonly Directive[] {
  const tokens = tokenise(text, ending);
  const [directives, at] = readBlock(tokens, 0, false);
  if (at < tokens.length) throw new SyntaxError('a brace closes nothing');
  return directives;
}

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: '{' | '}' | 'end' };

/** A comment begins a word; Caddy's placeholders `{$NAME:default}` are words, its blocks stand alone. */
const TOKEN =
  /(#[^\n]*)|"((?:[^"\\]|\\.)*)"|'([^']*)'|(\{\$[^}]*\})|([{}])(?=[\s]|$)|(;|\n)|([^\s;]+)|\s/gy;

function tokenise(text: string, ending: Ending): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [, comment, double, single, placeholder, brace, end, word] = match;
    if (comment !== undefined) continue;
    const quoted = double ?? single ?? placeholder;
    if (quoted !== undefined) tokens.push({ kind: 'word', text: quoted });
    else if (brace === '{' || brace === '}') tokens.push({ kind: brace });
    else if (end === ';' || (end === '\n' && ending === 'line')) tokens.push({ kind: 'end' });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}

function readBlock(
  tokens: readonly Token[],
  start: number,
  isInner: boolean,
): readonly [readonly Directive[], number] {
  const directives: Directive[] = [];
  let words: string[] = [];
  let at = start;
  const finish = (block: readonly Directive[] = []): void => {
    const [name = '', ...args] = words;
    if (words.length > 0 || block.length > 0) directives.push({ name, args, block });
    words = [];
  };
  for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
    at += 1;
    if (token.kind === 'word') words.push(token.text);
    else if (token.kind === 'end') finish();
    else if (token.kind === '{') {
      const [block, next] = readBlock(tokens, at, true);
      finish(block);
      at = next;
    } else {
      finish();
      if (!isInner) throw new SyntaxError('a brace closes nothing');
      return [directives, at];
    }
  }
  if (isInner) throw new SyntaxError('a brace is not closed');
  finish();
  return [directives, at];
}

/** Every directive of this name, however deep. */
export function allNamed(directives: readonly Directive[], name: string): readonly Directive[] {
  return directives.flatMap((one) => [
    ...(one.name === name ? [one] : []),
    ...allNamed(one.block, name),
  ]);
}
