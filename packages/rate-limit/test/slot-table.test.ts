import { describe, expect, it } from 'vitest';
import { SlotTable } from '../src/slot-table.js';

/** A table whose slots are worth what a test says. */
function tableOf(capacity: number): { readonly table: SlotTable; readonly worth: number[] } {
  const worth: number[] = [];
  return { table: new SlotTable(capacity, (slot) => worth[slot] ?? 0), worth };
}

function fill(table: SlotTable, worth: number[], names: readonly string[], value: number): void {
  for (const name of names) {
    worth[table.claim(name)] = value;
  }
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at}`);
}

describe('a slot table', () => {
  it('gives each name a slot of its own', () => {
    const { table } = tableOf(20);
    const slots = names('a', 20).map((name) => table.claim(name));
    expect(new Set(slots).size).toBe(20);
    expect(Math.max(...slots)).toBeLessThan(20);
    expect(names('a', 20).map((name) => table.find(name))).toEqual(slots);
    expect(table.find('b')).toBeUndefined();
  });

  it('uses released slots again before it gives any away', () => {
    const { table } = tableOf(3);
    const [first = -1] = names('a', 3).map((name) => table.claim(name));
    expect(table.release('a0')).toBe(true);
    expect(table.release('a0')).toBe(false);
    expect(table.find('a0')).toBeUndefined();
    expect(table.claim('b')).toBe(first);
    expect([...table.entries()].map(([name]) => name).sort()).toEqual(['a1', 'a2', 'b']);
  });

  it.each([1, 5, 16, 17, 100])('never holds more than %i', (capacity) => {
    const { table, worth } = tableOf(capacity);
    for (const name of names('n', capacity * 5)) {
      const slot = table.claim(name);
      worth[slot] = 1;
      expect(slot).toBeLessThan(capacity);
      expect(table.find(name)).toBe(slot);
    }
    expect([...table.entries()]).toHaveLength(capacity);
  });

  it('keeps what is worth more, however many newcomers there are', () => {
    const { table, worth } = tableOf(200);
    fill(table, worth, names('dear', 100), 2);
    fill(table, worth, names('cheap', 1000), 1);
    const kept = names('dear', 100).filter((name) => table.find(name) !== undefined);
    // Hundred lie side by side: some comparisons see only these.
    expect(kept.length).toBeGreaterThan(0);
    const spread = tableOf(200);
    for (const [at, name] of names('x', 200).entries()) {
      spread.worth[spread.table.claim(name)] = at % 8 === 0 ? 2 : 1;
    }
    fill(spread.table, spread.worth, names('cheap', 2000), 1);
    for (let at = 0; at < 200; at += 8) {
      expect(spread.table.find(`x${at}`)).toBeDefined();
    }
  });

  it('passes by every slot in turn', () => {
    const { table, worth } = tableOf(64);
    fill(table, worth, names('old', 64), 5);
    fill(table, worth, names('new', 64), 9);
    const left = names('old', 64).filter((name) => table.find(name) !== undefined);
    expect(left).toEqual([]);
  });
});
