import { TomlError } from 'smol-toml';
import type { FileCodec } from './file-codec.js';
import { damaged } from './file-errors.js';
import type { FileSystem } from './file-system.js';
import { readPrivateFile } from './safe-file.js';
import type { ContentProblem, StoreContent } from './store-content.js';
import { FORMAT, readContent } from './store-content.js';
import type { TomlDocument } from './toml-document.js';
import { parseToml } from './toml-document.js';
import type { TomlStatement } from './toml-scan.js';
import { lineAt, scanToml } from './toml-scan.js';

/** A keys file as it was read: its text and what the text says. */
export interface StoreFile extends TomlDocument {
  readonly content: StoreContent;
}

/** Stands at the top of the files that the store makes. */
export const FILE_COMMENT = `# Keys of this server, one [[keys]] table each. You may edit this file: changes count within a second.
#   active = false      switches a key off         expires_at = "2027-01-31T18:00:00Z"   ends it
#   ip_whitelist = []   allows any address         devices, rooms, permissions           limit it
# A key cannot be read from this file, nor made by writing here: hash holds no key. Keep [store] and
# [sequences] as they are; without [store] no key works any more.
`;

/** A file with nothing in it yet. */
export const NEW_FILE: TomlDocument = newFile();

function newFile(): TomlDocument {
  const text = `${FILE_COMMENT}\n[store]\nformat = ${FORMAT}\n`;
  return { text, table: parseToml(text) };
}

function isNamed(statement: TomlStatement, name: string): boolean {
  return statement.kind === 'header' && statement.path.join('.') === name;
}

/** Where a problem stands: the line of its field, or else of its table. */
function findLine(text: string, { table, field }: ContentProblem): number | undefined {
  const [name, index = 0] = table;
  const statements = scanToml(text) ?? [];
  const headers = statements.flatMap((statement, at) => (isNamed(statement, name) ? at : []));
  const headerAt = headers[index];
  const header = headerAt === undefined ? undefined : statements[headerAt];
  if (headerAt === undefined || header === undefined) {
    return undefined;
  }
  const next = statements.findIndex((one, at) => at > headerAt && one.kind === 'header');
  const own = statements.slice(headerAt + 1, next === -1 ? undefined : next);
  const pair = own.find(({ path }) => path.length === 1 && path[0] === field);
  return lineAt(text, (pair ?? header).start);
}

function describePlace({ table: [name, index], field }: ContentProblem): string {
  const table = index === undefined ? `[${name}]` : `[[${name}]] no. ${index + 1}`;
  return field === undefined ? table : `${field} of ${table}`;
}

function describeProblem(text: string, problem: ContentProblem): string {
  const line = findLine(text, problem);
  const place = describePlace(problem);
  return `${line === undefined ? '' : `line ${line}, `}${place} ${problem.problem}`;
}

/**
 * @returns What a document says.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` naming line and field.
 */
export function readStoreFile(path: string, { text, table }: TomlDocument): StoreFile {
  const read = readContent(table);
  if (!read.ok) {
    throw damaged(path, describeProblem(text, read.problem));
  }
  return { text, table, content: read.content };
}

/**
 * @returns What a text says.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` naming line and field.
 */
export function parseStoreFile(path: string, text: string): StoreFile {
  try {
    return readStoreFile(path, { text, table: parseToml(text) });
  } catch (error) {
    if (error instanceof TomlError) {
      // The parser's own message and cause quote the file; they stay here.
      const reason = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '');
      throw damaged(path, `line ${error.line}, column ${error.column}: ${reason}`);
    }
    throw error;
  }
}

/** Where a keys file is, and how its bytes become text. */
export interface StoreSource {
  readonly path: string;
  readonly codec: FileCodec;
  readonly fileSystem: FileSystem;
}

/**
 * Reads a keys file.
 *
 * @param known - What was read last; given back as it is where the text is still the same.
 * @returns `undefined` for a file that is not there or is blank.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED`, `ERR_MCPAUTH_FILE_UNSAFE`, `ERR_MCPAUTH_STORE_UNAVAILABLE`, and
 *   what the codec throws.
 */
export async function loadStoreFile(
  { path, codec, fileSystem }: StoreSource,
  known?: StoreFile,
): Promise<StoreFile | undefined> {
  const file = await readPrivateFile(fileSystem, path);
  if (file === undefined) {
    return undefined;
  }
  const text = codec.decode(path, file.bytes);
  if (text === known?.text) {
    return known;
  }
  return text.trim() === '' ? undefined : parseStoreFile(path, text);
}
