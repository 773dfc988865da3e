import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIM = fileURLToPath(new URL('./node20.mjs', import.meta.url));
const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json')),
  'dist/index.js',
);

/** How a run of the suite ended. */
export interface SuiteRun {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the conformance suite against a server. */
export function runSuite(args: readonly string[]): Promise<SuiteRun> {
  const child = spawn(process.execPath, ['--import', SHIM, PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** What the suite says of one scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

const SUMMARY_LINE = /^[✓✗] ([a-z0-9-]+): (\d+) passed, (\d+) failed/gmu;

/** Reads the summary at the end of a run's output. */
export function scenariosOf({ output }: SuiteRun): readonly ScenarioResult[] {
  const summary = output.slice(output.lastIndexOf('=== SUMMARY ==='));
  return Array.from(summary.matchAll(SUMMARY_LINE), ([, name = '', passed, failed]) => ({
    name,
    passed: Number(passed),
    failed: Number(failed),
  }));
}
