import type { Parsed } from './setting.js';

type Parser<T> = (text: string) => Parsed<T>;

/** Any text that is not blank. */
export const text: Parser<string> = (value) =>
  value.trim() === ''
    ? { ok: false, problem: 'must not be blank' }
    : { ok: true, value: value.trim() };

/** A secret: kept as it is, because a password may begin or end with a space. */
export const secret: Parser<string> = (value) => ({ ok: true, value });

/** A TCP port; 0 asks the system for a free one. */
export const port: Parser<number> = (value) => {
  const number = Number(value);
  return /^\d+$/.test(value) && number <= 65_535
    ? { ok: true, value: number }
    : { ok: false, problem: 'must be a port number from 0 to 65535' };
};

/** A number of things of which there must be one. */
export const count: Parser<number> = (value) => {
  const number = Number(value);
  return /^\d+$/.test(value) && Number.isSafeInteger(number) && number >= 1
    ? { ok: true, value: number }
    : { ok: false, problem: 'must be a whole number of at least 1' };
};

/** The same where more than so many cannot be counted. */
export function countUpTo(most: number): Parser<number> {
  return (value) => {
    const counted = count(value);
    return counted.ok && counted.value > most
      ? { ok: false, problem: `must be a whole number from 1 to ${most}` }
      : counted;
  };
}

/** One of a closed list of words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Parser<Word> {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    return word === undefined
      ? { ok: false, problem: `must be one of ${words.join(', ')}` }
      : { ok: true, value: word };
  };
}

/** `true`/`false` and what people write for them. */
export const flag: Parser<boolean> = (value) => {
  const folded = value.trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(folded)) return { ok: true, value: true };
  if (['0', 'false', 'no', 'off'].includes(folded)) return { ok: true, value: false };
  return { ok: false, problem: 'must be true or false' };
};

/** A list separated by commas; blanks around entries do not count. */
export const list: Parser<readonly string[]> = (value) => {
  const entries = value.split(',').map((entry) => entry.trim());
  return entries.some((entry) => entry === '')
    ? { ok: false, problem: 'must be a list separated by commas, without empty entries' }
    : { ok: true, value: entries };
};
