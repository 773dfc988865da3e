import { isDeepStrictEqual } from 'node:util';
import type { TomlTable, TomlValue } from 'smol-toml';
import { parse, stringify, TomlDate } from 'smol-toml';
import type { EditPairs, EditValue, TomlEdit } from './toml-edit.js';
import { editText } from './toml-edit.js';

/** A document as text and as values; the two always agree. */
export interface TomlDocument {
  readonly text: string;
  readonly table: TomlTable;
}

/** Whether a value is a table, and no list or date. */
export function isTomlTable(value: TomlValue | undefined): value is TomlTable {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof TomlDate)
  );
}

/** @throws {@link TomlError} of the parser, whose message quotes the text: never show it. */
export function parseToml(text: string): TomlTable {
  // The parser's tables have no prototype, so a key such as __proto__ is one like any other.
  return parse(text, { integersAsBigInt: 'asNeeded', unsafeKeyBehaviour: 'keep' });
}

/** A copy without a prototype, as the parser makes its tables. */
function copyTable(table: TomlValue | undefined): TomlTable {
  return Object.assign(Object.create(null), isTomlTable(table) ? table : {});
}

function copyList(list: TomlValue | undefined): TomlValue[] {
  return Array.isArray(list) ? [...list] : [];
}

function setKey(table: TomlTable, key: string, value: EditValue | undefined): void {
  if (value === undefined) {
    delete table[key];
  } else {
    table[key] = typeof value === 'object' ? [...value] : value;
  }
}

function tableOf(pairs: EditPairs): TomlTable {
  const table = copyTable(undefined);
  for (const [key, value] of Object.entries(pairs)) {
    setKey(table, key, value);
  }
  return table;
}

function setInTable(root: TomlTable, edit: Extract<TomlEdit, { kind: 'set' }>): TomlTable {
  const [name, index] = edit.table;
  const list = copyList(root[name]);
  const table = copyTable(index === undefined ? root[name] : list[index]);
  setKey(table, edit.key, edit.value);
  const changed = copyTable(root);
  if (index === undefined) {
    changed[name] = table;
  } else {
    list[index] = table;
    changed[name] = list;
  }
  return changed;
}

function appendToTable(
  root: TomlTable,
  [name = '', ...rest]: readonly string[],
  pairs: EditPairs,
): TomlTable {
  const changed = copyTable(root);
  changed[name] =
    rest.length > 0
      ? appendToTable(copyTable(root[name]), rest, pairs)
      : [...copyList(root[name]), tableOf(pairs)];
  return changed;
}

function removeFromTable(root: TomlTable, array: string, removed: number): TomlTable {
  const changed = copyTable(root);
  const list = copyList(root[array]).filter((_, index) => index !== removed);
  if (list.length === 0) {
    delete changed[array];
  } else {
    changed[array] = list;
  }
  return changed;
}

function editTable(root: TomlTable, edit: TomlEdit): TomlTable {
  switch (edit.kind) {
    case 'set':
      return setInTable(root, edit);
    case 'append':
      return appendToTable(root, edit.path, edit.pairs);
    case 'remove':
      return removeFromTable(root, edit.array, edit.index);
  }
}

function editInPlace(text: string, edits: readonly TomlEdit[]): string | undefined {
  let edited: string | undefined = text;
  for (const edit of edits) {
    edited = edited === undefined ? undefined : editText(edited, edit);
  }
  return edited;
}

function meansThe(text: string | undefined, table: TomlTable): text is string {
  try {
    return text !== undefined && isDeepStrictEqual(parseToml(text), table);
  } catch {
    return false;
  }
}

/**
 * Changes a document. The edited text is parsed again and must mean exactly what was intended; where
 * it does not, or cannot be edited in place, the whole document is rendered anew below `preamble`,
 * which keeps every value and loses comments and layout.
 *
 * @param onRewrite - Called in that case.
 * @throws {@link RangeError} when a value cannot be written as TOML, such as a lone surrogate.
 */
export function editToml(
  document: TomlDocument,
  edits: readonly TomlEdit[],
  { preamble, onRewrite }: { readonly preamble: string; readonly onRewrite: () => void },
): TomlDocument {
  const table = edits.reduce(editTable, document.table);
  const text = editInPlace(document.text, edits);
  if (meansThe(text, table)) {
    return { text, table };
  }
  const rendered = `${preamble}\n${stringify(table)}`;
  if (!meansThe(rendered, table)) {
    throw new RangeError('edits must hold values that TOML can express');
  }
  onRewrite();
  return { text: rendered, table };
}
