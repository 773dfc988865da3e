import { controlType } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { createDemoHouse } from '../../src/demo/demo-house.js';
import type { Control } from '../../src/house/control.js';
import { House } from '../../src/house/house.js';
import { samplesOf } from '../support/command-samples.js';
import { ManualTime } from '../support/manual-time.js';
import { randomly } from '../support/random.js';
import { HAS_SHARED_DATA, readShared, structureFiles } from '../support/shared-data.js';

const STEPS = 144;
const STEP_SECONDS = 600;
const COMMANDS_PER_STEP = 12;

/** States that no value of the catalog may leave. */
function outOfRange(control: Control): readonly string[] {
  const problems: string[] = [];
  for (const { name, kind, values, words } of controlType(control.type)?.states ?? []) {
    if (!control.has(name) || kind === 'text' || kind === 'json') continue;
    const value = control.number(name);
    const told = `${control.type} ${control.name} ${name} = ${value}`;
    if (!Number.isFinite(value)) problems.push(told);
    if (kind === 'boolean' && value !== 0 && value !== 1) problems.push(told);
    const isListed = values === undefined || Object.hasOwn(values, String(value));
    if (kind === 'number' && words === undefined && isEnumeration(values) && !isListed)
      problems.push(told);
  }
  return problems;
}

/** Several words for single numbers: others would have none. */
function isEnumeration(values: Readonly<Record<string, string>> | undefined): boolean {
  return values !== undefined && Object.keys(values).length > 2;
}

/** A day with commands at random. @returns Everything that went wrong. */
function liveADay(json: unknown, seed: number): { problems: ReadonlySet<string>; done: number } {
  const time = new ManualTime('2025-06-04T10:00:00Z');
  const house = new House(json, { clock: time.clock, timeZone: 'Europe/Vienna' });
  const random = randomly(seed);
  const controls = [...house.controls()];
  const problems = new Set<string>();
  let done = 0;
  for (let step = 0; step < STEPS; step += 1) {
    for (let count = 0; count < COMMANDS_PER_STEP; count += 1) {
      const control = controls[random(controls.length)];
      const commands = controlType(control?.type ?? '')?.commands ?? [];
      const command = commands[random(commands.length)];
      if (control === undefined || command === undefined) continue;
      const samples = samplesOf(control.type, command);
      const tail = samples[random(samples.length)] ?? '';
      const { code, value } = house.execute(`${control.id}/${tail}`, { secured: true });
      if (code !== 200) problems.add(`${control.type} ${tail} is answered ${code}`);
      if (value === '1') done += 1;
    }
    time.advance(STEP_SECONDS * 1000);
    house.tick(STEP_SECONDS);
    for (const problem of controls.flatMap(outOfRange)) problems.add(problem);
  }
  return { problems, done };
}

describe('a day with commands at random', () => {
  it.each([1, 2])(
    'leaves every state of the demo house in its range (seed %d)',
    (seed) => {
      const { problems, done } = liveADay(createDemoHouse(), seed);
      expect([...problems].sort()).toEqual([]);
      expect(done).toBeGreaterThan(200);
    },
    60_000,
  );

  describe.skipIf(!HAS_SHARED_DATA)('in houses of real people: needs ../shared/data', () => {
    it.each(structureFiles())(
      '%s',
      (path) => {
        const { problems, done } = liveADay(readShared(path), 3);
        expect([...problems].sort()).toEqual([]);
        expect(done).toBeGreaterThan(0);
      },
      60_000,
    );
  });
});
