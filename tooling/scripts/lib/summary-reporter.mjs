// A reporter for vitest that writes down what `npm test` says in its last lines. What failed is
// said there once more: a CI record often shows no more than its end.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './root.mjs';

/** Where the summary of the last run is, as JSON. */
export const SUMMARY_FILE = join(ROOT, '.cache', 'tests.json');

/**
 * @typedef {object} Summary
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped - Full names.
 * @property {string[]} problems - Each failed test, suite, file and stray error, with its text.
 */

/** @typedef {{ readonly message: string, readonly stack?: string }} Failure */

/** @implements {import('vitest/node').Reporter} */
export default class SummaryReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly Failure[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    /** @param {string} state */
    const inState = (state) => tests.filter((test) => test.result().state === state);
    /** @type {Summary} */
    const summary = {
      passed: inState('passed').length,
      failed: inState('failed').length,
      skipped: [...inState('skipped'), ...inState('pending')].map(({ fullName }) => fullName),
      problems: [
        ...modules.flatMap((module) => [...problemsOf(module)]),
        ...unhandled.map((error) => problem('outside of any test', [error])),
      ],
    };
    mkdirSync(dirname(SUMMARY_FILE), { recursive: true });
    writeFileSync(SUMMARY_FILE, JSON.stringify(summary));
  }
}

/** @param {import('vitest/node').TestModule} module */
function* problemsOf(module) {
  const file = module.relativeModuleId;
  if (module.errors().length > 0) yield problem(file, module.errors());
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) yield problem(`${file} > ${suite.fullName}`, suite.errors());
  }
  for (const test of module.children.allTests('failed')) {
    yield problem(`${file} > ${test.fullName}`, test.result().errors ?? []);
  }
}

/** @param {string} where @param {readonly Failure[]} errors */
function problem(where, errors) {
  return [where, ...errors.map(({ message, stack = '' }) => `${message}${ourLines(stack)}`)].join(
    '\n',
  );
}

/** @param {string} stack @returns {string} Its lines that lie in this project. */
function ourLines(stack) {
  const ours = stack
    .split('\n')
    .filter((line) => line.includes(ROOT) && !line.includes('node_modules'));
  return ours.map((line) => `\n${line}`).join('');
}
