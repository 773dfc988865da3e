import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

const MINIMUM_NODE = [20, 19];
const LOCAL_MODULES = join(ROOT, '.cache', 'pnpm', 'node_modules');
const LOCAL_PNPM = join(LOCAL_MODULES, 'pnpm');
const STAMP = join(ROOT, 'node_modules', '.gatehouse-installed');
const NATIVE_STAMP = join(ROOT, 'node_modules', '.gatehouse-native');

/** The one dependency with a native part: fetched ready-made where possible, else compiled. */
const NATIVE = 'better-sqlite3';

/** Stops with a sentence when this Node is too old to run anything of ours. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(
    `Gatehouse needs Node ${needMajor}.${needMinor} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The pnpm version that the `packageManager` field pins. */
function pinnedPnpm() {
  return readJson(join(ROOT, 'package.json')).packageManager.split('@')[1].split('+')[0];
}

/** Changes whenever an install could give something else. */
function installFingerprint() {
  const hash = createHash('sha256');
  hash.update(`${process.versions.modules} ${process.platform} ${process.arch}\n`);
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const group of ['packages', 'apps', 'tooling']) {
    for (const name of readdirSync(join(ROOT, group)).sort()) {
      files.push(join(group, name, 'package.json'));
    }
  }
  for (const file of files) {
    const path = join(ROOT, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Finds the pinned pnpm on PATH or in the checkout's cache, or fetches it there. */
async function findPnpm() {
  const wanted = pinnedPnpm();
  const onPath = await run('pnpm', ['--version'], { quiet: true });
  if (onPath.code === 0 && onPath.output.trim() === wanted) return { command: 'pnpm', args: [] };
  const manifest = join(LOCAL_PNPM, 'package.json');
  if (!existsSync(manifest) || readJson(manifest).version !== wanted) {
    console.error(`Fetching pnpm ${wanted} into .cache …`);
    const prefix = join(ROOT, '.cache', 'pnpm');
    const fetched = await run(
      'npm',
      ['install', '--prefix', prefix, '--no-audit', '--no-fund', `pnpm@${wanted}`],
      { quiet: true },
    );
    if (fetched.code !== 0) {
      console.error(fetched.output);
      console.error(
        `pnpm ${wanted} could not be fetched. Check the network, or install it yourself: npm install -g pnpm@${wanted}`,
      );
      process.exit(1);
    }
  }
  return { command: process.execPath, args: [join(LOCAL_PNPM, 'bin', 'pnpm.cjs')] };
}

function isStamped(stamp, fingerprint) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

/** @param {readonly string[]} args - Of pnpm. */
async function runPnpm(args) {
  const pnpm = await findPnpm();
  const result = await run(pnpm.command, [...pnpm.args, ...args], {
    quiet: true,
    env: { CI: 'true' },
  });
  if (result.code !== 0) {
    console.error(result.output);
    console.error('The installation failed; the reason stands above.');
    process.exit(1);
  }
}

/**
 * Installs all dependencies from the frozen lockfile, unless exactly these are there already.
 *
 * @param {{ native: boolean }} needs - Whether the SQLite store is wanted, too: compiling it takes
 *   more than a minute and a compiler, which trying out the demo house should not.
 */
export async function ensureInstalled(needs) {
  const fingerprint = installFingerprint();
  if (!isStamped(STAMP, fingerprint)) {
    console.error('Installing dependencies …');
    const scripts = needs.native ? [] : ['--ignore-scripts'];
    await runPnpm([
      'install',
      '--frozen-lockfile',
      '--prefer-offline',
      '--reporter=append-only',
      ...scripts,
    ]);
    writeFileSync(STAMP, fingerprint);
    if (needs.native) writeFileSync(NATIVE_STAMP, fingerprint);
  }
  if (needs.native && !isStamped(NATIVE_STAMP, fingerprint)) {
    console.error('Installing SQLite …');
    await runPnpm(['rebuild', NATIVE, '--reporter=append-only']);
    writeFileSync(NATIVE_STAMP, fingerprint);
  }
}

/** PATH with the checkout's own pnpm in front: turbo looks for it there. */
export function pathWithPnpm() {
  return [join(LOCAL_MODULES, '.bin'), process.env.PATH].join(delimiter);
}

/** Path of a development tool's program inside the checkout. */
export function tool(name) {
  return join(ROOT, 'node_modules', '.bin', name);
}
