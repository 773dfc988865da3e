import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenGroups } from './groups.js';
import type { GroupResult } from './report.js';
import { describe, holds } from './report.js';
import type { Settings } from './settings.js';
import { readSettings } from './settings.js';

/** What figures depend on. */
function machine(): Readonly<Record<string, string | number>> {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: availableParallelism(),
    load: loadavg()[0] ?? 0,
  };
}

async function runGroups(settings: Settings, directory: string): Promise<readonly GroupResult[]> {
  const results: GroupResult[] = [];
  for (const group of chosenGroups(settings.only)) {
    const result = await group(settings, directory);
    process.stdout.write(`${describe(result)}\n`);
    results.push(result);
  }
  return results;
}

const settings = readSettings(process.argv.slice(2));
const directory = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
try {
  const before = machine();
  process.stdout.write(`${JSON.stringify(before)}\n\n`);
  const results = await runGroups(settings, directory);
  if (settings.json !== undefined) {
    await writeFile(settings.json, `${JSON.stringify({ machine: before, results }, null, 2)}\n`);
  }
  const missed = results.flatMap(({ claims }) => claims).filter((claim) => !holds(claim));
  process.stdout.write(
    `${missed.length === 0 ? 'all goals met' : `${missed.length} goals missed`}\n`,
  );
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
