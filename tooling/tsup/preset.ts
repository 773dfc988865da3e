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
 * A program: one bundle with everything in it, because a bundled start is a third faster and
 * `npx` then installs one package. CommonJS dependencies inside an ESM bundle still call `require`.
 */
export function program(entry: Record<string, string>): TsupConfig {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'node20',
    clean: true,
    splitting: true,
    sourcemap: false,
    noExternal: [/.*/],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    esbuildOptions(options) {
      options.conditions = ['@gatehouse/source', 'module', 'import', 'default'];
      options.legalComments = 'eof';
    },
  });
}
