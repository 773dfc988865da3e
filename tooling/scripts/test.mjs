// `npm test`: sets up what is missing and runs every check. With `--no-skips` (CI) a skipped test
// is a failure.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { ROOT } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { ensureInstalled, requireNode, tool } from './lib/setup.mjs';

const REPORT = join(ROOT, '.cache', 'vitest.json');
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
      '--reporter=json',
      `--outputFile.json=${REPORT}`,
    ]),
  },
];

/** What vitest counted, and the titles of what it skipped. */
function readReport() {
  if (!existsSync(REPORT)) return { passed: 0, failed: 0, skipped: [] };
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  const skipped = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status !== 'passed' && test.status !== 'failed')
      .map((test) => test.fullName),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped };
}

requireNode();
await ensureInstalled({ native: true });
rmSync(REPORT, { force: true });

const results = [];
for (const step of STEPS) {
  console.log(`\n── ${step.title}`);
  const startedAt = performance.now();
  const passed = await step.check();
  results.push({ title: step.title, passed, seconds: (performance.now() - startedAt) / 1000 });
}

const counts = readReport();
console.log('');
for (const { title, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${title} (${seconds.toFixed(1)} s)`);
}
if (counts.skipped.length > 0) {
  console.log(
    `Skipped: ${counts.skipped.length} tests that need what is not here: sample files, which are not part of the project, or the right to mount a small disk. To run all, put the files into ../shared/data and run as root.`,
  );
}
console.log(
  `tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`,
);
const ok = results.every((result) => result.passed) && counts.passed > 0;
if (ok && noSkips && counts.skipped.length > 0) {
  console.log('Nothing may be skipped here:');
  for (const title of counts.skipped) console.log(`  ${title}`);
}
process.exit(ok && !(noSkips && counts.skipped.length > 0) ? 0 : 1);
