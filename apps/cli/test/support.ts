import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliIo } from '../src/io.js';
import { runCli } from '../src/run-cli.js';

/** What one command line gave. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command line on a home directory of its own. */
export interface CliRig {
  readonly home: string;
  run(...argv: readonly string[]): Promise<CliResult>;
  remove(): void;
}

/** 2026-11-21T09:00:00Z */
export const NOW: number = Date.UTC(2026, 10, 21, 9);

/**
 * Makes an empty home and a command line on it.
 *
 * @param more - Takes the place of what the command line has otherwise: nobody at a terminal.
 */
export function cliRig(
  env: Readonly<Record<string, string>> = {},
  more: Partial<CliIo> = {},
): CliRig {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
  return {
    home,
    run: async (...argv) => {
      let out = '';
      let err = '';
      const code = await runCli(argv, {
        env: { HOME: home, ...env },
        userName: () => 'tester',
        readFile: () => '',
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        now: () => NOW,
        ...more,
      });
      return { code, out, err };
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
