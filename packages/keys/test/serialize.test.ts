import { describe, expect, it } from 'vitest';
import { createSerializer } from '../src/serialize.js';

describe('createSerializer', () => {
  it('runs tasks one after another, also after one that fails', async () => {
    const inTurn = createSerializer();
    const steps: string[] = [];
    const task = (name: string, fails = false) =>
      inTurn(async () => {
        steps.push(`${name} begins`);
        await Promise.resolve();
        steps.push(`${name} ends`);
        if (fails) throw new TypeError(name);
        return name;
      });
    const outcomes = await Promise.allSettled([task('a'), task('b', true), task('c')]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected' },
      { status: 'fulfilled', value: 'c' },
    ]);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});
