import { stringify } from 'smol-toml';
import type { TomlHeader, TomlPair, TomlStatement } from './toml-scan.js';
import { scanToml } from './toml-scan.js';

/** The kinds of value that the store writes. */
export type EditValue = string | number | boolean | readonly string[];

/** The lines of a table, in the order in which they are written. */
export type EditPairs = Readonly<Record<string, EditValue>>;

/** A table by name, or an element of an array of tables by name and index. */
export type TableRef = readonly [name: string] | readonly [name: string, index: number];

/** One change of a TOML document. */
export type TomlEdit =
  /** Sets a key, and makes the table if there is none. */
  | {
      readonly kind: 'set';
      readonly table: TableRef;
      readonly key: string;
      /** `undefined` removes the key. */
      readonly value: EditValue | undefined;
    }
  /** Adds one more `[[path]]`. */
  | { readonly kind: 'append'; readonly path: readonly string[]; readonly pairs: EditPairs }
  /** Removes one element of an array of tables. */
  | { readonly kind: 'remove'; readonly array: string; readonly index: number };

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

function renderPair(key: string, value: EditValue): string {
  return stringify({ [key]: typeof value === 'object' ? [...value] : value }).trimEnd();
}

function renderValue(value: EditValue): string {
  return renderPair('v', value).slice('v = '.length);
}

function renderKey(key: string): string {
  return BARE_KEY.test(key) ? key : renderPair(key, 0).slice(0, -' = 0'.length);
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function isTable(statement: TomlStatement, name: string, isArray: boolean): boolean {
  const { kind, path } = statement;
  return (
    kind === 'header' && statement.isArray === isArray && path.length === 1 && path[0] === name
  );
}

/** Position of a table's header among the statements, or -1 where it is written in another way. */
function findTable(statements: readonly TomlStatement[], [name, index]: TableRef): number {
  if (index === undefined) {
    return statements.findIndex((statement) => isTable(statement, name, false));
  }
  const headers = statements.flatMap((statement, at) => (isTable(statement, name, true) ? at : []));
  return headers[index] ?? -1;
}

/** The pairs right below a header: those of its sub-tables are not among them. */
function ownPairs(statements: readonly TomlStatement[], headerAt: number): TomlPair[] {
  const pairs: TomlPair[] = [];
  for (const statement of statements.slice(headerAt + 1)) {
    if (statement.kind === 'header') {
      break;
    }
    pairs.push(statement);
  }
  return pairs;
}

function indentOf(text: string, statement: TomlStatement): string {
  return /^[ \t]*/.exec(text.slice(statement.start, statement.end))?.[0] ?? '';
}

function insertLine(text: string, after: TomlStatement, line: string): string {
  const lineBreak = lineBreakOf(text);
  const open = text[after.end - 1] !== '\n';
  const inserted = `${open ? lineBreak : ''}${indentOf(text, after)}${line}${lineBreak}`;
  return splice(text, after.end, after.end, inserted);
}

function appendLines(text: string, lines: readonly string[]): string {
  const lineBreak = lineBreakOf(text);
  const closed = text === '' || text.endsWith('\n') ? text : text + lineBreak;
  return `${closed}${closed === '' ? '' : lineBreak}${lines.join(lineBreak)}${lineBreak}`;
}

function appendToText(
  text: string,
  { path, pairs }: Extract<TomlEdit, { kind: 'append' }>,
): string {
  const lines = Object.entries(pairs).map(([key, value]) => renderPair(key, value));
  return appendLines(text, [`[[${path.map(renderKey).join('.')}]]`, ...lines]);
}

/** Where the table exists in another form, this makes no TOML, and whoever checks the text notices. */
function setInNewTable(
  text: string,
  { table: [name, index], key, value }: Extract<TomlEdit, { kind: 'set' }>,
): string | undefined {
  return index === undefined && value !== undefined
    ? appendLines(text, [`[${renderKey(name)}]`, renderPair(key, value)])
    : undefined;
}

function setInText(
  text: string,
  statements: readonly TomlStatement[],
  edit: Extract<TomlEdit, { kind: 'set' }>,
): string | undefined {
  const headerAt = findTable(statements, edit.table);
  const header = statements[headerAt];
  if (header === undefined) {
    return setInNewTable(text, edit);
  }
  const pairs = ownPairs(statements, headerAt);
  const pair = pairs.find(({ path }) => path.length === 1 && path[0] === edit.key);
  if (edit.value === undefined) {
    return pair === undefined ? text : splice(text, pair.start, pair.end, '');
  }
  if (pair !== undefined) {
    return splice(text, pair.valueStart, pair.valueEnd, renderValue(edit.value));
  }
  return insertLine(text, pairs.at(-1) ?? header, renderPair(edit.key, edit.value));
}

function isInside(header: TomlHeader, array: string): boolean {
  return header.path[0] === array && header.path.length > 1;
}

/** Where the comment begins that stands right above a header, without a blank line between. */
function startWithComment(text: string, header: TomlHeader): number {
  let start = header.start;
  for (;;) {
    const lineStart = text.lastIndexOf('\n', start - 2) + 1;
    if (start === 0 || !/^[ \t]*#/.test(text.slice(lineStart, start))) {
      return start;
    }
    start = lineStart;
  }
}

function removeFromText(
  text: string,
  statements: readonly TomlStatement[],
  edit: Extract<TomlEdit, { kind: 'remove' }>,
): string | undefined {
  const headerAt = findTable(statements, [edit.array, edit.index]);
  const header = statements[headerAt];
  if (header?.kind !== 'header') {
    return undefined;
  }
  let last: TomlStatement = header;
  for (const statement of statements.slice(headerAt + 1)) {
    if (statement.kind === 'header' && !isInside(statement, edit.array)) {
      break;
    }
    last = statement;
  }
  const rest = text.slice(last.end);
  // One of the two blank lines that now meet goes too.
  const blank = /^[ \t]*\r?\n/.exec(rest)?.[0].length ?? 0;
  return splice(text, startWithComment(text, header), last.end + blank, '');
}

/**
 * Makes one change in the text and leaves every other character where it is.
 *
 * @returns The new text, or `undefined` where the document is written in a way that cannot be edited
 *   in place, for example with `keys = [{…}]` instead of `[[keys]]`.
 */
export function editText(text: string, edit: TomlEdit): string | undefined {
  if (edit.kind === 'append') {
    return appendToText(text, edit);
  }
  const statements = scanToml(text);
  if (statements === undefined) {
    return undefined;
  }
  return edit.kind === 'set'
    ? setInText(text, statements, edit)
    : removeFromText(text, statements, edit);
}
