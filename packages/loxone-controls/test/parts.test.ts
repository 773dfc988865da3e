import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTROL_TYPES, numberedState, partOf } from '../src/index.js';
import { MANY_RUNS } from './support/many-runs.js';

const UUID = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';

describe('partOf', () => {
  it.each([
    [`${UUID}/masterValue`, 'masterValue'],
    [`${UUID}/AI3`, 'AI3'],
    [`${UUID}/a/b`, 'a/b'],
  ])('%s is the part %s', (id, part) => {
    expect(partOf(id)).toEqual({ parent: UUID, part });
  });

  it.each([UUID, '', '/', '/AI1', `${UUID}/`])('%j is no part', (id) => {
    expect(partOf(id)).toBeUndefined();
  });

  it('and its answer make the id again', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const found = partOf(id);
        expect(found === undefined || `${found.parent}/${found.part}` === id).toBe(true);
      }),
    );
  });
});

describe('numberedState', () => {
  const nodes = [
    { title: 'Grid', actualEfmState: 'actual0' },
    { title: 'House', nodes: [{ title: 'Kitchen', actualEfmState: 'actual2' }, null, 'x'] },
  ];

  it.each([
    [
      'IRoomController',
      'temperatures[1]',
      { temperatures: { '1': { name: 'Comfort' } } },
      'Comfort',
    ],
    ['StatusMonitor', 'numState2', { status: { '2': { name: 'Open' } } }, 'Open'],
    ['EFM', 'actual0', { nodes }, 'Grid'],
    ['EFM', 'actual2', { nodes }, 'Kitchen'],
    ['EFM', 'actual1', { nodes }, undefined],
    ['EFM', 'actual1', {}, undefined],
    ['PowerUnit', 'CP3', {}, undefined],
    ['WallboxManager', 'limitedBy0', { nodes: 'none' }, undefined],
  ])('%s %s is called %j', (type, name, details, label) => {
    const found = numberedState({ type, details }, name);
    expect(found?.label).toBe(label);
    expect(name).toContain(found?.name);
    expect(name).toContain(String(found?.index));
  });

  it.each([
    ['Switch', 'active'],
    ['IRoomControllerV2', 'co2'],
    ['EFM', 'Gpwr'],
    ['FutureThing', 'foo3'],
    ['EFM', ''],
  ])('%s %j has no number', (type, name) => {
    expect(numberedState({ type, details: {} }, name)).toBeUndefined();
  });

  it('answers whatever the details are', MANY_RUNS, () => {
    const type = fc.constantFrom(...CONTROL_TYPES.map((entry) => entry.type));
    const details = fc.dictionary(
      fc.constantFrom('nodes', 'status', 'temperatures'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(
        type,
        details,
        fc.constantFrom('actual1', 'numState1', 'temperatures[1]'),
        (name, own, state) => {
          const found = numberedState({ type: name, details: own }, state);
          expect(found === undefined || found.index === 1).toBe(true);
        },
      ),
    );
  });
});
