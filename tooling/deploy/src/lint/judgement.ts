/** What a rule says of a file. */
export interface Judgement {
  /** From `tooling/deploy`. */
  readonly file: string;
  /** Name of the rule, for tests and for the report. */
  readonly rule: string;
  readonly holds: boolean;
  /** For people, where it does not hold. */
  readonly problem: string;
}

/** Whether something is as it must be, and what to say where it is not. */
export type Check = readonly [rule: string, holds: boolean, problem: string];

/** The judgements on one file. */
export function judgementsOf(file: string, checks: readonly Check[]): readonly Judgement[] {
  return checks.map(([rule, holds, problem]) => ({ file, rule, holds, problem }));
}
