/** Properties run a hundred times; on a busy machine that takes longer than one example. */
export const MANY_RUNS: { readonly timeout: number } = { timeout: 60_000 };
