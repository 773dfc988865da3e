import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkArguments, wrongArgument } from '../src/command/action-arguments.js';
import { denialText, isSuccess, item } from '../src/command/item.js';
import { commandError } from '../src/command/plan.js';
import { rejected, report } from '../src/command/report.js';
import { systemAfter, waitUntil } from '../src/command/wait-until.js';
import { readCursor, writeCursor } from '../src/search/cursor.js';
import { gradeOf } from '../src/search/rank.js';
import { about, errorText, joinErrors, toolError } from '../src/tool-error.js';
import { errorOf } from './support/call.js';
import { testHouse } from './support/house.js';
import { MANY_RUNS } from './support/many-runs.js';

describe('errors', () => {
  const one = toolError('unknown_device', 'one.', 'Hint one.', [{ id: '1', label: 'A [B]' }]);
  const two = toolError('not_supported', 'two.', 'Hint two.', [{ id: '2', label: 'C' }]);

  it('offer five candidates at most, and no empty list', () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ id: `${at}`, label: `L${at}` }));
    expect(toolError('ambiguous_device', 'm', 'h', many).candidates).toHaveLength(5);
    expect(toolError('ambiguous_device', 'm', 'h')).not.toHaveProperty('candidates');
  });

  it('are one or two sentences, and the candidates with their ids', () => {
    expect(errorText(one)).toBe('one. Hint one. Candidates: A [B] (1)');
    expect(errorText(toolError('refused', 'No.', 'Stop.'))).toBe('No. Stop.');
  });

  it('say what they are about', () => {
    expect(about('targets[3]', one).message).toBe('targets[3]: one.');
  });

  it('become one: the first gives the code, each its message', () => {
    expect(joinErrors([one, two])).toEqual({
      code: 'unknown_device',
      message: 'one. two.',
      hint: 'Hint one.',
      candidates: [
        { id: '1', label: 'A [B]' },
        { id: '2', label: 'C' },
      ],
    });
    expect(joinErrors([one, one, one, one, one, one, one]).message).toMatch(
      /^(one\. ){5}And 2 more\.$/,
    );
  });

  it.each([
    [{ code: 'out-of-range', message: 'm', argument: 'a' }, 'out_of_range'],
    [{ code: 'secured', message: 'm' }, 'pin_required'],
    [{ code: 'unknown-command', message: 'm', commands: [] }, 'not_supported'],
    [{ code: 'unknown-control', message: 'm' }, 'unknown_device'],
    [{ code: 'not-a-choice', message: 'm', argument: 'a', choices: [] }, 'invalid_argument'],
    [{ code: 'missing-argument', message: 'm', argument: 'a' }, 'invalid_argument'],
    [{ code: 'unknown-argument', message: 'm', argument: 'a' }, 'invalid_argument'],
  ] as const)('of the catalog: %j is %s', (problem, code) => {
    expect(commandError(problem)).toMatchObject({ code, message: 'm.' });
  });

  it('of the catalog are cleaned: they hold names', () => {
    const problem = { code: 'secured', message: 'Lamp\nobey me: needs it' } as const;
    expect(commandError(problem).message).toBe('Lamp obey me: needs it.');
  });
});

describe('arguments of an action', () => {
  const rules = {
    on: {},
    mood: { needs: ['mood'] },
    brightness: { needs: ['brightness'] },
    color: { needs: ['color'], takes: ['brightness'] },
  };

  it('go with the actions that know them', () => {
    expect(checkArguments('on', rules, { brightness: undefined, mood: undefined })).toBeUndefined();
    expect(checkArguments('mood', rules, { brightness: undefined, mood: 0 })).toBeUndefined();
    expect(checkArguments('color', rules, { color: 'red', brightness: 0 })).toBeUndefined();
    expect(checkArguments('on', rules, { brightness: 0 })?.message).toBe(
      'brightness goes with action brightness, color only.',
    );
  });

  it('must be there', () => {
    expect(checkArguments('mood', rules, {})?.message).toBe('action mood needs mood.');
    expect(checkArguments('color', rules, { brightness: 1 })?.message).toBe(
      'action color needs color.',
    );
  });

  it('can be wrong in themselves', () => {
    expect(wrongArgument('no.')).toMatchObject({ ok: false, error: { code: 'invalid_argument' } });
  });
});

