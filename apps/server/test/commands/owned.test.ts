import { describe, expect, it } from 'vitest';
import { withOwned } from '../../src/commands/owned.js';

/** Notes what was closed; fails for those that are named. */
function book(...failing: readonly string[]) {
  const closed: string[] = [];
  return {
    closed,
    close: async (name: string): Promise<void> => {
      closed.push(name);
      if (failing.includes(name)) throw new RangeError(`cannot close ${name}`);
    },
  };
}

describe('what is owned', () => {
  it('is given back as it is, and closed after its use, the last one first', async () => {
    const { closed, close } = book();
    const result = await withOwned(async (own) => {
      const first = own('first', close);
      own('second', close);
      expect(closed).toEqual([]);
      return first;
    });
    expect([result, closed]).toEqual(['first', ['second', 'first']]);
  });

  it('is closed when its use fails, and so far as it was opened', async () => {
    const { closed, close } = book();
    const failing = withOwned(async (own) => {
      own('first', close);
      own(await Promise.reject(new TypeError('cannot open')), close);
    });
    await expect(failing).rejects.toThrow('cannot open');
    expect(closed).toEqual(['first']);
  });

  it('is closed where another one cannot be, and that is told', async () => {
    const { closed, close } = book('second');
    const failing = withOwned(async (own) => {
      for (const name of ['first', 'second', 'third']) own(name, close);
    });
    await expect(failing).rejects.toThrow('cannot close second');
    expect(closed).toEqual(['third', 'second', 'first']);
  });

  it('tells what went wrong first', async () => {
    const { closed, close } = book('first');
    const failing = withOwned((own) => {
      own('first', close);
      return Promise.reject(new TypeError('in use'));
    });
    await expect(failing).rejects.toThrow('in use');
    expect(closed).toEqual(['first']);
  });
});
