import { parse, TomlError } from 'smol-toml';

/** A `[table]` or `[[table]]` line. Offsets count UTF-16 units; lines end behind their line break. */
export interface TomlHeader {
  readonly kind: 'header';
  readonly path: readonly string[];
  /** Whether it is `[[…]]`, which adds an element to an array of tables. */
  readonly isArray: boolean;
  readonly start: number;
  readonly end: number;
}

/** A `key = value` that may span several lines. */
export interface TomlPair {
  readonly kind: 'pair';
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** One statement of a document. What lies between statements is blank lines and comments. */
export type TomlStatement = TomlHeader | TomlPair;

/** Thrown inside this file only: the text is no TOML that the scanner understands. */
class ScanError extends SyntaxError {}

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BARE_VALUE = /[^#\r\n]*/y;

/** Decodes a quoted part of a key with the TOML parser itself, so that no escape is missed. */
function decodeQuoted(quoted: string): string {
  const [key] = Object.keys(parse(`${quoted} = 0`));
  if (key === undefined) {
    throw new ScanError('empty key');
  }
  return key;
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  statements(): TomlStatement[] {
    const found: TomlStatement[] = [];
    while (this.#at < this.#text.length) {
      const start = this.#at;
      this.#skipBlanks();
      const next = this.#text[this.#at];
      if (next === undefined || next === '#' || next === '\n' || next === '\r') {
        this.#skipLine();
      } else {
        found.push(next === '[' ? this.#header(start) : this.#pair(start));
      }
    }
    return found;
  }

  #header(start: number): TomlHeader {
    const isArray = this.#text.startsWith('[[', this.#at);
    this.#at += isArray ? 2 : 1;
    const path = this.#keyPath();
    this.#expect(isArray ? ']]' : ']');
    this.#skipLine();
    return { kind: 'header', path, isArray, start, end: this.#at };
  }

  #pair(start: number): TomlPair {
    const path = this.#keyPath();
    this.#expect('=');
    this.#skipBlanks();
    const valueStart = this.#at;
    this.#skipValue();
    const valueEnd = this.#at;
    this.#skipLine();
    return { kind: 'pair', path, start, end: this.#at, valueStart, valueEnd };
  }

  #keyPath(): string[] {
    const path: string[] = [];
    for (;;) {
      this.#skipBlanks();
      path.push(this.#keyPart());
      this.#skipBlanks();
      if (this.#text[this.#at] !== '.') {
        return path;
      }
      this.#at += 1;
    }
  }

  #keyPart(): string {
    const first = this.#text[this.#at];
    if (first === '"' || first === "'") {
      const start = this.#at;
      this.#skipString(first);
      return decodeQuoted(this.#text.slice(start, this.#at));
    }
    const bare = this.#match(BARE_KEY);
    if (bare === '') {
      throw new ScanError('no key');
    }
    this.#at += bare.length;
    return bare;
  }

  /** A value ends where its line ends, unless a bracket or a string of several lines is open. */
  #skipValue(): void {
    const first = this.#text[this.#at];
    if (first === '"' || first === "'") {
      this.#skipString(first);
    } else if (first === '[' || first === '{') {
      this.#skipBrackets();
    } else {
      this.#at += this.#match(BARE_VALUE).trimEnd().length;
    }
  }

  #skipBrackets(): void {
    let depth = 0;
    do {
      const next = this.#text[this.#at];
      if (next === undefined) {
        throw new ScanError('a bracket is not closed');
      }
      if (next === '"' || next === "'") {
        this.#skipString(next);
        continue;
      }
      if (next === '#') {
        this.#skipLine();
        continue;
      }
      depth += next === '[' || next === '{' ? 1 : next === ']' || next === '}' ? -1 : 0;
      this.#at += 1;
    } while (depth > 0);
  }

  #skipString(quote: '"' | "'"): void {
    const triple = quote.repeat(3);
    if (this.#text.startsWith(triple, this.#at)) {
      this.#at += 3;
      this.#skipUntil(triple, quote);
      // A string of several lines may end with one or two quotes of its own.
      while (this.#text[this.#at] === quote) {
        this.#at += 1;
      }
      return;
    }
    this.#at += 1;
    this.#skipUntil(quote, quote);
  }

  #skipUntil(end: string, quote: '"' | "'"): void {
    while (!this.#text.startsWith(end, this.#at)) {
      if (this.#at >= this.#text.length) {
        throw new ScanError('a string is not closed');
      }
      this.#at += quote === '"' && this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at += end.length;
  }

  /** What a sticky pattern matches here, or nothing. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }

  #expect(text: string): void {
    if (!this.#text.startsWith(text, this.#at)) {
      throw new ScanError(`no ${text}`);
    }
    this.#at += text.length;
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') {
      this.#at += 1;
    }
  }

  #skipLine(): void {
    const lineBreak = this.#text.indexOf('\n', this.#at);
    this.#at = lineBreak === -1 ? this.#text.length : lineBreak + 1;
  }
}

/**
 * Finds the statements of a TOML document (TOML v1.0 §Spec) without reading their values, so that one
 * can be replaced and all else stays as somebody wrote it.
 *
 * @param text - A document that the parser has accepted.
 * @returns The statements in order, or `undefined` when the text is beyond this scanner.
 */
export function scanToml(text: string): readonly TomlStatement[] | undefined {
  try {
    return new Scanner(text).statements();
  } catch (error) {
    if (error instanceof ScanError || error instanceof TomlError) {
      return undefined;
    }
    throw error;
  }
}

/** @returns Number of the line that `offset` lies in, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
