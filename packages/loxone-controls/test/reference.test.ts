import { describe, expect, it } from 'vitest';
import { stateSpec } from '../src/catalog.js';
import { CONTROL_TYPES, controlType, matchWire } from '../src/index.js';
import { matchTail } from '../src/wire.js';
import { LEFT_OUT, REFERENCE } from './support/reference.js';

const commandRows = REFERENCE.flatMap(({ type, commands }) =>
  commands.map((tail) => [type, tail] as const),
);

const stateRows = REFERENCE.flatMap(({ type, states }) =>
  states.map((name) => [type, name] as const),
);

/** What the catalog takes a tail for: a command, or a question. */
function meaningOf(type: string, tail: string): string | undefined {
  const request = controlType(type)?.requests?.find(({ wire, args }) =>
    matchTail({ wire, args }, tail),
  );
  return matchWire(type, tail)?.command.name ?? request?.name;
}

describe('the protocol reference', () => {
  it('was written down in full', () => {
    expect(REFERENCE.length).toBeGreaterThan(75);
    expect(commandRows.length).toBeGreaterThan(400);
    expect(stateRows.length).toBeGreaterThan(450);
  });

  it('names no type that the catalog lacks', () => {
    const missing = REFERENCE.filter(({ type }) => controlType(type) === undefined);
    expect(missing.map(({ type }) => type)).toEqual([]);
  });

  it('names every type that the catalog has', () => {
    const named = new Set(REFERENCE.map(({ type }) => type));
    expect(CONTROL_TYPES.filter(({ type }) => !named.has(type))).toEqual([]);
  });

  it('names no state that the catalog lacks', () => {
    const missing = stateRows.filter(([type, name]) => stateSpec(type, name) === undefined);
    expect(missing).toEqual([]);
  });

  it('names no command that the catalog lacks', () => {
    const missing = commandRows.filter(([type, tail]) => meaningOf(type, tail) === undefined);
    expect(missing).toEqual([]);
  });

  it('has an example of every command and question of the catalog', () => {
    const shown = new Set(commandRows.map(([type, tail]) => `${type} ${meaningOf(type, tail)}`));
    const extra = CONTROL_TYPES.flatMap(({ type, commands, requests = [] }) =>
      [...commands, ...requests].map(({ name }) => `${type} ${name}`),
    ).filter((name) => !shown.has(name));
    expect(extra).toEqual([]);
  });

  it.each(Object.entries(LEFT_OUT))('leaves out %s: %s', (row) => {
    const [type = '', tail = ''] = row.split(' ');
    expect(meaningOf(type, tail)).toBeUndefined();
  });
});

describe('spellings', () => {
  it.each([
    ['ACControl', 'AcControl'],
    ['WindowCentral', 'CentralWindow'],
  ])('%s is %s', (alias, type) => {
    expect(controlType(alias)).toBe(controlType(type));
  });
});
