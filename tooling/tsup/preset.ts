import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defineConfig } from 'tsup';

/** tsup's own return type: a config, a list of them, or a function of the command line. */
type TsupConfig = ReturnType<typeof defineConfig>;

/** A library: ESM and declarations, one output per subpath, workspace packages left external. */
export function library(entry: Record<string, string>): TsupConfig {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'node20',
    dts: { resolve: false },
    clean: true,
    splitting: true,
    sourcemap: true,
    treeshake: true,
  });
}

/**
 * What is compiled for a machine cannot be bundled; the programs name it as an optional dependency and
 * load it only where somebody asks for it.
 */
const NATIVE = ['better-sqlite3'];

/**
 * A program: one bundle with everything in it, because a bundled start is a third faster and
 * `npx` then installs one package. CommonJS dependencies inside an ESM bundle still call `require`.
 *
 * @param assets - Files that are no code: path within `dist` → the file that is copied there.
 */
export function program(
  entry: Record<string, string>,
  assets: Readonly<Record<string, string>> = {},
): TsupConfig {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'node20',
    clean: true,
    splitting: true,
    sourcemap: false,
    external: NATIVE,
    noExternal: [new RegExp(`^(?!(?:${NATIVE.join('|')})$)`)],
    onSuccess: () => copyAssets(assets),
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    esbuildOptions(options) {
      options.conditions = ['@gatehouse/source', 'module', 'import', 'default'];
      options.legalComments = 'eof';
    },
  });
}

async function copyAssets(assets: Readonly<Record<string, string>>): Promise<void> {
  for (const [place, file] of Object.entries(assets)) {
    const target = join('dist', place);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target);
  }
}
