import type { Timing } from './measure.js';

/** Something that is claimed, and what was measured of it. */
export interface Claim {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be. Absent: only reported. */
  readonly goal?: { readonly kind: 'at most' | 'at least'; readonly value: number };
}

/** What a group of benchmarks found. */
export interface GroupResult {
  readonly name: string;
  readonly timings: readonly Timing[];
  readonly claims: readonly Claim[];
}

/** @returns Whether a claim holds. One without goal does. */
export function holds({ goal, value }: Claim): boolean {
  if (goal === undefined) {
    return true;
  }
  return goal.kind === 'at most' ? value <= goal.value : value >= goal.value;
}

function shown(value: number): string {
  const digits = value >= 100 ? 0 : value >= 1 ? 2 : 4;
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   ')
      .trimEnd();
  return rows.map((row) => `  ${line(row)}\n`).join('');
}

function claimRow(claim: Claim): readonly string[] {
  const { what, value, unit, goal } = claim;
  const wanted = goal === undefined ? '' : `${goal.kind} ${shown(goal.value)}`;
  const verdict = goal === undefined ? '' : holds(claim) ? 'yes' : 'NO';
  return [what, `${shown(value)} ${unit}`.trimEnd(), wanted, verdict];
}

/** @returns The result of a group as text. */
export function describe({ name, timings, claims }: GroupResult): string {
  const times = timings.map(({ name: what, p50, p99 }) => [
    what,
    shown(p50),
    p99 === p50 ? '' : shown(p99),
    shown(1e6 / p50),
  ]);
  const measured = table([['', 'p50 µs', 'p99 µs', 'per second'], ...times]);
  const claimed = table([['', 'measured', 'goal', 'met'], ...claims.map(claimRow)]);
  return `${name}\n\n${measured}\n${claimed}\n`;
}
