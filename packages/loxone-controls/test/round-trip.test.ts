import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCK_COMMANDS } from '../src/catalog/common.js';
import { CONTROL_TYPES, checkCommand, matchWire } from '../src/index.js';
import type { ArgumentSpec, CommandSpec } from '../src/types.js';
import { target } from './homes.js';
import { MANY_RUNS } from './support/many-runs.js';

type Value = string | number;

const PLACES = 1e6;

/** Any value that an argument may have, as `matchWire` gives it back. */
function valueFor(spec: ArgumentSpec): fc.Arbitrary<Value> {
  switch (spec.kind) {
    case 'number':
      return numberOf(spec);
    case 'choice':
      return fc.constantFrom(...Object.keys(spec.choices));
    case 'text':
      return textOf(spec);
  }
}

/** The members that a central control is given here. */
const MEMBERS = ['0f869a64-0200-0a9b-ffffd4c75dbaf53c', '0f869a64-0201-0a9b-ffff000000000000'];

const DETAILS = { controls: MEMBERS.map((uuid) => ({ uuid })) };

function textOf(spec: Extract<ArgumentSpec, { kind: 'text' }>): fc.Arbitrary<string> {
  if (spec.json === true)
    return fc
      .json({ maxDepth: 1 })
      .filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}]|(?:^|[/\\])\.{1,2}(?:$|[/\\])/u.test(text));
  const item = itemOf(spec);
  if (spec.joinedBy === undefined) return item;
  const between = spec.pattern === undefined ? '|' : ' ';
  return fc.array(item, { minLength: 1, maxLength: 5 }).map((items) => items.join(between));
}

function itemOf(spec: Extract<ArgumentSpec, { kind: 'text' }>): fc.Arbitrary<string> {
  if (spec.membersFromDetails !== undefined) {
    const mood = spec.pattern?.includes(':') === true ? ':3' : '';
    return fc.constantFrom(...MEMBERS.map((uuid) => `${uuid}${mood}`));
  }
  if (spec.pattern !== undefined) return fc.stringMatching(new RegExp(`^(?:${spec.pattern})$`));
  return fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter(
      (text) =>
        [...text].length <= spec.maxLength &&
        !/[\p{Cc}\p{Zl}\p{Zp}]|(?:^|[/\\])\.{1,2}(?:$|[/\\])/u.test(text),
    )
    .filter((text) => spec.joinedBy === undefined || !text.includes('|'));
}

function numberOf(spec: Extract<ArgumentSpec, { kind: 'number' }>): fc.Arbitrary<number> {
  const min = spec.min ?? -1e6;
  const max = spec.max ?? 1e6;
  if (spec.integer === true) return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  return fc
    .double({ min, max, noNaN: true })
    .map((value) => Math.min(max, Math.max(min, Math.round(value * PLACES) / PLACES)) + 0);
}

function argumentsOf(command: CommandSpec): fc.Arbitrary<Record<string, Value>> {
  return fc.record(
    Object.fromEntries(command.args.map((spec) => [spec.name, valueFor(spec)] as const)),
  );
}

/** Half of all letters the other way round: the Miniserver does not care, nor may we. */
function swapCase(text: string): string {
  return Array.from(text, (char, index) =>
    index % 2 === 0 ? char.toUpperCase() : char.toLowerCase(),
  ).join('');
}

const all = CONTROL_TYPES.flatMap((entry) =>
  entry.commands.map((command) => [entry.type, command.name, command] as const),
);

const withoutText = all.filter(([, , command]) => command.args.every((arg) => arg.kind !== 'text'));

describe('matchWire is the inverse of checkCommand', () => {
  it.each(all)('%s %s', (type, name, command) => {
    fc.assert(
      fc.property(argumentsOf(command), (args) => {
        const check = checkCommand(target(type, { details: DETAILS }), name, args);
        const matched = check.ok ? matchWire(type, check.command.wire) : undefined;
        expect(matched?.command).toBe(command);
        expect(matched?.args).toEqual(args);
      }),
      { numRuns: 50 },
    );
  });

  it('for locking, in every type', () => {
    for (const { type } of CONTROL_TYPES) {
      for (const command of LOCK_COMMANDS) {
        const args = command.args.length === 0 ? {} : { reason: 'Service: bis 12/24 %' };
        const lockable = target(type, { details: { jLockable: true } });
        const check = checkCommand(lockable, command.name, args);
        const matched = check.ok ? matchWire(type, check.command.wire) : undefined;
        expect(matched).toEqual({ command, args });
      }
    }
  });

  it.each(withoutText)('%s %s in any case of letters', (type, name, command) => {
    fc.assert(
      fc.property(argumentsOf(command), (args) => {
        const check = checkCommand(target(type), name, args);
        const wire = check.ok ? swapCase(check.command.wire) : '';
        expect(matchWire(type, wire)).toEqual({ command, args });
      }),
      { numRuns: 10 },
    );
  });

  it(
    'whatever the type and the tail: it answers or knows nothing, and never throws',
    MANY_RUNS,
    () => {
      const types = [...CONTROL_TYPES.map((entry) => entry.type), 'FutureThing', '__proto__'];
      fc.assert(
        fc.property(fc.constantFrom(...types), fc.string({ unit: 'binary' }), (type, tail) => {
          const matched = matchWire(type, tail);
          expect(matched === undefined || typeof matched.command.name === 'string').toBe(true);
        }),
        { numRuns: 2000 },
      );
    },
  );
});

describe('checkCommand', () => {
  it(
    'judges any arguments without throwing, and sends nothing that is not understood',
    MANY_RUNS,
    () => {
      const input = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer());
      fc.assert(
        fc.property(fc.constantFrom(...all), fc.array(input, { maxLength: 6 }), (entry, values) => {
          const [type, name, command] = entry;
          const args = Object.fromEntries(
            command.args.map((arg, index) => [arg.name, values[index] ?? 0] as const),
          );
          const check = checkCommand(target(type), name, args);
          if (check.ok) {
            expect(check.command.wire).toMatch(/^[\x21-\x7e]+$/);
            expect(matchWire(type, check.command.wire)?.command).toBe(command);
          } else {
            expect(check.problem.message).not.toBe('');
          }
        }),
        { numRuns: 3000 },
      );
    },
  );
});
