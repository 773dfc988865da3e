import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEPLOY, ROOT } from './files.js';
import { freePort, type Program, startProgram } from './programs.js';

/** Whether the programs have been built; `npm test` does it before the tests. */
export const IS_BUILT: boolean = ['server', 'cli'].every((app) =>
  existsSync(join(ROOT, 'apps', app, 'dist', 'main.js')),
);

/** The directory that images and /opt/loxone-mcp have. */
export interface Assembled {
  readonly directory: string;
  remove(): void;
}

/** Assembles the programs as they were built last. */
export function assemble(...more: readonly string[]): Assembled {
  const parent = mkdtempSync(join(tmpdir(), 'gatehouse-assembled-'));
  const directory = join(parent, 'out');
  const script = join(DEPLOY, 'src', 'assemble.mjs');
  execFileSync(process.execPath, [script, '--out', directory, '--built', ...more], {
    stdio: 'pipe',
  });
  return { directory, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

/** The demo house with the assembled server in front of it. */
export interface Served {
  readonly port: number;
  readonly program: Program;
  /** An admin key. */
  readonly key: string;
  readonly configDir: string;
  stop(): Promise<void>;
}

/**
 * Starts the demo on a free port and waits for its key.
 *
 * @param env - Beside the port and the directory of keys.
 */
export async function serveDemo(
  { directory }: Assembled,
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-served-'));
  const port = await freePort();
  const configDir = join(home, 'config');
  const program = startProgram(process.execPath, [join(directory, 'server/main.js'), 'demo'], {
    LOXONE_MCP_PORT: String(port),
    LOXONE_MCP_CONFIG_DIR: configDir,
    ...env,
  });
  const [, key = ''] = await program.waitFor(/(lmcp_admin_\d+_[0-9A-Za-z]+)\s/);
  return {
    port,
    program,
    key,
    configDir,
    stop: async () => {
      await program.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