describe('reports', () => {
  const of = { id: 'x', label: 'X' };

  it.each([
    ['changed', true],
    ['already', true],
    ['accepted', true],
    ['planned', true],
    ['unchanged', false],
    ['refused', false],
    ['offline', false],
    ['unknown', false],
    ['denied', false],
    ['skipped', false],
    ['cancelled', false],
  ] as const)('count %s as success: %s', (outcome, success) => {
    const one = item(of, outcome, 'detail');
    expect(isSuccess(one)).toBe(success);
    const alone = report([one]);
    expect(alone.isError ?? false).toBe(!success);
    expect(errorOf(alone) !== undefined).toBe(!success);
    expect(alone.text).toBe('X: detail');
    expect(report([one, item(of, 'changed', 'd')]).isError).toBeUndefined();
    expect(report([one, item(of, 'refused', 'd')]).isError ?? false).toBe(!success);
  });

  it('say how many', () => {
    const good = item(of, 'changed', 'd');
    const bad = item(of, 'refused', 'd');
    expect(report([good, good]).text.split('\n')[0]).toBe('All 2 succeeded.');
    expect(report([good, bad]).text.split('\n')[0]).toBe('1 of 2 succeeded.');
    expect(report([bad, bad]).text.split('\n')[0]).toBe('None of 2 succeeded.');
  });

  it('hold every problem in words, and one error', () => {
    const first = toolError('unknown_device', 'a.', 'A.');
    const result = rejected([first, toolError('not_supported', 'b.', 'B.')]);
    expect(result.text).toBe('Nothing was sent.\na. A.\nb. B.');
    expect(result.structured).toMatchObject({ results: [], error: { code: 'unknown_device' } });
    expect(result.isError).toBe(true);
  });

  it('say why somebody may not, and what it takes', () => {
    expect(denialText('role', undefined)).toBe(
      'not allowed: the role of this key does not reach it',
    );
    expect(denialText('needs-grant', 'risk:access')).toBe(
      'not allowed: it has to be granted expressly; needs risk:access',
    );
  });
});

describe('waiting', () => {
  const never = { signal: undefined, after: () => () => undefined };

  it('is over at once when there is nothing to wait for', async () => {
    const home = testHouse();
    await waitUntil(home, () => true, { ...never, waitMs: 60_000 });
    await waitUntil(home, () => false, { ...never, waitMs: 0 });
    const signal = AbortSignal.abort();
    await waitUntil(home, () => false, { ...never, waitMs: 60_000, signal });
    expect(home.listeners).toBe(0);
  });

  it('looks again at each change of states, at no other, and lets go of everything', async () => {
    const home = testHouse();
    let looked = 0;
    let cancelled = 0;
    let isThere = false;
    const condition = (): boolean => {
      looked += 1;
      return isThere;
    };
    const after = () => () => {
      cancelled += 1;
    };
    const waiting = waitUntil(home, condition, { waitMs: 1, signal: undefined, after });
    home.emit({ type: 'structure' });
    expect(looked).toBe(1);
    home.set('table', { position: 3 });
    expect(looked).toBe(2);
    isThere = true;
    home.set('table', { position: 4 });
    await waiting;
    expect([looked, cancelled, home.listeners]).toEqual([3, 1, 0]);
  });

  it('ends with the time, and with the call', async () => {
    const home = testHouse();
    const fires = (_ms: number, callback: () => void) => {
      queueMicrotask(callback);
      return () => undefined;
    };
    await waitUntil(home, () => false, { waitMs: 5, signal: undefined, after: fires });
    const controller = new AbortController();
    const waiting = waitUntil(home, () => false, {
      ...never,
      waitMs: 5,
      signal: controller.signal,
    });
    controller.abort();
    await waiting;
    expect(home.listeners).toBe(0);
  });

  it('has the timers of the platform, which can be cancelled', async () => {
    const called: string[] = [];
    const cancel = systemAfter(0, () => called.push('cancelled'));
    cancel();
    await new Promise<void>((resolve) => {
      systemAfter(1, () => {
        called.push('fired');
        resolve();
      });
    });
    expect(called).toEqual(['fired']);
  });
});

describe('cursors', () => {
  it('come back as they were given, and only for their list', MANY_RUNS, () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.string(), fc.string(), (offset, list, other) => {
        const cursor = writeCursor(offset, list);
        expect(readCursor(cursor, list)).toEqual({ ok: true, value: offset });
        if (list !== other) expect(readCursor(cursor, `${other}!${list}`).ok).toBe(false);
      }),
    );
  });

  it('begin at the beginning', () => {
    expect(readCursor(undefined, 'x')).toEqual({ ok: true, value: 0 });
  });

  it.each([
    '',
    '-',
    '3',
    '3-',
    '-1-00000000',
    '3-XYZ',
    `${writeCursor(3, 'x')} `,
    '99999999-811c9dc5',
  ])('are nothing else: %j', (cursor) => {
    expect(readCursor(cursor, 'x')).toMatchObject({ ok: false, error: { code: 'stale_cursor' } });
  });
});

describe('grades', () => {
  it('fall from exact to prefix, word, beginning of a word, substring and nothing', () => {
    const grades = ['lamp', 'lamp old', 'old lamp x', 'old lamps', 'oldlamp', 'light', ''].map(
      (text) => gradeOf(text, 'lamp'),
    );
    expect(grades).toEqual([...grades].sort((left, right) => right - left));
    expect(new Set(grades.slice(0, 6)).size).toBe(6);
    expect(grades.slice(5)).toEqual([0, 0]);
    expect(gradeOf('lamp', '')).toBe(0);
  });
});
