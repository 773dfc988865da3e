import { parseArgs } from 'node:util';

/** What is measured, and how often. */
export interface Settings {
  /** Names of groups; empty = all. */
  readonly only: readonly string[];
  /** Sizes of the databases of the group `verify`, ascending. */
  readonly keys: readonly number[];
  /** Rounds, in each of which every case runs once. */
  readonly rounds: number;
  /** Of the usual operations, how many are run: 1, or a fiftieth to see that everything works. */
  readonly share: number;
  /** File for the results as JSON. */
  readonly json: string | undefined;
}

function integer(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`--${name} must be an integer ≥ 1`);
  }
  return value;
}

function list(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}

/** @throws `TypeError` or `RangeError` for arguments that are none. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      keys: { type: 'string', default: '1000,100000,1000000' },
      rounds: { type: 'string', default: '9' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  return {
    only: list(values.only),
    keys: list(values.keys)
      .map((size) => integer(size, 'keys'))
      .toSorted((a, b) => a - b),
    rounds: integer(values.rounds, 'rounds'),
    share: values.quick ? 0.02 : 1,
    json: values.json,
  };
}
