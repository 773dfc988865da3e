import type { HomeStateChange } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { ChangeWatch, SETTLE_MS } from '../src/change-watch.js';
import { ManualTime } from './support/manual-time.js';

function change(name: string, before: number, value: number, control = 'c'): HomeStateChange {
  return { control, before, state: { name, value } };
}

function makeWatch(affects: readonly string[]): { watch: ChangeWatch; time: ManualTime } {
  const time = new ManualTime();
  return { time, watch: new ChangeWatch({ timers: time, controls: new Set(['c', 'd']), affects }) };
}

describe('ChangeWatch', () => {
  it('counts nothing before the command is sent', () => {
    const { watch } = makeWatch(['position']);
    watch.see([change('position', 0, 1)], 1_000_000);
    expect(watch.changes()).toEqual([]);
  });

  it('counts only what later messages bring', () => {
    const { watch } = makeWatch(['position']);
    watch.begin(10);
    watch.see([change('position', 0, 1)], 9);
    watch.see([change('position', 1, 2)], 10);
    expect(watch.changes()).toEqual([]);
    watch.see([change('position', 2, 3)], 11);
    expect(watch.changes()).toEqual([change('position', 2, 3)]);
  });

  it('counts only its own controls', () => {
    const { watch } = makeWatch([]);
    watch.begin(0);
    watch.see([change('position', 0, 1, 'other')], 1);
    expect(watch.changes()).toEqual([]);
  });

  it('settles shortly after the first affected state, and collects until then', async () => {
    const { watch, time } = makeWatch(['down', 'position']);
    watch.begin(0);
    watch.see([change('down', 0, 1)], 1);
    await time.advance(SETTLE_MS - 1);
    watch.see([change('position', 0, 5)], 2);
    expect(watch.settled.aborted).toBe(false);
    await time.advance(1);
    expect(watch.settled.aborted).toBe(true);
    expect(watch.changes().map(({ state }) => state.name)).toEqual(['down', 'position']);
    expect(time.armed).toBe(0);
  });

  it('collects other states without settling for them', async () => {
    const { watch, time } = makeWatch(['position']);
    watch.begin(0);
    watch.see([change('wind', 0, 1)], 1);
    expect(time.armed).toBe(0);
    expect(watch.changes()).toHaveLength(1);
  });

  it('settles for any state when none is named', async () => {
    const { watch, time } = makeWatch([]);
    watch.begin(0);
    watch.see([change('anything', 0, 1)], 1);
    await time.advance(SETTLE_MS);
    expect(watch.settled.aborted).toBe(true);
  });

  it('settles for a member of an affected list', async () => {
    const { watch, time } = makeWatch(['temperatures']);
    watch.begin(0);
    watch.see([change('temperatures[1]', 0, 1)], 1);
    await time.advance(SETTLE_MS);
    expect(watch.settled.aborted).toBe(true);
  });

  it('tells one change per state, from before the command to now', () => {
    const { watch } = makeWatch(['position']);
    watch.begin(0);
    watch.see([change('position', 0, 1)], 1);
    watch.see([change('position', 1, 2)], 2);
    watch.see([change('position', 2, 3)], 3);
    expect(watch.changes()).toEqual([change('position', 0, 3)]);
  });

  it('tells the same state of two controls apart', () => {
    const { watch } = makeWatch([]);
    watch.begin(0);
    watch.see([change('position', 0, 1, 'c'), change('position', 5, 6, 'd')], 1);
    expect(watch.changes().map(({ control, before }) => [control, before])).toEqual([
      ['c', 0],
      ['d', 5],
    ]);
  });

  it('leaves no timer behind', () => {
    const { watch, time } = makeWatch([]);
    watch.begin(0);
    watch.see([change('position', 0, 1)], 1);
    watch.stop();
    expect(time.armed).toBe(0);
  });
});
