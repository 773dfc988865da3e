import type { EpochMs, LimitResult, LimitStore, RequestLimit } from '@gatehouse/core';
import { expect } from 'vitest';
import type { FakeClock } from '../../fake-clock.js';
import { createSeededRandom } from '../../seeded-random.js';
import type { LimitStoreCase } from './types.js';

const ROUNDS = 40;
const STEPS = 60;

/** @returns An integer from `from` to `to`, both included. */
type Pick = (from: number, to: number) => number;

function pickFrom(seed: number): Pick {
  const random = createSeededRandom(seed);
  return (from, to) => {
    const [high = 0, low = 0] = random(2);
    return from + ((high * 256 + low) % (to - from + 1));
  };
}

interface Admission {
  readonly at: EpochMs;
  readonly cost: number;
}

/** One bucket under random load, and what was admitted of it. */
class Load {
  readonly #admitted: Admission[] = [];
  readonly #store: LimitStore;
  readonly #clock: FakeClock;
  readonly #limit: RequestLimit;

  constructor(store: LimitStore, clock: FakeClock, limit: RequestLimit) {
    this.#store = store;
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Takes, and checks what can be seen at once. */
  async take(cost: number): Promise<LimitResult> {
    const result = await this.#store.take('b', this.#limit, cost);
    const numbers = [result.remaining, result.resetMs, result.retryAfterMs];
    if (!numbers.every((value) => Number.isSafeInteger(value) && value >= 0)) {
      expect.fail(`counts and times are integers from 0 on, but these are ${numbers}`);
    }
    if (result.retryAfterMs > 0 === result.allowed) {
      expect.fail(`allowed: ${result.allowed}, yet to be retried after ${result.retryAfterMs} ms`);
    }
    if (result.allowed) {
      this.#admitted.push({ at: this.#clock.now(), cost });
    }
    return result;
  }

  /** The obvious interpreter: the sum over each window that ends with an admission. */
  checkEveryWindow(): void {
    const { max, windowMs } = this.#limit;
    const sums = this.#admitted.map(({ at: end }) =>
      this.#admitted
        .filter(({ at }) => at > end - windowMs && at <= end)
        .reduce((total, { cost }) => total + cost, 0),
    );
    expect(Math.max(0, ...sums), `admitted in ${windowMs} ms`).toBeLessThanOrEqual(max);
  }

  /** One millisecond before it is refused still; at it, it is admitted. */
  async checkRetryAfter(refused: LimitResult, cost: number): Promise<void> {
    await this.#checkBorder(refused.retryAfterMs, cost);
  }

  /** As many as remain are admitted, and no more. */
  async checkRemaining({ remaining }: LimitResult): Promise<void> {
    if (remaining < this.#limit.max) {
      expect((await this.take(remaining + 1)).allowed).toBe(false);
    }
    if (remaining > 0) {
      expect((await this.take(remaining)).allowed).toBe(true);
    }
  }

  /** The whole limit can be taken when the bucket is said to be full, not earlier. */
  async checkReset({ resetMs }: LimitResult): Promise<void> {
    if (resetMs > 0) {
      await this.#checkBorder(resetMs, this.#limit.max);
    }
  }

  async #checkBorder(waitMs: number, cost: number): Promise<void> {
    this.#clock.advance(waitMs - 1);
    expect((await this.take(cost)).allowed, `1 ms before the end of ${waitMs} ms`).toBe(false);
    this.#clock.advance(1);
    expect((await this.take(cost)).allowed, `at the end of ${waitMs} ms`).toBe(true);
  }
}

/** What a step of the load also looks at. */
type Check = 'nothing' | 'retry-after' | 'remaining' | 'reset';

async function runLoad(
  load: Load,
  clock: FakeClock,
  pick: Pick,
  limit: RequestLimit,
  check: Check,
) {
  for (let step = 0; step < STEPS; step += 1) {
    clock.advance(pick(0, 3) === 0 ? pick(0, limit.windowMs) : pick(0, 3));
    const cost = pick(0, 3) === 0 ? pick(1, limit.max) : 1;
    const result = await load.take(cost);
    if (check === 'retry-after' && !result.allowed) {
      await load.checkRetryAfter(result, cost);
    } else if (check === 'remaining') {
      await load.checkRemaining(result);
    } else if (check === 'reset' && pick(0, 3) === 0) {
      await load.checkReset(result);
    }
  }
}

function propertyCase(title: string, check: Check): LimitStoreCase {
  return {
    title,
    async run({ create, clock }) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const pick = pickFrom(round);
        const limit = {
          max: pick(1, 8),
          windowMs: pick(1, 5) === 1 ? pick(1, 4) : pick(20, 2_000),
        };
        const load = new Load(await create(), clock, limit);
        await runLoad(load, clock, pick, limit, check);
        load.checkEveryWindow();
      }
    },
  };
}

/** What holds however requests arrive: a fixed seed, so that a failure comes again. */
export const requestPropertyCases: readonly LimitStoreCase[] = [
  propertyCase('admits never more than the limit in any window, however they arrive', 'nothing'),
  propertyCase('says truly after which time a refused one is admitted', 'retry-after'),
  propertyCase('says truly how many are left', 'remaining'),
  propertyCase('says truly when it is full again', 'reset'),
];
