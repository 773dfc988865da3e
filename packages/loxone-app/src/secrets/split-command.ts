import type { Parsed } from '../settings/setting.js';

/**
 * Cuts a command into its words, as a shell would and without one: blanks separate, `'…'` keeps all,
 * `"…"` keeps all but `\"` and `\\`, a backslash outside keeps the next character. Nothing else has a
 * meaning: `$`, `|`, `*` and `;` are characters like others.
 */
export function splitCommand(text: string): Parsed<readonly [string, ...string[]]> {
  const words: string[] = [];
  let word: string | undefined;
  const token = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\([\s\S])|([^\s'"\\]+)|(\s+)|([\s\S])/gy;
  for (const [, single, double, escaped, plain, blank, stray] of text.matchAll(token)) {
    if (stray !== undefined) return { ok: false, problem: 'must close every quotation mark' };
    if (blank === undefined) {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? plain);
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  const [program = '', ...args] = words;
  return program === '' || text.includes('\0')
    ? { ok: false, problem: 'must be command: and a program with its arguments' }
    : { ok: true, value: [program, ...args] };
}
