// `npm test`: sets up what is missing and runs every check. With `--no-skips` (CI) a skipped test
// is a failure.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { ensureInstalled, requireNode, tool } from './lib/setup.mjs';
import { SUMMARY_FILE } from './lib/summary-reporter.mjs';

const noSkips = process.argv.includes('--no-skips');

/** @typedef {{ title: string, check: () => Promise<boolean> }} Step */

/** @param {string} name @param {readonly string[]} args */
const program = (name, args) => async () => (await run(tool(name), args)).code === 0;

/** @type {readonly Step[]} */
const STEPS = [
  { title: 'format and lint', check: program('biome', ['ci', '.']) },
  { title: 'types', check: program('tsc', ['-p', 'tsconfig.json']) },
  {
    title: 'types of build scripts',
    check: program('tsc', ['-p', 'tooling/tsconfig/build-scripts.json']),
  },
  {
    title: 'types of the page',
    check: program('tsc', ['-p', 'packages/admin-ui/tsconfig.json']),
  },
  {
    title: 'types of the browser tests',
    check: program('tsc', ['-p', 'tooling/browser/tsconfig.json']),
  },
  {
    title: 'dependency directions',
    check: program('depcruise', [
      '--config',
      'tooling/arch/dependency-cruiser.cjs',
      'packages',
      'apps',
      'tooling',
    ]),
  },
  { title: 'unused code', check: program('knip', []) },
  { title: 'build', check: () => build([]) },
  {
    title: 'tests',
    check: program('vitest', [
      'run',
      '--reporter=default',
      `--reporter=${join(ROOT, 'tooling/scripts/lib/summary-reporter.mjs')}`,
    ]),
  },
];

/** @returns {import('./lib/summary-reporter.mjs').Summary} What vitest counted, if it got so far. */
function readSummary() {
  if (!existsSync(SUMMARY_FILE)) return { passed: 0, failed: 0, skipped: [], problems: [] };
  return JSON.parse(readFileSync(SUMMARY_FILE, 'utf8'));
}

requireNode();
await ensureInstalled({ native: true });
rmSync(SUMMARY_FILE, { force: true });

const results = [];
for (const step of STEPS) {
  console.log(`\n── ${step.title}`);
  const startedAt = performance.now();
  const passed = await step.check();
  results.push({ title: step.title, passed, seconds: (performance.now() - startedAt) / 1000 });
}

const tests = readSummary();
console.log('');
for (const text of tests.problems) console.log(`${text}\n`);
for (const { title, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${title} (${seconds.toFixed(1)} s)`);
}
if (tests.skipped.length > 0) {
  console.log(
    `Skipped: ${tests.skipped.length} tests that need what is not here: sample files, which are not part of the project, Chromium, or the right to mount a small disk. To run all, put the files into ../shared/data, install Chromium, and run as root.`,
  );
}
console.log(
  `tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped.length} skipped`,
);
const ok = results.every((result) => result.passed) && tests.passed > 0;
if (ok && noSkips && tests.skipped.length > 0) {
  console.log('Nothing may be skipped here:');
  for (const title of tests.skipped) console.log(`  ${title}`);
}
process.exit(ok && !(noSkips && tests.skipped.length > 0) ? 0 : 1);
