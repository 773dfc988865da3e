import type { EpochMs } from '@gatehouse/core';
import { readTimestamp } from './timestamp.js';

/** Everything that is wrong with a value, each as `path problem`, and never with a value. */
export class Problems {
  readonly #found: string[] = [];

  get found(): readonly string[] {
    return this.#found;
  }

  /** @param problem - Continues the sentence that begins with the path. */
  add(path: string, problem: string): undefined {
    this.#found.push(`${path} ${problem}`);
    return undefined;
  }
}

/** Reads one field. `undefined` when it is wrong, which is then among the problems. */
export type Reader<T> = (value: unknown, path: string, problems: Problems) => T | undefined;

export const text: Reader<string> = (value, path, problems) => {
  if (typeof value !== 'string') {
    return problems.add(path, 'must be a text');
  }
  return /\p{Surrogate}/u.test(value) ? problems.add(path, 'must be well-formed Unicode') : value;
};

export const filledText: Reader<string> = (value, path, problems) =>
  value === '' ? problems.add(path, 'must not be empty') : text(value, path, problems);

export const flag: Reader<boolean> = (value, path, problems) =>
  typeof value === 'boolean' ? value : problems.add(path, 'must be true or false, without quotes');

export const time: Reader<EpochMs> = (value, path, problems) =>
  (typeof value === 'string' ? readTimestamp(value) : undefined) ??
  problems.add(path, 'must be a time with its zone, such as "2027-01-31T18:00:00Z"');

export const days: Reader<number> = (value, path, problems) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
    ? value
    : problems.add(path, 'must be a whole number of days, 1 or more');

export const texts: Reader<readonly string[]> = (value, path, problems) => {
  if (!Array.isArray(value)) {
    return problems.add(path, 'must be a list of texts');
  }
  const read = value.map((item, index) => text(item, `${path}[${index}]`, problems));
  return Object.freeze(read.filter((item) => item !== undefined));
};

/** The own fields of a JSON object, by name: `__proto__` is a name like others. */
export class Fields {
  readonly path: string;
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #problems: Problems;

  private constructor(path: string, values: ReadonlyMap<string, unknown>, problems: Problems) {
    this.path = path;
    this.#values = values;
    this.#problems = problems;
  }

  /** @returns `undefined` when the value is no object, which is then among the problems. */
  static of(value: unknown, path: string, problems: Problems): Fields | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return problems.add(path, 'must be an object');
    }
    return new Fields(path, new Map(Object.entries(value)), problems);
  }

  has(name: string): boolean {
    return (this.#values.get(name) ?? undefined) !== undefined;
  }

  /** A field that may be missing, or `null`, as older programs write what is missing. */
  optional<T>(name: string, read: Reader<T>): T | undefined {
    return this.has(name) ? read(this.#values.get(name), this.at(name), this.#problems) : undefined;
  }

  required<T>(name: string, read: Reader<T>): T | undefined {
    return this.has(name)
      ? this.optional(name, read)
      : this.#problems.add(this.at(name), 'is missing');
  }

  /** Names every field that is not known: a limit with a typing error would not limit. */
  refuseUnknown(known: ReadonlySet<string>): void {
    for (const name of this.#values.keys()) {
      if (!known.has(name)) {
        // What does not look like a name may be anything, and is not repeated.
        const shown = /^[A-Za-z_]{1,40}$/.test(name) ? this.at(name) : `a field of ${this.path}`;
        this.#problems.add(shown, 'is not known');
      }
    }
  }

  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}
