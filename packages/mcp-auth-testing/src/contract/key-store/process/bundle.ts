import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What is used of Vite, which vitest brings along. */
interface Bundler {
  build(options: Readonly<Record<string, unknown>>): Promise<Built | readonly Built[]>;
}

interface Built {
  readonly output: readonly BundledFile[];
}

/** The part of Rollup's and Rolldown's plugin interface that is used. */
interface Resolver {
  resolve(id: string, importer?: string, options?: object): Promise<{ id: string } | null>;
}

const ENTRY = '\0key-store-child';
const PROGRAM = '@gatehouse/mcp-auth-testing/key-store-child';
const CONDITIONS = ['@gatehouse/source', 'node', 'import', 'default'];
const SOURCE = /\.[cm]?tsx?$/;

async function loadBundler(): Promise<Bundler> {
  const vitest = createRequire(import.meta.url).resolve('vitest/package.json');
  const vite = await import(pathToFileURL(createRequire(vitest).resolve('vite')).href);
  return 'build' in vite ? vite : vite.default;
}

function isBare(id: string): boolean {
  return !/^[./\0]|^[a-z]:|^(node|file|data):/i.test(id);
}

/** Bundles sources only: packages are imported from where they are, so that native parts work. */
function sourcesOnly(module: string): object {
  async function resolveId(
    this: Resolver,
    id: string,
    importer: string | undefined,
    options: object,
  ): Promise<unknown> {
    if (id === ENTRY) {
      return id;
    }
    const from = importer === ENTRY ? module : importer;
    const found = await this.resolve(id, from, { ...options, skipSelf: true });
    if (found === null || !isBare(id) || SOURCE.test(found.id) || isBare(found.id)) {
      return found;
    }
    return { id: pathToFileURL(found.id).href, external: true };
  }
  function load(id: string): string | undefined {
    return id === ENTRY
      ? `import open from ${JSON.stringify(module)};
         import { runKeyStoreChild } from ${JSON.stringify(PROGRAM)};
         await runKeyStoreChild(open);`
      : undefined;
  }
  return { name: 'gatehouse-key-store-child', enforce: 'pre', resolveId, load };
}

/** A file of the bundle. */
export interface BundledFile {
  readonly fileName: string;
  readonly code: string;
}

/** The file to run; the others lie beside it. */
export const PROGRAM_FILE = 'child.mjs';

/** @returns The program that opens the store of `module` and does what the suite asks. */
async function bundle(module: string): Promise<readonly BundledFile[]> {
  const { build } = await loadBundler();
  const built = await build({
    configFile: false,
    envFile: false,
    publicDir: false,
    root: dirname(module),
    logLevel: 'error',
    plugins: [sourcesOnly(module)],
    resolve: { conditions: CONDITIONS },
    ssr: { noExternal: true, resolve: { conditions: CONDITIONS } },
    build: {
      ssr: true,
      write: false,
      minify: false,
      target: 'node20',
      rollupOptions: {
        input: ENTRY,
        output: { entryFileNames: PROGRAM_FILE, chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return [built].flat().flatMap(({ output }) => output);
}

const bundles = new Map<string, Promise<readonly BundledFile[]>>();

/** {@link bundle}, once for each module. */
export function bundleOnce(module: URL | string): Promise<readonly BundledFile[]> {
  const path = module instanceof URL || module.startsWith('file:') ? fileURLToPath(module) : module;
  const known = bundles.get(path) ?? bundle(path);
  bundles.set(path, known);
  return known;
}
