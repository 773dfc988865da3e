// `npm run campaign`: the long forms of tests whose short forms are part of `npm test`. Each campaign
// is a list of test files and the environment that makes them long; vitest runs exactly these.
//
//   npm run campaign                                 all of them (a quarter of an hour and more)
//   npm run campaign -- --only crash-files,rbac      some of them
//   npm run campaign -- --rounds 50 --cases 100000   shorter
//   npm run campaign -- --seed 20                    again what a run before has printed
//   npm run campaign -- --list                       what there is
//
// What is random comes from the seed, which is printed first; where a process is killed depends on
// the machine as well. A test that is skipped (small disks can be mounted by root alone) is printed
// with its reason and fails the campaign unless `--allow-skips` is given. The exit code is 0 when all
// passed, 1 when something failed or was skipped, 2 when the command line makes no sense.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './lib/run.mjs';
import { requireNode, tool } from './lib/setup.mjs';

/**
 * @typedef {object} Campaign
 * @property {string} about
 * @property {readonly string[]} files - From the root of the checkout.
 * @property {string} [titles] - Pattern of the titles to run; absent: all of the files.
 * @property {'unit' | 'e2e'} [project] - Of vitest; default `unit`.
 */

/** @type {Readonly<Record<string, Campaign>>} */
const CAMPAIGNS = {
  'crash-files': {
    about: 'kill -9 while keys.toml, keys.enc, usage.json and audit.jsonl are written',
    files: ['packages/storage-file/test/campaign.test.ts'],
  },
  'crash-steps': {
    about: 'the end of the process before every operation on a file',
    files: ['packages/storage-file/test/crash.test.ts'],
  },
  'crash-sqlite': {
    about: 'kill -9 while keys, usage and audit are written to SQLite',
    files: ['packages/storage-sqlite/test/processes.test.ts'],
    titles: 'a process that is killed while it writes',
  },
  'full-disk': {
    about: 'every writing operation on a disk that is full, then a page less so, or read-only',
    files: [
      'packages/storage-file/test/full-disk.test.ts',
      'packages/storage-file/test/master-key-disk.test.ts',
      'packages/storage-sqlite/test/files.test.ts',
    ],
    titles: 'disk|master key',
  },
  rbac: {
    about: 'decisions against a slow, obvious interpreter',
    files: ['packages/rbac/test/model.test.ts'],
  },
  hidden: {
    about: 'tools in two houses that differ only in what the key does not see',
    files: ['packages/loxone-tools/test/hidden.test.ts'],
  },
  audit: {
    about: 'a trail changed at every line, byte and bit',
    files: ['packages/audit/test/campaign.test.ts'],
  },
  limits: {
    about: 'memory under a million addresses',
    files: ['packages/rate-limit/test/bounded-memory.test.ts'],
  },
  'loxone-faults': {
    about: 'a live Loxone client through random sequences of faults',
    files: ['packages/loxone-client/test/faults/sequences.test.ts'],
  },
  deployment: {
    about: 'the steps of the container image, done on this machine',
    files: ['tooling/deploy/test/dry-run.test.ts'],
  },
  shutdown: {
    about: 'SIGTERM while clients write, over every key backend',
    files: ['tooling/e2e/test/shutdown.test.ts'],
    project: 'e2e',
  },
  soak: {
    about: 'an hour of mixed load from 50 clients, with 1,000 events a second',
    files: ['tooling/e2e/test/soak.test.ts'],
    project: 'e2e',
  },
};

/** @param {string} problem */
function refuse(problem) {
  console.error(problem);
  process.exit(2);
}

/** @param {string} name @param {string} text */
function count(name, text) {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) refuse(`--${name} must be a whole number.`);
  return String(number);
}

