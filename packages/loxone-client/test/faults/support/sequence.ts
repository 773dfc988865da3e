import { turns } from '../../support/manual-time.js';
import { FAULT_NAMES, type PlannedFault, planFault } from './fault-cases.js';
import { type Happening, happen } from './happenings.js';
import { Seeded } from './seeded.js';
import { Site } from './site.js';

const FEWEST_FAULTS = 3;
const MOST_FAULTS = 8;
const MOST_TURNS = 120;
const SHORT_MS = 3_000;
const LONG_MS = 90_000;
/** Versions of a structure are told apart by the second. */
const A_SECOND_MS = 1_000;
const HAPPENINGS: readonly Happening[] = ['change', 'command'];

/** What a sequence came to. */
export interface SequenceResult {
  readonly seed: number;
  /** What was done, in order, with the time at which it was. */
  readonly steps: readonly string[];
  /** What went wrong; absent when nothing did. */
  readonly problem?: string;
}

/** Some faults at random, with changes and commands between them, then peace. */
export async function runSequence(seed: number): Promise<SequenceResult> {
  const seeded = new Seeded(seed);
  const steps: string[] = [];
  const site = await Site.start({ client: { random: (length) => seeded.bytes(length) } });
  const began = site.time.now();
  const note = (step: string): void => {
    steps.push(`${((site.time.now() - began) / 1000).toFixed(3)} s [${site.phase}] ${step}`);
  };
  try {
    await disturb(seeded, site, note);
    note('peace');
    await site.well();
    note('well');
    await site.mustBeTrue();
    return { seed, steps };
  } catch (error) {
    return { seed, steps, problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await site.stop();
  }
}

async function disturb(seeded: Seeded, site: Site, note: (step: string) => void): Promise<void> {
  const begun = new Set<PlannedFault>();
  // Some begin while the client is still on its way.
  if (seeded.chance(0.7)) await site.well();
  for (let left = seeded.between(FEWEST_FAULTS, MOST_FAULTS); left > 0; left -= 1) {
    const name = seeded.pick(FAULT_NAMES);
    if (name === 'addOddControl') await site.flow(A_SECOND_MS);
    const fault = planFault(name, seeded, site);
    note(`${name}(${JSON.stringify(fault.args).slice(1, 80)}`);
    fault.apply();
    begun.add(fault);
    for (let events = seeded.between(0, 3); events > 0; events -= 1) {
      await waitALittle(seeded, site);
      note(happen(seeded.pick(HAPPENINGS), seeded, site));
    }
    await waitALittle(seeded, site);
    const [ending] = begun;
    if (ending !== undefined && seeded.chance(0.3)) {
      note(`end of ${ending.name}`);
      ending.end();
      begun.delete(ending);
      await waitALittle(seeded, site);
    }
  }
  for (const fault of begun) fault.end();
}

/** A few turns, in the middle of whatever is being said; some seconds; or a long time. */
async function waitALittle(seeded: Seeded, site: Site): Promise<void> {
  if (seeded.chance(0.3)) await turns(seeded.between(0, MOST_TURNS));
  else await site.flow(seeded.between(0, seeded.chance(0.3) ? LONG_MS : SHORT_MS));
}
