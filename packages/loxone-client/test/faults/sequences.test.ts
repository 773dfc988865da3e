import { describe, expect, it } from 'vitest';
import { runSequence, type SequenceResult } from './support/sequence.js';

/** At once: each has sockets and a time of its own, and much of it is waiting for sockets. */
const AT_ONCE = 4;
const SEEDS = chosenSeeds(process.env);

describe('random sequences of faults', () => {
  it(
    `end live and true, with no secret retried (${SEEDS.length} from seed ${SEEDS[0]})`,
    async () => {
      const failures: SequenceResult[] = [];
      const waiting = [...SEEDS];
      const work = async (): Promise<void> => {
        for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
          const result = await runSequence(seed);
          if (result.problem !== undefined) failures.push(result);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect(failures.map(describeFailure).join('\n\n')).toBe('');
    },
    120_000 + SEEDS.length * 5_000,
  );
});

/** `GATEHOUSE_FAULT_SEED` runs one again, `GATEHOUSE_FAULT_SEQUENCES` so many from `GATEHOUSE_SEED`. */
function chosenSeeds(env: NodeJS.ProcessEnv): readonly number[] {
  const again = env.GATEHOUSE_FAULT_SEED;
  if (again !== undefined) return [Number(again)];
  const count = Number(env.GATEHOUSE_FAULT_SEQUENCES ?? 50);
  const first = Number(env.GATEHOUSE_SEED ?? 1);
  return Array.from({ length: count }, (_, index) => first + index);
}

function describeFailure({ seed, steps, problem = '' }: SequenceResult): string {
  return [`GATEHOUSE_FAULT_SEED=${seed}: ${problem}`, ...steps.map((step) => `  ${step}`)].join(
    '\n',
  );
}