function readCommandLine() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        rounds: { type: 'string', default: '500' },
        cases: { type: 'string', default: '1000000' },
        addresses: { type: 'string', default: '1000000' },
        sequences: { type: 'string', default: '1000' },
        'shutdown-rounds': { type: 'string', default: '30' },
        'soak-seconds': { type: 'string', default: '3600' },
        'tool-cases': { type: 'string', default: '2000' },
        seed: { type: 'string', default: String(1 + Math.floor(Math.random() * (2 ** 31 - 1))) },
        list: { type: 'boolean', default: false },
        'allow-skips': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string | undefined} only */
function chosen(only) {
  const names = only === undefined ? Object.keys(CAMPAIGNS) : only.split(',');
  for (const name of names) {
    if (!Object.hasOwn(CAMPAIGNS, name)) {
      refuse(`There is no campaign "${name}". There are: ${Object.keys(CAMPAIGNS).join(', ')}.`);
    }
  }
  return names;
}

/** @param {string} reportPath */
function readReport(reportPath) {
  try {
    const { testResults } = JSON.parse(readFileSync(reportPath, 'utf8'));
    return testResults.flatMap((file) => file.assertionResults);
  } catch {
    return [];
  }
}

/** @param {string} name @param {Record<string, string>} env */
async function runCampaign(name, env) {
  const { about, files, titles, project = 'unit' } = CAMPAIGNS[name];
  console.log(`\n── ${name}: ${about}`);
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-campaign-'));
  const reportPath = join(directory, 'report.json');
  const startedAt = performance.now();
  const { code } = await run(
    tool('vitest'),
    [
      'run',
      `--project=${project}`,
      '--reporter=verbose',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
      ...(titles === undefined ? [] : ['--testNamePattern', titles]),
      ...files,
    ],
    { env },
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const tests = readReport(reportPath);
  rmSync(directory, { recursive: true, force: true });
  const titled = (test) => new RegExp(titles ?? '').test(test.fullName);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').map((test) => test.fullName);
  // What the pattern leaves out counts as skipped as well, and is not meant here.
  const skipped = tests
    .filter((test) => !['passed', 'failed'].includes(test.status) && titled(test))
    .map((test) => test.fullName);
  return { name, ok: code === 0 && passed > 0, passed, failed, skipped, seconds };
}

const options = readCommandLine();
const names = chosen(options.only);
if (options.list) {
  for (const [name, { about, files }] of Object.entries(CAMPAIGNS)) {
    console.log(`${name}: ${about} (${files.join(', ')})`);
  }
  process.exit(0);
}
const env = {
  GATEHOUSE_CRASH_ROUNDS: count('rounds', options.rounds),
  GATEHOUSE_RBAC_CASES: count('cases', options.cases),
  GATEHOUSE_ADDRESSES: count('addresses', options.addresses),
  GATEHOUSE_FAULT_SEQUENCES: count('sequences', options.sequences),
  GATEHOUSE_TOOLS_CASES: count('tool-cases', options['tool-cases']),
  GATEHOUSE_SHUTDOWN_ROUNDS: count('shutdown-rounds', options['shutdown-rounds']),
  GATEHOUSE_SOAK_SECONDS: count('soak-seconds', options['soak-seconds']),
  GATEHOUSE_DRY_RUN: '1',
  GATEHOUSE_SEED: count('seed', options.seed),
};
requireNode();
if (!existsSync(tool('vitest'))) refuse('Run `npm test` first: it installs what this needs.');
console.log(
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join(' '),
);

const results = [];
for (const name of names) results.push(await runCampaign(name, env));

console.log('');
for (const { name, ok, passed, failed, skipped, seconds } of results) {
  const counts = `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}: ${counts} (${seconds.toFixed(1)} s)`);
  for (const title of failed) console.log(`          failed: ${title}`);
  for (const title of skipped) console.log(`          skipped: ${title}`);
}
console.log(`seed ${env.GATEHOUSE_SEED}: --seed ${env.GATEHOUSE_SEED} runs the same again`);
const skips = results.some(({ skipped }) => skipped.length > 0);
process.exit(results.every(({ ok }) => ok) && (!skips || options['allow-skips']) ? 0 : 1);
