/** Properties run a hundred times; on a busy machine that takes longer than one example. */
export const MANY_RUNS: { readonly timeout: number } = { timeout: 60_000 };

/** A campaign sets more runs of each property: `GATEHOUSE_TOOLS_CASES=5000`. */
const { GATEHOUSE_TOOLS_CASES, GATEHOUSE_SEED } = process.env;

/** How often a property runs by default, or as often as the campaign that is under way wants. */
export function runs(usual: number): { readonly numRuns: number; readonly seed?: number } {
  return {
    numRuns: GATEHOUSE_TOOLS_CASES === undefined ? usual : Number(GATEHOUSE_TOOLS_CASES),
    ...(GATEHOUSE_SEED !== undefined && { seed: Number(GATEHOUSE_SEED) }),
  };
}

/** How long a test of many runs may take: a campaign has all the time that it needs. */
export const RUNS_TIMEOUT: number = GATEHOUSE_TOOLS_CASES === undefined ? 60_000 : 3_600_000;
