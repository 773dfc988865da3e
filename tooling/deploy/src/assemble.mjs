// Builds both programs and puts what they need at run time into one directory, for images and for
// /opt/loxone-mcp on a machine alike:
//
//   node tooling/deploy/src/assemble.mjs --out DIRECTORY [--sqlite yes|no] [--built]
//
// `--built` takes the programs as they were built last.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/lib/build.mjs';
import { ROOT } from '../../scripts/lib/root.mjs';
import { ensureInstalled, requireNode } from '../../scripts/lib/setup.mjs';

/** Place within the result → file or directory within the checkout. */
const PARTS = {
  server: 'apps/server/dist',
  cli: 'apps/cli/dist',
  'health.mjs': 'tooling/deploy/src/health.mjs',
  'LICENSE-APACHE': 'LICENSE-APACHE',
  'LICENSE-MIT': 'LICENSE-MIT',
};

/** What of the SQLite driver is used at run time; its sources and tests are ten times as large. */
const SQLITE_PARTS = ['package.json', 'LICENSE', 'lib', 'build/Release/better_sqlite3.node'];

/** @param {string} problem @returns {never} */
function refuse(problem) {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}

function readCommandLine() {
  try {
    const { values } = parseArgs({
      options: {
        out: { type: 'string' },
        sqlite: { type: 'string', default: 'no' },
        built: { type: 'boolean', default: false },
      },
    });
    const { out, sqlite, built } = values;
    if (out === undefined) return refuse('--out DIRECTORY is needed.');
    if (!['yes', 'no'].includes(sqlite)) return refuse('--sqlite must be yes or no.');
    return { out: resolve(out), withSqlite: sqlite === 'yes', built };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true });
}

/** The SQLite driver is not bundled: its native part is found beside its package. @param {string} out */
function copySqlite(out) {
  const store = createRequire(join(ROOT, 'packages/storage-sqlite/package.json'));
  const driver = store.resolve('better-sqlite3/package.json');
  const modules = join(out, 'node_modules');
  for (const part of SQLITE_PARTS) {
    copy(join(dirname(driver), part), join(modules, 'better-sqlite3', part));
  }
  const bindings = createRequire(driver).resolve('bindings/package.json');
  copy(dirname(bindings), join(modules, 'bindings'));
  const toPath = createRequire(bindings).resolve('file-uri-to-path/package.json');
  copy(dirname(toPath), join(modules, 'file-uri-to-path'));
}

const { out, withSqlite, built } = readCommandLine();
requireNode();
if (existsSync(out) && readdirSync(out).length > 0)
  refuse('--out must be a new or empty directory.');
if (!built) {
  await ensureInstalled({ native: withSqlite });
  if (!(await build(['./apps/*']))) process.exit(1);
}
for (const [place, source] of Object.entries(PARTS)) copy(join(ROOT, source), join(out, place));
// Node takes the programs as ES modules by this.
writeFileSync(join(out, 'package.json'), '{ "private": true, "type": "module" }\n');
for (const program of ['server/main.js', 'cli/main.js']) chmodSync(join(out, program), 0o755);
if (withSqlite) copySqlite(out);
