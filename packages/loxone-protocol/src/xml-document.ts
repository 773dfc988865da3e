import { type LoxoneError, malformedAnswer } from './errors.js';
import { decodeEntities } from './xml.js';

/** One element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text without that of its children, trimmed. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly texts: string[];
}

const MAX_CHARS = 16 * 1024 * 1024;
const MAX_ELEMENTS = 200_000;
const MAX_DEPTH = 64;

const NAME = '[\\p{L}_][\\p{L}\\p{N}_.:-]*';
// Sticky: read at one place only. A quoted value may hold anything but its own quote, `<` included,
// because boxes do not always escape what people typed.
const TAG = new RegExp(
  `<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"]*"|'[^']*'))*)\\s*(/?)>|</(${NAME})\\s*>`,
  'uy',
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'gu');

/**
 * Reads the small XML documents of a Miniserver. There are no document types and so no entities of
 * their own: a document that declares one is refused, never expanded.
 *
 * @param what - Names the document at the beginning of an error's sentence.
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` for what is not well-formed, nested more than 64
 * deep, or larger than 16 Mi characters or 200,000 elements.
 */
export function parseXml(text: string, what: string): XmlElement {
  if (text.length > MAX_CHARS) throw malformedAnswer(what, 'it is too large');
  const reader = new XmlReader(text, what);
  return reader.read();
}

class XmlReader {
  readonly #text: string;
  readonly #what: string;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #elements = 0;
  #at = 0;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  read(): XmlElement {
    for (;;) {
      const next = this.#text.indexOf('<', this.#at);
      this.#take(this.#text.slice(this.#at, next < 0 ? undefined : next));
      if (next < 0) break;
      this.#at = next;
      this.#readMarkup();
    }
    if (this.#root === undefined || this.#open.length > 0) throw this.#malformed('it ends early');
    return this.#root;
  }

  #readMarkup(): void {
    const text = this.#text;
    if (text.startsWith('<?', this.#at)) this.#skipTo('?>');
    else if (text.startsWith('<!--', this.#at)) this.#skipTo('-->');
    else if (text.startsWith('<![CDATA[', this.#at)) this.#readCdata();
    else if (text.startsWith('<!', this.#at)) throw this.#malformed('it declares a document type');
    else this.#readTag();
  }

  #readTag(): void {
    TAG.lastIndex = this.#at;
    const match = TAG.exec(this.#text);
    if (match === null) throw this.#malformed('it is not well-formed');
    const [whole, name, attributes = '', empty, closing] = match;
    this.#at += whole.length;
    if (name !== undefined) this.#openElement(name, readAttributes(attributes));
    const closed = empty === '/' ? name : closing;
    if (closed !== undefined) this.#close(closed);
  }

  #openElement(name: string, attributes: ReadonlyMap<string, string>): void {
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw this.#malformed('it has too many elements');
    if (this.#open.length >= MAX_DEPTH) throw this.#malformed('it is nested too deeply');
    if (this.#root !== undefined) throw this.#malformed('it goes on after its end');
    this.#open.push({ name, attributes, children: [], texts: [] });
  }

  #close(name: string): void {
    const closed = this.#open.pop();
    if (closed?.name !== name) throw this.#malformed('its elements overlap');
    const { attributes, children, texts } = closed;
    const element: XmlElement = { name, attributes, children, text: texts.join('').trim() };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }

  #take(text: string): void {
    const blank = text.trim() === '';
    const element = this.#open.at(-1);
    if (element !== undefined && !blank) element.texts.push(decodeEntities(text));
    // Boxes end a text with NUL now and then.
    else if (!blank && text.replace(/[\0\uFEFF\s]/g, '') !== '') {
      throw this.#malformed('there is text outside of its elements');
    }
  }

  #readCdata(): void {
    const start = this.#at + '<![CDATA['.length;
    this.#skipTo(']]>');
    const element = this.#open.at(-1);
    if (element === undefined) throw this.#malformed('there is text outside of its elements');
    element.texts.push(this.#text.slice(start, this.#at - ']]>'.length));
  }

  #skipTo(end: string): void {
    const at = this.#text.indexOf(end, this.#at);
    if (at < 0) throw this.#malformed('it ends early');
    this.#at = at + end.length;
  }

  #malformed(problem: string): LoxoneError {
    return malformedAnswer(this.#what, problem);
  }
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(text.matchAll(ATTRIBUTE), ([, name = '', double, single]) => [
      name,
      decodeEntities(double ?? single ?? ''),
    ]),
  );
}

/** What is to be written: an element with its attributes, and children or text inside. */
export interface XmlOutput {
  readonly name: string;
  readonly attributes?: Iterable<readonly [string, string]>;
  readonly children?: readonly XmlOutput[];
  readonly text?: string;
}

/** Writes a document with its declaration; nothing is indented. */
export function formatXml(root: XmlOutput): string {
  return `<?xml version="1.0" encoding="utf-8"?>${formatElement(root)}`;
}

function formatElement({ name, attributes = [], children = [], text = '' }: XmlOutput): string {
  const written = Array.from(attributes, ([key, value]) => ` ${key}="${escapeXml(value)}"`).join(
    '',
  );
  const content = escapeXml(text) + children.map(formatElement).join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader turns a bare line break in an attribute into a space.
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}
